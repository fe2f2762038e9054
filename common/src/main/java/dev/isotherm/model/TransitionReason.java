package dev.isotherm.model;

/** Why an alert changed its state. */
public enum TransitionReason {
  /** A reading meets, or no longer meets, the condition of the rule. */
  READING,
  /** The condition has held for {@code holdFor}. */
  HOLD_FOR,
  /** The condition has not held for {@code keepFiringFor}. */
  KEEP_FIRING_FOR,
  /** No reading came for {@code noDataAfter}. */
  NO_DATA,
  /** More changes occurred than {@code flapping} allows. */
  FLAPPING,
  /** No change has occurred for the period of {@code flapping}. */
  CALM,
  /**
   * The rule is no longer active, or no longer selects the series, or the sensor was removed from
   * the sensor table.
   */
  RULE_REMOVED,
  /** The rule has changed its meaning and starts anew. */
  RULE_CHANGED,
  /** The schedule of the rule says that it is not active now. */
  NOT_ACTIVE,
  /** It was published before a crash, and is not true after it. */
  TAKEN_BACK,
  /** The source of a stream is idle. */
  SOURCE_SILENT,
  /** The source of a stream is active again. */
  SOURCE_BACK;

  /** Returns whether time causes it, so that there may be no reading at this instant. */
  public boolean isDeadline() {
    return switch (this) {
      case READING, FLAPPING, SOURCE_SILENT, SOURCE_BACK -> false;
      case HOLD_FOR,
          KEEP_FIRING_FOR,
          NO_DATA,
          CALM,
          RULE_REMOVED,
          RULE_CHANGED,
          NOT_ACTIVE,
          TAKEN_BACK ->
          true;
    };
  }

  /**
   * Returns whether it concerns the source and not a sensor. It then depends on a clock, and no
   * replay gives the same.
   */
  public boolean isOfSource() {
    return this == SOURCE_SILENT || this == SOURCE_BACK;
  }
}
