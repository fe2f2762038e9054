package dev.isotherm.average;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The accumulators of many averages in one array, so that a million of them are no burden for the
 * garbage collector, and a snapshot copies and writes them at once. A row is an accumulator. Its
 * results are those of {@link AverageAccumulator}, to the bit.
 *
 * <p>A row keeps the sum as a fixed-point number of 192 bits whose last bit is 2^-96, and the sum
 * of squares as one of 320 bits whose last bit is 2^-192, both in two's complement with the lowest
 * word first. Zero and each number of a magnitude from 2^-44 to below 2^40 fit there exactly, for
 * as many additions as there can be. An {@link AverageAccumulator} beside the row has all other
 * numbers, and whatever percentiles need.
 *
 * <p>Mutable, not thread-safe. A copy shares nothing with its original.
 */
public final class AccumulatorTable {

  private static final int COUNT = 0;
  private static final int MIN = 1;
  private static final int MAX = 2;
  private static final int SUM = 3;
  private static final int SUM_WORDS = 3;
  private static final int SQUARES = SUM + SUM_WORDS;
  private static final int SQUARE_WORDS = 5;
  private static final int WORDS = SQUARES + SQUARE_WORDS;

  /** Exponent of the last bit of a sum. */
  private static final int LOWEST = -96;

  /** The exponent of the last bit of 2^40. */
  private static final int TOO_HIGH = 40 - 52;

  private static final int HALF_BITS = 32;
  private static final long HALF_MASK = (1L << HALF_BITS) - 1;
  private static final int BYTES_AT_ONCE = WORDS * Long.BYTES * 256;

  private static final long NO_MIN = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
  private static final long NO_MAX = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);

  private final boolean keepsPercentiles;
  private long[] cells;
  private int rows;

  /** What does not fit into the rows; {@code null} if everything does. */
  private AverageAccumulator @Nullable [] others;

  /**
   * Makes a table without rows.
   *
   * @param keepsPercentiles whether each row keeps what percentiles need. If so, each accumulator
   *     of several readings that is merged into a row must keep it, too.
   */
  public AccumulatorTable(boolean keepsPercentiles) {
    this(keepsPercentiles, new long[WORDS], 0);
  }

  private AccumulatorTable(boolean keepsPercentiles, long[] cells, int rows) {
    this.keepsPercentiles = keepsPercentiles;
    this.cells = cells;
    this.rows = rows;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Adds a row of no reading, and returns its number. */
  public int addRow() {
    int at = rows * WORDS;
    if (at == cells.length) {
      cells = Arrays.copyOf(cells, WORDS * more(rows));
    }
    cells[at + MIN] = NO_MIN;
    cells[at + MAX] = NO_MAX;
    return rows++;
  }

  /** Returns how many rows there should be room for if there are so many, and another one. */
  public static int more(int rows) {
    return rows + Math.max(1, rows / 2);
  }

  /**
   * Adds a reading to a row.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public void add(int row, double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = DoubleBits.exponent(bits);
    boolean isZero = value == 0;
    boolean fits = isZero || (exponent >= LOWEST && exponent < TOO_HIGH);
    if (!fits || keepsPercentiles) {
      otherOf(row).add(value);
      return;
    }
    int at = row * WORDS;
    count(at, 1, value, value);
    if (!isZero) {
      long significand = DoubleBits.significand(bits);
      addProduct(at + SUM, SUM_WORDS, bits < 0 ? -significand : significand, exponent - LOWEST);
      addSquare(at + SQUARES, significand, 2 * (exponent - LOWEST));
    }
  }

  private void count(int at, long count, double min, double max) {
    cells[at + COUNT] += count;
    cells[at + MIN] = bits(Math.min(number(at + MIN), min));
    cells[at + MAX] = bits(Math.max(number(at + MAX), max));
  }

  private double number(int at) {
    return Double.longBitsToDouble(cells[at]);
  }

  private static long bits(double number) {
    return Double.doubleToRawLongBits(number);
  }

  /** Adds a signed number, shifted left, to one of so many words. */
  private void addProduct(int first, int words, long number, int shift) {
    int word = shift >>> 6;
    int bit = shift & 63;
    long low = number << bit;
    long high = bit == 0 ? number >> 63 : number >> (64 - bit);
    addFrom(first + word, first + words, low, high, number >> 63);
  }

  /** Adds the square of a significand, shifted left. It has at most 106 bits. */
  private void addSquare(int first, long significand, int shift) {
    long low = significand * significand;
    long high = Math.multiplyHigh(significand, significand);
    int word = shift >>> 6;
    int bit = shift & 63;
    if (bit == 0) {
      addFrom(first + word, first + SQUARE_WORDS, low, high, 0);
      return;
    }
    long carry = addWord(first + word, low << bit, 0);
    carry = addWord(first + word + 1, (high << bit) | (low >>> (64 - bit)), carry);
    addFrom(first + word + 2, first + SQUARE_WORDS, (high >>> (64 - bit)) + carry, 0, 0);
  }

  /** Adds a number of two words, and its sign to all words above. */
  private void addFrom(int from, int end, long low, long high, long sign) {
    long carry = addWord(from, low, 0);
    if (from + 1 < end) {
      carry = addWord(from + 1, high, carry);
    }
    for (int at = from + 2; at < end && sign + carry != 0; at++) {
      carry = addWord(at, sign, carry);
    }
  }

  /** Adds to one word, and returns what is to be carried to the next. */
  private long addWord(int at, long number, long carry) {
    long before = cells[at];
    long sum = before + number;
    long carried = Long.compareUnsigned(sum, before) < 0 ? 1 : 0;
    long after = sum + carry;
    cells[at] = after;
    return carried | (after == 0 && carry == 1 ? 1 : 0);
  }

  /**
   * Merges what {@link AverageAccumulator#writeTo} wrote into a row.
   *
   * @return how many readings that were
   */
  public long merge(int row, DataInput in) throws IOException {
    byte form = in.readByte();
    if (form == AverageAccumulator.ONE) {
      add(row, in.readDouble());
      return 1;
    }
    if (form != AverageAccumulator.MANY) {
      AverageAccumulator added = AverageAccumulator.readFrom(form, in);
      otherOf(row).merge(added);
      return added.count();
    }
    long count = in.readLong();
    double min = in.readDouble();
    double max = in.readDouble();
    ExactSum sum = ExactSum.readFrom(in);
    ExactSum squares = ExactSum.readFrom(in);
    boolean fits = fits(sum, LOWEST, SUM_WORDS) && fits(squares, 2 * LOWEST, SQUARE_WORDS);
    if (fits && !keepsPercentiles) {
      int at = row * WORDS;
      count(at, count, min, max);
      add(at + SUM, SUM_WORDS, sum, LOWEST);
      add(at + SQUARES, SQUARE_WORDS, squares, 2 * LOWEST);
    } else {
      otherOf(row).merge(AverageAccumulator.of(count, min, max, new ExactMoments(sum, squares)));
    }
    return count;
  }

  /** Leaves the highest half of a word free, for the sum of billions of these. */
  private static boolean fits(ExactSum sum, int exponent, int words) {
    int chunks = sum.chunks();
    return chunks == 0
        || (sum.exponentOfChunk(0) >= exponent
            && sum.exponentOfChunk(chunks) < exponent + words * Long.SIZE);
  }

  private void add(int first, int words, ExactSum sum, int exponent) {
    for (int i = 0; i < sum.chunks(); i++) {
      addProduct(first, words, sum.chunk(i), sum.exponentOfChunk(i) - exponent);
    }
  }

  private @Nullable AverageAccumulator other(int row) {
    return others == null || row >= others.length ? null : others[row];
  }

  private AverageAccumulator otherOf(int row) {
    if (others == null) {
      others = new AverageAccumulator[rows];
    } else if (row >= others.length) {
      others = Arrays.copyOf(others, Math.max(rows, more(others.length)));
    }
    if (others[row] == null) {
      others[row] = new AverageAccumulator();
      if (keepsPercentiles) {
        others[row].keepPercentiles();
      }
    }
    return others[row];
  }

  /** Returns the accumulator of a row, which shares nothing with it. */
  public AverageAccumulator get(int row) {
    int at = row * WORDS;
    ExactMoments moments =
        new ExactMoments(
            sum(at + SUM, SUM_WORDS, LOWEST), sum(at + SQUARES, SQUARE_WORDS, 2 * LOWEST));
    AverageAccumulator own =
        AverageAccumulator.of(cells[at + COUNT], number(at + MIN), number(at + MAX), moments);
    AverageAccumulator other = other(row);
    if (other == null) {
      return own;
    }
    AverageAccumulator whole = other.copy();
    whole.merge(own);
    return whole;
  }

  private ExactSum sum(int first, int words, int exponent) {
    ExactSum sum = new ExactSum();
    for (int i = 0; i < words; i++) {
      long word = cells[first + i];
      int at = exponent + 64 * i;
      sum.add(word & HALF_MASK, at);
      sum.add(i == words - 1 ? word >> HALF_BITS : word >>> HALF_BITS, at + HALF_BITS);
    }
    return sum;
  }

  /** Returns a table with the same rows. */
  public AccumulatorTable copy() {
    AccumulatorTable copy = new AccumulatorTable(keepsPercentiles, cells.clone(), rows);
    if (others != null) {
      copy.others = others.clone();
      Arrays.setAll(copy.others, row -> others[row] == null ? null : others[row].copy());
    }
    return copy;
  }

  /** Writes all rows. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(keepsPercentiles);
    out.writeInt(rows);
    int end = rows * WORDS;
    ByteBuffer some = ByteBuffer.allocate(Math.min(end * Long.BYTES, BYTES_AT_ONCE));
    for (int at = 0; at < end; at += BYTES_AT_ONCE / Long.BYTES) {
      int words = Math.min(end - at, BYTES_AT_ONCE / Long.BYTES);
      some.clear().asLongBuffer().put(cells, at, words);
      out.write(some.array(), 0, words * Long.BYTES);
    }
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += other(row) == null ? 0 : 1;
    }
    out.writeInt(count);
    for (int row = 0; row < rows; row++) {
      AverageAccumulator other = other(row);
      if (other != null) {
        out.writeInt(row);
        other.writeTo(out);
      }
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static AccumulatorTable readFrom(DataInput in) throws IOException {
    boolean keepsPercentiles = in.readBoolean();
    int rows = in.readInt();
    int end = rows * WORDS;
    long[] cells = new long[Math.max(end, WORDS)];
    byte[] some = new byte[Math.min(end * Long.BYTES, BYTES_AT_ONCE)];
    for (int at = 0; at < end; at += BYTES_AT_ONCE / Long.BYTES) {
      int words = Math.min(end - at, BYTES_AT_ONCE / Long.BYTES);
      in.readFully(some, 0, words * Long.BYTES);
      ByteBuffer.wrap(some).asLongBuffer().get(cells, at, words);
    }
    AccumulatorTable table = new AccumulatorTable(keepsPercentiles, cells, rows);
    int others = in.readInt();
    for (int i = 0; i < others; i++) {
      int row = in.readInt();
      table.otherOf(row).merge(AverageAccumulator.readFrom(in));
    }
    return table;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof AccumulatorTable that)
        || rows != that.rows
        || keepsPercentiles != that.keepsPercentiles) {
      return false;
    }
    int row = 0;
    while (row < rows && get(row).equals(that.get(row))) {
      row++;
    }
    return row == rows;
  }

  @Override
  public int hashCode() {
    return rows == 0 ? 0 : 31 * rows + get(rows - 1).hashCode();
  }

  @Override
  public String toString() {
    return rows + " accumulators";
  }
}
