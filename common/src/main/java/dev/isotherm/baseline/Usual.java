package dev.isotherm.baseline;

import java.util.List;

/**
 * What the values of a series usually are.
 *
 * @param count how many readings it was learned from; positive
 * @param mean of these readings
 * @param stddev their standard deviation, divided by their number (not by one less)
 * @param percentiles those of {@link #PERCENTS}, each within 1 % of a reading of its rank
 */
public record Usual(long count, double mean, double stddev, List<Double> percentiles) {

  /** Which percentiles are known. */
  public static final List<Integer> PERCENTS = List.of(5, 25, 50, 75, 95);

  public Usual {
    percentiles = List.copyOf(percentiles);
    if (count < 1) {
      throw new IllegalArgumentException("count " + count + ": must be at least 1");
    }
    if (!(stddev >= 0 && stddev < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "stddev " + stddev + ": must be a finite number, and not negative");
    }
    requireFinite("mean", mean);
    if (percentiles.size() != PERCENTS.size()) {
      throw new IllegalArgumentException("has " + percentiles.size() + " percentiles");
    }
    for (int i = 0; i < PERCENTS.size(); i++) {
      requireFinite("p" + PERCENTS.get(i), percentiles.get(i));
    }
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " " + value + ": must be a finite number");
    }
  }

  /**
   * Returns how far a value is from the mean, in standard deviations.
   *
   * @param floor the least standard deviation; 0 for none
   * @return NaN if the standard deviation is 0 and there is no floor
   */
  public double deviation(double value, double floor) {
    double divisor = Math.max(stddev, floor);
    return divisor == 0 ? Double.NaN : (value - mean) / divisor;
  }
}
