package dev.isotherm.signal;

/** Percentiles of sorted numbers. */
public final class Percentile {

  private static final double ALL = 100;

  private Percentile() {}

  /**
   * Returns a percentile, interpolated linearly between the two nearest numbers, as {@code
   * quantile_over_time} of Prometheus does: 0 gives the smallest number, 50 the median, and 100 the
   * largest.
   *
   * @param sorted the numbers, in ascending order, from index 0
   * @param size how many they are; at least 1
   * @param percent from 0 to 100
   */
  public static double of(double[] sorted, int size, double percent) {
    double rank = percent * (size - 1) / ALL;
    int below = (int) rank;
    double weight = rank - below;
    if (weight == 0 || sorted[below] == sorted[below + 1]) {
      return sorted[below];
    }
    return sorted[below] * (1 - weight) + sorted[below + 1] * weight;
  }
}
