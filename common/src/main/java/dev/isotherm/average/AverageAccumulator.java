package dev.isotherm.average;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.model.percentile.WantedPercentiles;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The accumulator of an average. Accumulators of the same window merge into one. The result is the
 * same to the bit for every order and grouping of readings, because nothing is rounded before
 * {@link #toAverage}.
 *
 * <p>Starts empty; merging an empty accumulator changes nothing. Mutable, because it is on the path
 * of every reading; not thread-safe.
 *
 * <p>Percentiles need a sketch, which takes memory. An accumulator has one after {@link
 * #keepPercentiles}, and one of a single reading does not need it.
 */
public final class AverageAccumulator {

  static final byte MANY = 0;
  static final byte ONE = 1;
  private static final byte MANY_WITH_SKETCH = 2;
  private static final int BYTES_OF_ONE = 1 + Double.BYTES;
  private static final int BYTES_BEFORE_MOMENTS = 1 + Long.BYTES + 2 * Double.BYTES;

  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private ExactMoments moments = new ExactMoments();
  private @Nullable PercentileSketch sketch;

  /** Returns the accumulator of one reading. */
  public static AverageAccumulator of(double value) {
    AverageAccumulator one = new AverageAccumulator();
    one.add(value);
    return one;
  }

  /** Returns the accumulator of so many readings, without what percentiles need. */
  static AverageAccumulator of(long count, double min, double max, ExactMoments moments) {
    AverageAccumulator some = new AverageAccumulator();
    some.count = count;
    some.min = min;
    some.max = max;
    some.moments = moments;
    return some;
  }

  /**
   * Adds a reading.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public void add(double value) {
    moments.add(value);
    count++;
    // Rarely true, and so cheaper than Math.min for each reading, which distinguishes the zeros.
    if (value <= min) {
      min = Math.min(min, value);
    }
    if (value >= max) {
      max = Math.max(max, value);
    }
    if (sketch != null) {
      sketch.add(value);
    }
  }

  /**
   * Keeps what percentiles need, from now on. Has no effect if that is kept already.
   *
   * @throws IllegalStateException if several readings were added without it
   */
  public void keepPercentiles() {
    if (sketch == null) {
      requireAtMostOne();
      sketch = new PercentileSketch();
      if (count == 1) {
        sketch.add(min);
      }
    }
  }

  private void requireAtMostOne() {
    if (count > 1) {
      throw new IllegalStateException(
          count + " readings were added up without what percentiles need");
    }
  }

  /**
   * Adds another accumulator, which keeps its value. Until the next change, several threads may
   * copy and write this one at the same time.
   *
   * @throws IllegalStateException if this one keeps percentiles and the other, of several readings,
   *     does not
   */
  public void merge(AverageAccumulator other) {
    if (sketch != null) {
      mergeSketch(other);
    }
    moments.add(other.moments);
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  private void mergeSketch(AverageAccumulator other) {
    if (other.sketch != null) {
      sketch.merge(other.sketch);
    } else if (other.count > 0) {
      other.requireAtMostOne();
      sketch.add(other.min);
    }
  }

  /** Returns the number of readings. */
  public long count() {
    return count;
  }

  /** Returns the smallest reading; positive infinity if there is none. */
  public double min() {
    return min;
  }

  /**
   * Returns the rounded average of a window.
   *
   * @throws IllegalStateException if there is no reading
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

  /**
   * Returns percentiles of the readings, see {@link PercentileSketch#percentile}. None is below the
   * smallest reading or above the largest.
   *
   * @throws IllegalStateException if there is no reading, or if what percentiles need was not kept
   */
  public Percentiles percentiles(WantedPercentiles wanted) {
    if (sketch == null) {
      requireAtMostOne();
    }
    PercentileSketch of = sketch;
    return wanted.by(
        number -> of == null ? min : Math.min(Math.max(of.percentile(number), min), max));
  }

  /** sqrt(n·Σx² − (Σx)²) / n, exact up to the one rounding at the end. */
  static double stddev(BigInteger n, ExactSum sum, ExactSum squares) {
    return Rounding.nearestRootQuotient(spread(n, sum, squares), spreadExponent(sum, squares), n);
  }

  /** n·Σx² − (Σx)², divided by 2 to the power of {@link #spreadExponent}. */
  static BigInteger spread(BigInteger n, ExactSum sum, ExactSum squares) {
    int exponent = spreadExponent(sum, squares);
    BigInteger squareOfSum = sum.unscaled().pow(2).shiftLeft(2 * sum.exponent() - exponent);
    return n.multiply(ExactRatio.scaled(squares, exponent)).subtract(squareOfSum);
  }

  static int spreadExponent(ExactSum sum, ExactSum squares) {
    return Math.min(squares.exponent(), 2 * sum.exponent());
  }

  /** Returns an equal accumulator that shares nothing with this one. */
  public AverageAccumulator copy() {
    AverageAccumulator copy = new AverageAccumulator();
    copy.count = count;
    copy.min = min;
    copy.max = max;
    copy.moments = moments.copy();
    copy.sketch = sketch == null ? null : sketch.copy();
    return copy;
  }

  /**
   * Writes the accumulator in one call: a single reading, which is common with many series, in 9
   * bytes, and several ordinary readings in about 70. What percentiles need follows.
   */
  public void writeTo(DataOutput out) throws IOException {
    byte[] bytes;
    if (count == 1) {
      bytes = new byte[BYTES_OF_ONE];
      ByteBuffer.wrap(bytes).put(ONE).putDouble(min);
    } else {
      bytes = moments.serialize(BYTES_BEFORE_MOMENTS);
      ByteBuffer.wrap(bytes)
          .put(sketch == null ? MANY : MANY_WITH_SKETCH)
          .putLong(count)
          .putDouble(min)
          .putDouble(max);
    }
    out.write(bytes);
    if (sketch != null && count != 1) {
      sketch.writeTo(out);
    }
  }

  /** Writes the accumulator of one reading without making it, as {@link #writeTo} would. */
  public static void writeOne(double value, DataOutput out) throws IOException {
    out.writeByte(ONE);
    out.writeDouble(value);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static AverageAccumulator readFrom(DataInput in) throws IOException {
    return readFrom(in.readByte(), in);
  }

  /** Reads what follows the first byte, which tells the form. */
  static AverageAccumulator readFrom(byte form, DataInput in) throws IOException {
    if (form == ONE) {
      return of(in.readDouble());
    }
    AverageAccumulator read = new AverageAccumulator();
    read.count = in.readLong();
    read.min = in.readDouble();
    read.max = in.readDouble();
    read.moments = ExactMoments.readFrom(in);
    read.sketch = form == MANY_WITH_SKETCH ? PercentileSketch.readFrom(in) : null;
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AverageAccumulator that
        && count == that.count
        && Double.compare(min, that.min) == 0
        && Double.compare(max, that.max) == 0
        && moments.equals(that.moments)
        && (count <= 1 || Objects.equals(sketch, that.sketch));
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
