package dev.isotherm.jobs.verify.compare;

import dev.isotherm.jobs.verify.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a comparison finds. */
final class RecordedFindings implements Findings {

  private final List<Difference> differences = new ArrayList<>();
  private int matches;

  @Override
  public void matches() {
    matches++;
  }

  @Override
  public void differs(Difference difference) {
    differences.add(difference);
  }

  int matching() {
    return matches;
  }

  List<Difference> differences() {
    return differences;
  }

  List<Kind> kinds() {
    return differences.stream().map(Difference::kind).toList();
  }

  List<String> sentences() {
    return differences.stream().map(Difference::sentence).toList();
  }

  /** The sentences of one kind. */
  List<String> sentences(Kind kind) {
    return differences.stream()
        .filter(one -> one.kind() == kind)
        .map(Difference::sentence)
        .toList();
  }
}
