package dev.isotherm.flow.signal.step;

import java.util.ArrayList;
import java.util.List;

/** The parts of one group at one step that have come so far. Changes in place. */
final class StepMembers {

  private final List<StepPart> parts;

  StepMembers() {
    this(new ArrayList<>());
  }

  private StepMembers(List<StepPart> parts) {
    this.parts = parts;
  }

  void add(StepPart part) {
    parts.add(part);
  }

  List<StepPart> parts() {
    return parts;
  }

  StepMembers copy() {
    return new StepMembers(new ArrayList<>(parts));
  }
}
