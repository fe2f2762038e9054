package dev.isotherm.model;

/** Where an alert of a rule and a series stands. */
public enum AlertState {
  /** The condition does not hold. */
  INACTIVE,
  /** The condition holds, but not yet for long enough. */
  PENDING,
  /** The condition holds. */
  FIRING,
  /** The condition held and no longer does. */
  RESOLVED
}
