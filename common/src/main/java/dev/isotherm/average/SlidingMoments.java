package dev.isotherm.average;

import java.math.BigInteger;

/**
 * The count, sum, mean and standard deviation of the readings in a window that slides: readings
 * come and go. The results are those of an {@link AverageAccumulator} of the same readings, to the
 * bit, because what is added is subtracted exactly.
 *
 * <p>Mutable, because it is on the path of every reading; not thread-safe.
 */
public final class SlidingMoments {

  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long count;

  /**
   * Adds a reading.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public void add(double value) {
    sum.add(value);
    addSquare(value, false);
    count++;
  }

  /** Removes a reading that was added before, and not removed since. */
  public void remove(double value) {
    sum.add(-value);
    addSquare(value, true);
    count--;
  }

  private void addSquare(double value, boolean isNegative) {
    long bits = Double.doubleToRawLongBits(value);
    long significand = DoubleBits.significand(bits);
    ExactProduct.add(squares, significand, significand, 2 * DoubleBits.exponent(bits), isNegative);
  }

  /** Returns the number of readings. */
  public long count() {
    return count;
  }

  /** Returns the sum; 0 without readings, infinite if it exceeds every double. */
  public double sum() {
    return sum.rounded();
  }

  /**
   * Returns the mean.
   *
   * @throws IllegalStateException if there is no reading
   */
  public double mean() {
    requireReadings();
    return ExactRatio.of(sum, 1, count);
  }

  /**
   * Returns the standard deviation of the readings, divided by their number (not by one less).
   *
   * @throws IllegalStateException if there is no reading
   */
  public double stddev() {
    requireReadings();
    return AverageAccumulator.stddev(BigInteger.valueOf(count), sum, squares);
  }

  private void requireReadings() {
    if (count == 0) {
      throw new IllegalStateException("there is no average of no readings");
    }
  }
}
