package dev.isotherm.model;

/** What made an alert change. */
public enum TransitionReason {
  /** A reading that is, or is no longer, what the rule waits for. */
  READING,
  /** The condition has lasted for {@code holdFor}. */
  HOLD_FOR,
  /** The condition has been over for {@code keepFiringFor}. */
  KEEP_FIRING_FOR,
  /** No reading came for {@code noDataAfter}. */
  NO_DATA,
  /** More changes came than {@code flapping} allows. */
  FLAPPING,
  /** Nothing has changed any more for as long as {@code flapping} looks back. */
  CALM,
  /** The rule is no longer in force, or does not watch the series any more. */
  RULE_REMOVED,
  /** The rule now means something else, and begins anew. */
  RULE_CHANGED,
  /** Nothing came from the source of a stream for so long that it counts as silent. */
  SOURCE_SILENT,
  /** The source goes on. */
  SOURCE_BACK;

  /** Whether it comes with time, so that no reading need have this instant. */
  public boolean isDeadline() {
    return switch (this) {
      case READING, FLAPPING, SOURCE_SILENT, SOURCE_BACK -> false;
      case HOLD_FOR, KEEP_FIRING_FOR, NO_DATA, CALM, RULE_REMOVED, RULE_CHANGED -> true;
    };
  }

  /**
   * Whether it is about the source and not about a sensor. Then a clock has a say in it, and no
   * replay can come to the same.
   */
  public boolean isOfSource() {
    return this == SOURCE_SILENT || this == SOURCE_BACK;
  }
}
