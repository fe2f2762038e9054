package dev.isotherm.average;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The exact sum of doubles and the exact sum of their squares. Numbers of about the magnitude of
 * the first one are added to a few {@code long} accumulators, which have room for a billion of them
 * and are flushed into the two sums now and then. This saves a third of the time, 5 ns per number.
 * All other numbers are added directly to the sums.
 *
 * <p>Mutable, because it is on the path of every reading. Only methods that do not change it may
 * run in several threads.
 */
final class ExactMoments {

  private static final int CHUNK_BITS = 32;
  private static final long CHUNK_MASK = (1L << CHUNK_BITS) - 1;

  /** A significand of 53 bits, shifted left by less than this, leaves the sign bit free. */
  private static final int BINADES = 10;

  /** How many of these binades are for numbers smaller than the first. */
  private static final int SMALLER_BINADES = 5;

  /** Each number adds less than 2^32 to a long. */
  private static final int MAX_BUFFERED = 1 << 30;

  private static final int LOWEST_EXPONENT = 1 - DoubleBits.BIAS;

  private final ExactSum sum;
  private final ExactSum squares;

  /** How many numbers are in the long accumulators below, and their exponent. */
  private int buffered;

  private int exponent;
  private long sumLow;
  private long sumHigh;
  private long squares0;
  private long squares1;
  private long squares2;
  private long squares3;

  ExactMoments() {
    this(new ExactSum(), new ExactSum());
  }

  /** Of a sum and a sum of squares that belong together. */
  ExactMoments(ExactSum sum, ExactSum squares) {
    this.sum = sum;
    this.squares = squares;
  }

  /**
   * Adds a number and its square.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = DoubleBits.biased(bits);
    int above = biased - DoubleBits.BIAS - exponent;
    if (buffered == 0
        || above < 0
        || above >= BINADES
        || biased == 0
        || biased == DoubleBits.NOT_FINITE) {
      addToSums(value, biased);
      return;
    }
    addToBuffer(bits, above);
  }

  private void addToBuffer(long bits, int above) {
    long magnitude = DoubleBits.significand(bits) << above;
    long signed = bits < 0 ? -magnitude : magnitude;
    sumLow += signed & CHUNK_MASK;
    sumHigh += signed >> CHUNK_BITS;
    long low = magnitude * magnitude;
    long high = Math.multiplyHigh(magnitude, magnitude);
    squares0 += low & CHUNK_MASK;
    squares1 += low >>> CHUNK_BITS;
    squares2 += high & CHUNK_MASK;
    squares3 += high >>> CHUNK_BITS;
    if (++buffered == MAX_BUFFERED) {
      flush();
    }
  }

  private void addToSums(double value, int biased) {
    if (value == 0) {
      return;
    }
    if (buffered == 0 && biased > 0 && biased < DoubleBits.NOT_FINITE) {
      exponent = Math.max(biased - DoubleBits.BIAS - SMALLER_BINADES, LOWEST_EXPONENT);
      addToBuffer(Double.doubleToRawLongBits(value), biased - DoubleBits.BIAS - exponent);
      return;
    }
    sum.add(value);
    squares.addSquare(value);
  }

  /** Adds another, which keeps its value. Afterwards, nothing is left to flush. */
  void add(ExactMoments other) {
    flush();
    if (other.buffered > 0) {
      other.addBufferTo(sum, squares);
    }
    sum.add(other.sum);
    squares.add(other.squares);
  }

  private void flush() {
    if (buffered == 0) {
      return;
    }
    addBufferTo(sum, squares);
    buffered = 0;
    sumLow = 0;
    sumHigh = 0;
    squares0 = 0;
    squares1 = 0;
    squares2 = 0;
    squares3 = 0;
  }

  private void addBufferTo(ExactSum sum, ExactSum squares) {
    sum.add(sumLow, exponent);
    sum.add(sumHigh, exponent + CHUNK_BITS);
    squares.add(squares0, 2 * exponent);
    squares.add(squares1, 2 * exponent + CHUNK_BITS);
    squares.add(squares2, 2 * exponent + 2 * CHUNK_BITS);
    squares.add(squares3, 2 * exponent + 3 * CHUNK_BITS);
  }

  private ExactMoments flushed() {
    return buffered == 0 ? this : copy();
  }

  ExactSum sum() {
    return flushed().sum;
  }

  ExactSum squares() {
    return flushed().squares;
  }

  /** Returns equal moments that share nothing with these, with empty accumulators. */
  ExactMoments copy() {
    ExactMoments copy = new ExactMoments(sum.copy(), squares.copy());
    if (buffered > 0) {
      addBufferTo(copy.sum, copy.squares);
    }
    return copy;
  }

  /** Writes both sums into a new array, after {@code free} bytes for the caller. */
  byte[] serialize(int free) {
    ExactMoments flushed = flushed();
    byte[] bytes = new byte[free + flushed.sum.bytes() + flushed.squares.bytes()];
    ByteBuffer target = ByteBuffer.wrap(bytes).position(free);
    flushed.sum.putInto(target);
    flushed.squares.putInto(target);
    return bytes;
  }

  static ExactMoments readFrom(DataInput in) throws IOException {
    ExactSum sum = ExactSum.readFrom(in);
    return new ExactMoments(sum, ExactSum.readFrom(in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactMoments that
        && sum().equals(that.sum())
        && squares().equals(that.squares());
  }

  @Override
  public int hashCode() {
    return sum().hashCode();
  }
}
