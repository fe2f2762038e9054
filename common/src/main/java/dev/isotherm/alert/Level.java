package dev.isotherm.alert;

import dev.isotherm.model.Severity;
import java.io.Serializable;
import java.util.Objects;

/**
 * A limit of a rule and how bad it is to be beyond it.
 *
 * @param severity how bad
 * @param above a value greater than this starts it
 * @param clearBelow once started, it lasts until a value is less than this (hysteresis). Equal to
 *     {@code above} means no hysteresis: a value that is not above the limit ends it.
 */
public record Level(Severity severity, double above, double clearBelow) implements Serializable {

  public Level {
    Objects.requireNonNull(severity, "severity");
    if (!Double.isFinite(above) || !Double.isFinite(clearBelow)) {
      throw new IllegalArgumentException(
          "above " + above + ", clearBelow " + clearBelow + ": must be finite numbers");
    }
    if (clearBelow > above) {
      throw new IllegalArgumentException(
          "clearBelow " + clearBelow + ": must not be greater than above " + above);
    }
  }

  /** A limit without hysteresis. */
  public static Level above(Severity severity, double limit) {
    return new Level(severity, limit, limit);
  }

  /** Whether this level holds at a value, given whether it held before. */
  boolean holds(double value, boolean heldBefore) {
    boolean withinHysteresis = heldBefore && clearBelow < above && value >= clearBelow;
    return value > above || withinHysteresis;
  }
}
