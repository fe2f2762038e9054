package dev.isotherm.average;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * The count, sum, mean and standard deviation of the readings in a window that slides: readings
 * come and go. The results are those of an {@link AverageAccumulator} of the same readings, to the
 * bit, because what is added is subtracted exactly.
 *
 * <p>Mutable, because it is on the path of every reading; not thread-safe.
 */
public final class SlidingMoments {

  private final ExactSum sum;
  private final ExactSum squares;
  private long count;

  public SlidingMoments() {
    this(0, new ExactSum(), new ExactSum());
  }

  private SlidingMoments(long count, ExactSum sum, ExactSum squares) {
    this.count = count;
    this.sum = sum;
    this.squares = squares;
  }

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

  /**
   * Returns how far a value is from the mean of the readings, in standard deviations: {@code (value
   * − mean) / max(stddev, floor)}, rounded once.
   *
   * @param value finite
   * @param floor the least standard deviation; 0 for none
   * @return empty if all readings are equal and there is no floor; infinite if it exceeds every
   *     double
   * @throws IllegalStateException if there is no reading
   */
  public OptionalDouble deviation(double value, double floor) {
    requireReadings();
    return ExactDeviation.of(value, count, sum, squares, floor);
  }

  /** Returns equal moments that share nothing with these. */
  public SlidingMoments copy() {
    return new SlidingMoments(count, sum.copy(), squares.copy());
  }

  /** Writes the moments, in about 60 bytes. Equal moments give equal bytes. */
  public void writeTo(DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + sum.bytes() + squares.bytes());
    bytes.putLong(count);
    sum.putInto(bytes);
    squares.putInto(bytes);
    out.write(bytes.array());
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SlidingMoments readFrom(DataInput in) throws IOException {
    long count = in.readLong();
    ExactSum sum = ExactSum.readFrom(in);
    return new SlidingMoments(count, sum, ExactSum.readFrom(in));
  }

  private void requireReadings() {
    if (count == 0) {
      throw new IllegalStateException("there is no average of no readings");
    }
  }
}
