package dev.isotherm.sensors;

import dev.isotherm.model.InvalidFieldException;

/**
 * The values that a sensor can measure. A reading outside of it is no measurement.
 *
 * @param min least valid value; negative infinity if there is none
 * @param max greatest valid value; positive infinity if there is none
 */
public record ValidRange(double min, double max) {

  /** All values. */
  public static final ValidRange ALL =
      new ValidRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public ValidRange {
    if (Double.isNaN(min) || min == Double.POSITIVE_INFINITY) {
      throw new InvalidFieldException("min", min, "must be a finite number, or none");
    }
    if (Double.isNaN(max) || max == Double.NEGATIVE_INFINITY) {
      throw new InvalidFieldException("max", max, "must be a finite number, or none");
    }
    if (min > max) {
      throw new InvalidFieldException("min", min, "must not be greater than max " + max);
    }
    min += 0.0; // -0.0 becomes 0.0, which is the same limit
    max += 0.0;
  }

  public boolean contains(double value) {
    return value >= min && value <= max;
  }

  public boolean hasMin() {
    return min != Double.NEGATIVE_INFINITY;
  }

  public boolean hasMax() {
    return max != Double.POSITIVE_INFINITY;
  }

  /**
   * Takes a bound that is missing here from a range of lower precedence, unless this would leave no
   * value between both.
   */
  ValidRange or(ValidRange lower) {
    double mergedMin = hasMin() ? min : lower.min;
    double mergedMax = hasMax() ? max : lower.max;
    return mergedMin > mergedMax ? this : new ValidRange(mergedMin, mergedMax);
  }
}
