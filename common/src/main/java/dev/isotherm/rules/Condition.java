package dev.isotherm.rules;

import java.io.Serializable;

/**
 * What a level waits for in the values of a series. A condition that has begun may be told to end
 * only beyond another limit (hysteresis), so that a value that trembles around the limit does not
 * begin and end it each time.
 *
 * <p>Conditions are judged when a reading comes. Between two readings the answer of the first one
 * stands.
 */
public sealed interface Condition extends Serializable
    permits Above, Below, Outside, Inside, ChangesBy {

  /**
   * Whether it holds.
   *
   * @param lowest of the readings that {@link #withinMillis} looks back on, this one among them
   * @param highest of the same
   * @param heldBefore whether it held at the reading before
   */
  boolean holds(double value, double lowest, double highest, boolean heldBefore);

  /** The limit that a value is beyond when it begins to hold. */
  double limitEntered(double value);

  /** The limit that a value has left behind when it no longer holds. */
  double limitLeft(double value);

  /**
   * Whether it holds for part of what another one holds for and for nothing else, begun or not: so
   * that the worse of two levels always comes on top of the milder one.
   */
  boolean isWithin(Condition milder);

  /** How far it looks back, in milliseconds; 0 for the present value alone. */
  default long withinMillis() {
    return 0;
  }

  /** The finite number that a limit must be; there is one zero, not two. */
  static double finite(String key, double limit) {
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException(key + " " + limit + ": must be a finite number");
    }
    return limit + 0.0;
  }

  /** The one of two limits that a value is nearer to; the first if to both alike. */
  static double nearer(double value, double a, double b) {
    return Math.abs(value - a) <= Math.abs(value - b) ? a : b;
  }
}
