package dev.isotherm.model;

/** Where an alert of a rule and a series stands. */
public enum AlertState {
  /** The condition does not hold. */
  INACTIVE,
  /** The condition holds, but not yet for long enough. */
  PENDING,
  /** The condition has held for long enough. */
  FIRING,
  /** The condition held and no longer does, or data is back and does not say that it holds. */
  RESOLVED,
  /** The series has fallen silent, so nobody knows whether the condition holds. */
  NO_DATA,
  /** The alert changes too often to be told of each change. */
  FLAPPING
}
