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
  /** The rule is no longer in force. */
  RULE_REMOVED,
  /** Nothing came from the source of a stream for so long that it counts as silent. */
  SOURCE_SILENT,
  /** The source goes on. */
  SOURCE_BACK;

  /** Whether it comes with time, so that no reading need have this instant. */
  public boolean isDeadline() {
    return this == HOLD_FOR || this == KEEP_FIRING_FOR || this == NO_DATA || this == CALM;
  }

  /**
   * Whether it is about the source and not about a sensor. Then a clock has a say in it, and no
   * replay can come to the same.
   */
  public boolean isOfSource() {
    return this == SOURCE_SILENT || this == SOURCE_BACK;
  }
}
