package dev.isotherm.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Finds where a rule becomes active, or is so no longer, in a part of the axis of instants. */
final class Edges {

  private final long fromMillis;
  private final long toMillis;
  private final List<Step> steps = new ArrayList<>();

  /** A change of the number of active hours, or of windows of maintenance, at an instant. */
  private record Step(long atMillis, int active, int maintenance) {}

  /**
   * Begins a part.
   *
   * @param toMillis first instant after it
   */
  Edges(long fromMillis, long toMillis) {
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  void addActive(long from, long to) {
    steps.add(new Step(Math.max(from, fromMillis), 1, 0));
    steps.add(new Step(to, -1, 0));
  }

  void addMaintenance(long from, long to) {
    steps.add(new Step(Math.max(from, fromMillis), 0, 1));
    steps.add(new Step(to, 0, -1));
  }

  /** The instants of changes, from not active to active first. */
  long[] changes() {
    steps.sort(Comparator.comparingLong(Step::atMillis));
    LongStream.Builder changes = LongStream.builder();
    boolean before = false;
    int active = 0;
    int maintenance = 0;
    for (int i = 0; i < steps.size(); ) {
      long at = steps.get(i).atMillis;
      if (at >= toMillis) {
        break;
      }
      for (; i < steps.size() && steps.get(i).atMillis == at; i++) {
        active += steps.get(i).active;
        maintenance += steps.get(i).maintenance;
      }
      boolean now = active > 0 && maintenance == 0;
      if (now != before) {
        changes.add(at);
        before = now;
      }
    }
    return changes.build().toArray();
  }
}
