package dev.isotherm.average;

import java.io.DataInput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The exact sum of any finite doubles, and of their squares: no rounding, no overflow, so the order
 * and the grouping of additions cannot be seen in it.
 *
 * <p>A fixed-point number cut into chunks of 32 bits, each kept in a {@code long}, so that a
 * thousand additions need no carry: the small superaccumulator of Radford M. Neal, "Fast exact
 * summation using small and large superaccumulators" (2015), with two changes. Only the chunks in
 * use are kept (three for ordinary readings, five for their squares), and its range is doubled, so
 * that the square of every double fits.
 *
 * <p>Mutable, because it is on the path of every reading; only what does not change it may go on in
 * several threads.
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
   * @param exponent that of two; at least twice the lowest that a double has
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

  /** Makes no room for a zero, which would be cut off again. */
  private void addToChunk(int chunk, long number) {
    if (number != 0) {
      int index = reserve(chunk, 1);
      chunks[index] += number;
    }
  }

  /**
   * Adds another sum. The other keeps its value.
   *
   * <p>Nothing is left to carry afterwards: what merges is mostly written next.
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

  /** This sum, divided by 2 to the power of {@link #exponent()}. */
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

  /** The power of two that {@link #unscaled()} counts. */
  int exponent() {
    ExactSum canonical = canonical();
    return canonical.chunks.length == 0 ? 0 : canonical.lowest * CHUNK_BITS - BIAS;
  }

  /** The double nearest to this sum, ties to even; infinite where it exceeds every double. */
  public double rounded() {
    return Rounding.nearest(unscaled(), exponent(), false);
  }

  /** How many bytes {@link #putInto} puts: 4 per chunk in use, and 2. */
  int bytes() {
    return 2 + Integer.BYTES * canonical().chunks.length;
  }

  /** Puts this sum. Equal sums put equal bytes. */
  void putInto(ByteBuffer target) {
    ExactSum canonical = canonical();
    target.put((byte) canonical.chunks.length);
    target.put((byte) canonical.lowest);
    for (long chunk : canonical.chunks) {
      target.putInt((int) chunk);
    }
  }

  /** Reads what {@link #putInto} put. */
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

  /** A sum of the same value that shares nothing with this one. */
  public ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.lowest = lowest;
    copy.chunks = chunks.clone();
    copy.additionsSinceCarry = additionsSinceCarry;
    return copy;
  }

  /**
   * This sum in the one form that its value has. Leaves this one as it is: whatever only reads a
   * sum may do so side by side with others, as a snapshot of a state is written while the task goes
   * on to copy it.
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

  /** Makes room for chunks {@code first … first + count - 1}; returns the first one's index. */
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
   * Brings the chunks into the one form that a value has: all but the highest hold 32 bits, the
   * highest is a signed 32-bit number, and neither end can be cut off. Mostly that is the form they
   * had; then they stay in their array, which matters where sums are many and live long.
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

  /** Of chunks of 32 bits each. */
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

  /** The chunk above one whose highest bit is the sign: all ones or all zeros. */
  private static long signExtension(long chunk) {
    return (int) chunk < 0 ? CHUNK_MASK : 0;
  }
}
