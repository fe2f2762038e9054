package dev.isotherm.model;

/** The state of the alert of a rule and a series. */
public enum AlertState {
  /** The condition does not hold. */
  INACTIVE,
  /** The condition holds, but not yet for long enough. */
  PENDING,
  /** The condition has held for long enough. */
  FIRING,
  /** The condition no longer holds, or data is back and does not show that it holds. */
  RESOLVED,
  /** The series has no data, so that it is unknown whether the condition holds. */
  NO_DATA,
  /** The alert changes too often for a notification of each change. */
  FLAPPING
}
