package dev.isotherm.average;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * What is known of some readings of a series in a window, before the last of them has come. Partial
 * averages of the same window merge into one; the outcome is the same bits whatever the order and
 * the grouping, because nothing is rounded before {@link #toAverage}.
 *
 * <p>Starts empty; an empty one changes nothing that it is merged into. Mutable, not thread-safe:
 * it is on the path of every reading.
 */
public final class AverageAccumulator {

  private static final byte SEVERAL = 0;
  private static final byte ONE = 1;
  private static final int BYTES_OF_ONE = 1 + Double.BYTES;
  private static final int BYTES_BEFORE_MOMENTS = 1 + Long.BYTES + 2 * Double.BYTES;

  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private ExactMoments moments = new ExactMoments();

  /** The partial average of one reading. */
  public static AverageAccumulator of(double value) {
    AverageAccumulator single = new AverageAccumulator();
    single.add(value);
    return single;
  }

  /**
   * Adds a reading.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public void add(double value) {
    moments.add(value);
    count++;
    // Seldom true, and so cheaper than what tells the two zeros apart each time.
    if (value <= min) {
      min = Math.min(min, value);
    }
    if (value >= max) {
      max = Math.max(max, value);
    }
  }

  /**
   * Adds all readings of another partial average, which keeps its own. Afterwards, until the next
   * change, threads may copy and write this one side by side.
   */
  public void merge(AverageAccumulator other) {
    moments.add(other.moments);
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** How many readings are in it. */
  public long count() {
    return count;
  }

  /** The smallest reading; positive infinity while there is none. */
  public double min() {
    return min;
  }

  /**
   * Rounds to the average of a window.
   *
   * @throws IllegalStateException if there is no reading: nothing has no average
   */
  public Average toAverage(Series series, long startMillis, long endMillis, int revision) {
    if (count == 0) {
      throw new IllegalStateException("there is no average of no readings (" + series + ")");
    }
    BigInteger n = BigInteger.valueOf(count);
    ExactSum sum = moments.sum();
    double mean = Rounding.nearestQuotient(sum.unscaled(), sum.exponent(), n);
    return new Average(
        series,
        startMillis,
        endMillis,
        count,
        sum.rounded(),
        mean,
        min,
        max,
        stddev(n, sum, moments.squares()),
        revision);
  }

  /** sqrt(n·Σx² − (Σx)²) / n, exact up to the one rounding at the end. */
  private static double stddev(BigInteger n, ExactSum sum, ExactSum squares) {
    int exponent = Math.min(squares.exponent(), 2 * sum.exponent());
    BigInteger sumOfSquares = squares.unscaled().shiftLeft(squares.exponent() - exponent);
    BigInteger squareOfSum = sum.unscaled().pow(2).shiftLeft(2 * sum.exponent() - exponent);
    BigInteger spread = n.multiply(sumOfSquares).subtract(squareOfSum);
    return Rounding.nearestRootQuotient(spread, exponent, n);
  }

  /** A partial average of the same readings that shares nothing with this one. */
  public AverageAccumulator copy() {
    AverageAccumulator copy = new AverageAccumulator();
    copy.count = count;
    copy.min = min;
    copy.max = max;
    copy.moments = moments.copy();
    return copy;
  }

  /**
   * Writes it, all of it at once: one reading, which is all there is where series are many, as it
   * is, in 9 bytes; several in about 70 if they are ordinary.
   */
  public void writeTo(DataOutput out) throws IOException {
    byte[] bytes;
    if (count == 1) {
      bytes = new byte[BYTES_OF_ONE];
      ByteBuffer.wrap(bytes).put(ONE).putDouble(min);
    } else {
      bytes = moments.bytesAfter(BYTES_BEFORE_MOMENTS);
      ByteBuffer.wrap(bytes).put(SEVERAL).putLong(count).putDouble(min).putDouble(max);
    }
    out.write(bytes);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static AverageAccumulator readFrom(DataInput in) throws IOException {
    if (in.readByte() == ONE) {
      return of(in.readDouble());
    }
    AverageAccumulator read = new AverageAccumulator();
    read.count = in.readLong();
    read.min = in.readDouble();
    read.max = in.readDouble();
    read.moments = ExactMoments.readFrom(in);
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AverageAccumulator that
        && count == that.count
        && Double.compare(min, that.min) == 0
        && Double.compare(max, that.max) == 0
        && moments.equals(that.moments);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(count) + moments.hashCode();
  }

  @Override
  public String toString() {
    return count + " readings, sum " + moments.sum() + ", " + min + " to " + max;
  }
}
