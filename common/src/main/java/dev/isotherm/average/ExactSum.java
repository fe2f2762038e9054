package dev.isotherm.average;

import java.io.DataInput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The exact sum of finite doubles, or of their squares, without rounding or overflow. It does not
 * depend on the order and grouping of additions.
 *
 * <p>It is a fixed-point number in chunks of 32 bits. Each chunk is kept in a {@code long}, so that
 * hundreds of additions need no carry. This is the small superaccumulator of Radford M. Neal, "Fast
 * exact summation using small and large superaccumulators" (2015), with two changes: only the
 * chunks in use are kept (three for ordinary readings, five for their squares), and the range is
 * doubled, so that the square of every double fits.
 *
 * <p>Mutable, because it is on the path of every reading. Only methods that do not change it may
 * run in several threads.
 */
public final class ExactSum {

  private static final int CHUNK_BITS = 32;
  private static final long CHUNK_MASK = (1L << CHUNK_BITS) - 1;

  /** Weight of bit 0 of chunk 0 is 2^-BIAS: below the square of the smallest double (2^-2148). */
  private static final int BIAS = 68 * CHUNK_BITS;

  /** An addition adds less than 2^53 to a chunk, so this many leave room in a signed long. */
  private static final int ADDITIONS_BETWEEN_CARRIES = 1 << 9;

  private static final long[] NO_CHUNKS = {};

  private int lowest;
  private long[] chunks = NO_CHUNKS;
  private int additionsSinceCarry;

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long significand = significand(bits, value);
    add(bits < 0 ? -significand : significand, DoubleBits.exponent(bits));
  }

  /**
   * Adds the square of a number, exactly.
   *
   * @throws IllegalArgumentException if the number is NaN or infinite
   */
  public void addSquare(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long significand = significand(bits, value);
    long low = significand * significand;
    long high = Math.multiplyHigh(significand, significand);
    int position = 2 * DoubleBits.exponent(bits) + BIAS;
    int chunk = position >>> 5;
    int shift = position & 31;
    long carried = shift == 0 ? 0 : low >>> (64 - shift);
    int index = reserve(chunk, 4);
    chunks[index] += (low << shift) & CHUNK_MASK;
    chunks[index + 1] += (low >>> (CHUNK_BITS - shift)) & CHUNK_MASK;
    chunks[index + 2] += ((high << shift) | carried) & CHUNK_MASK;
    chunks[index + 3] += high >>> (CHUNK_BITS - shift);
    countAddition();
  }

  /**
   * Adds a whole number times a power of two.
   *
   * @param exponent of two; at least twice the lowest exponent of a double
   */
  void add(long number, int exponent) {
    long magnitude = Math.abs(number);
    int position = exponent + BIAS;
    int chunk = position >>> 5;
    int shift = position & 31;
    long low = (magnitude << shift) & CHUNK_MASK;
    long middle = (magnitude >>> (CHUNK_BITS - shift)) & CHUNK_MASK;
    long high = (magnitude >>> (CHUNK_BITS - 1 - shift)) >>> (CHUNK_BITS + 1);
    addToChunk(chunk, number < 0 ? -low : low);
    addToChunk(chunk + 1, number < 0 ? -middle : middle);
    addToChunk(chunk + 2, number < 0 ? -high : high);
    countAddition();
  }

  /** Reserves no chunk for a zero, which would be cut off again. */
  private void addToChunk(int chunk, long number) {
    if (number != 0) {
      int index = reserve(chunk, 1);
      chunks[index] += number;
    }
  }

  /**
   * Adds another sum, which keeps its value.
   *
   * <p>Afterwards, nothing is left to carry, because merged sums are mostly written next.
   */
  public void add(ExactSum other) {
    ExactSum added = other.canonical();
    if (added.chunks.length == 0) {
      carry();
      return;
    }
    int index = reserve(added.lowest, added.chunks.length);
    for (int i = 0; i < added.chunks.length; i++) {
      chunks[index + i] += added.chunks[i];
    }
    additionsSinceCarry++;
    carry();
  }

  /** Returns the number of chunks. Of a sum that was just read, all are as they were written. */
  int chunks() {
    return chunks.length;
  }

  /** Returns a chunk: the highest one is signed. */
  long chunk(int index) {
    return chunks[index];
  }

  /** Returns the exponent of two of the last bit of a chunk. */
  int exponentOfChunk(int index) {
    return (lowest + index) * CHUNK_BITS - BIAS;
  }

  /** Returns this sum divided by 2 to the power of {@link #exponent()}. */
  BigInteger unscaled() {
    long[] canonical = canonical().chunks;
    if (canonical.length == 0) {
      return BigInteger.ZERO;
    }
    ByteBuffer bigEndian = ByteBuffer.allocate(4 * canonical.length);
    for (int i = canonical.length - 1; i >= 0; i--) {
      bigEndian.putInt((int) canonical[i]);
    }
    return new BigInteger(bigEndian.array());
  }

  /** Returns the exponent of two of {@link #unscaled()}. */
  int exponent() {
    ExactSum canonical = canonical();
    return canonical.chunks.length == 0 ? 0 : canonical.lowest * CHUNK_BITS - BIAS;
  }

  /** Returns the nearest double, ties to even; infinite if this sum exceeds every double. */
  public double rounded() {
    return Rounding.nearest(unscaled(), exponent(), false);
  }

  /** Returns the number of bytes that {@link #putInto} writes: 4 per chunk in use, and 2. */
  int bytes() {
    return 2 + Integer.BYTES * canonical().chunks.length;
  }

  /** Writes this sum. Equal sums give equal bytes. */
  void putInto(ByteBuffer target) {
    ExactSum canonical = canonical();
    target.put((byte) canonical.chunks.length);
    target.put((byte) canonical.lowest);
    for (long chunk : canonical.chunks) {
      target.putInt((int) chunk);
    }
  }

  /** Reads a sum written by {@link #putInto}. */
  static ExactSum readFrom(DataInput in) throws IOException {
    ExactSum sum = new ExactSum();
    int length = in.readUnsignedByte();
    sum.lowest = in.readUnsignedByte();
    if (length > 0) {
      sum.chunks = new long[length];
      for (int i = 0; i < length - 1; i++) {
        sum.chunks[i] = in.readInt() & CHUNK_MASK;
      }
      sum.chunks[length - 1] = in.readInt();
    }
    return sum;
  }

  /** Returns an equal sum that shares nothing with this one. */
  public ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.lowest = lowest;
    copy.chunks = chunks.clone();
    copy.additionsSinceCarry = additionsSinceCarry;
    return copy;
  }

  /**
   * Returns an equal sum in canonical form, without changing this one, so that readers may run at
   * the same time: Flink writes a snapshot while the task copies the state.
   */
  private ExactSum canonical() {
    if (additionsSinceCarry == 0) {
      return this;
    }
    ExactSum canonical = copy();
    canonical.carry();
    return canonical;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ExactSum that)) {
      return false;
    }
    ExactSum one = canonical();
    ExactSum two = that.canonical();
    return one.lowest == two.lowest && Arrays.equals(one.chunks, two.chunks);
  }

  @Override
  public int hashCode() {
    ExactSum canonical = canonical();
    return 31 * canonical.lowest + Arrays.hashCode(canonical.chunks);
  }

  @Override
  public String toString() {
    return Double.toString(rounded());
  }

  private static long significand(long bits, double value) {
    if (DoubleBits.biased(bits) == DoubleBits.NOT_FINITE) {
      throw new IllegalArgumentException("cannot add " + value + ": must be a finite number");
    }
    return DoubleBits.significand(bits);
  }

  /** Reserves chunks {@code first … first + count - 1}; returns the index of the first. */
  private int reserve(int first, int count) {
    int index = first - lowest;
    if (index >= 0 && index + count <= chunks.length) {
      return index;
    }
    if (chunks.length == 0) {
      lowest = first;
      chunks = new long[count];
      return 0;
    }
    int from = Math.min(lowest, first);
    int to = Math.max(lowest + chunks.length, first + count);
    long[] wider = new long[to - from];
    System.arraycopy(chunks, 0, wider, lowest - from, chunks.length);
    chunks = wider;
    lowest = from;
    return first - from;
  }

  private void countAddition() {
    if (++additionsSinceCarry >= ADDITIONS_BETWEEN_CARRIES) {
      carry();
    }
  }

  /**
   * Brings the chunks into canonical form: the highest chunk is a signed 32-bit number, all others
   * are unsigned 32-bit numbers, and no chunk at either end can be cut off. If they have this form
   * already, they stay in their array, which matters for many long-lived sums.
   */
  private void carry() {
    if (additionsSinceCarry == 0) {
      return;
    }
    additionsSinceCarry = 0;
    long carry = 0;
    for (int i = 0; i < chunks.length; i++) {
      long sum = chunks[i] + carry;
      chunks[i] = sum & CHUNK_MASK;
      carry = sum >> CHUNK_BITS;
    }
    int length = chunks.length;
    if (length > 0 && (carry & CHUNK_MASK) != signExtension(chunks[length - 1])) {
      chunks = Arrays.copyOf(chunks, length + 1);
      chunks[length] = carry & CHUNK_MASK;
    }
    trim();
  }

  /** Cuts off superfluous chunks at both ends, all of which have 32 bits. */
  private void trim() {
    int high = chunks.length - 1;
    while (high > 0 && chunks[high] == signExtension(chunks[high - 1])) {
      high--;
    }
    int low = 0;
    while (low < high && chunks[low] == 0) {
      low++;
    }
    if (high < 0 || (low == high && chunks[high] == 0)) {
      chunks = NO_CHUNKS;
      lowest = 0;
      return;
    }
    if (low > 0 || high < chunks.length - 1) {
      chunks = Arrays.copyOfRange(chunks, low, high + 1);
      lowest += low;
    }
    chunks[high - low] = (int) chunks[high - low];
  }

  /** Returns the chunk above one whose highest bit is the sign: all ones or all zeros. */
  private static long signExtension(long chunk) {
    return (int) chunk < 0 ? CHUNK_MASK : 0;
  }
}
