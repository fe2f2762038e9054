package dev.isotherm.signal;

/** Whether a condition holds, in the three-valued logic of Kleene. */
public enum Truth {
  TRUE,
  FALSE,
  /** A number that the condition compares is absent. */
  UNKNOWN;

  /** Returns {@link #TRUE} or {@link #FALSE}. */
  public static Truth of(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  /** Returns the condition as a number: 1 if it holds, 0 if it does not, NaN if it is unknown. */
  public double asReading() {
    return switch (this) {
      case TRUE -> 1;
      case FALSE -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  /** Returns the condition of a number that {@link #asReading} has returned. */
  public static Truth ofReading(double reading) {
    return Double.isNaN(reading) ? UNKNOWN : of(reading == TRUE.asReading());
  }

  /** False if one is false; otherwise unknown if one is unknown. */
  public Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == UNKNOWN ? UNKNOWN : other;
  }

  /** True if one is true; otherwise unknown if one is unknown. */
  public Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  /** The opposite; unknown stays unknown. */
  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
