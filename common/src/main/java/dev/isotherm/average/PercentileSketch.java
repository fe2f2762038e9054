package dev.isotherm.average;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts readings in fixed buckets, from which percentiles are found. Sketches merge into one. The
 * result is the same to the bit for every order and grouping of readings.
 *
 * <p>Each power of two is divided into 64 buckets of equal width, so that a bucket is found from
 * the bits of a number, and is at most {@link #RELATIVE_ERROR} away from all numbers in it. Zero
 * and numbers too small for 53 significant bits have a bucket of their own. This is the layout of
 * HdrHistogram, for doubles.
 *
 * <p>At most {@value #MOST_BUCKETS} buckets are kept, 24 kB: enough for numbers of one sign whose
 * magnitudes differ by a factor of 4 billion. If there are more, numbers nearest to zero count as
 * zero. Which ones does not depend on the order, because only those are kept that are among the
 * largest magnitudes of all.
 *
 * <p>Mutable; not thread-safe.
 */
public final class PercentileSketch {

  /** How far a percentile may be from a reading of its rank, as a share of this reading. */
  public static final double RELATIVE_ERROR = 1.0 / 128;

  static final int MOST_BUCKETS = 2_048;

  /** Bits of the fraction that tell no buckets apart. */
  private static final int DROPPED_BITS = 46;

  private static final int SMALLEST_CAPACITY = 4;
  private static final double ALL = 100;

  private static final int BITS_OF_BYTE = 7;
  private static final int CONTINUES = 1 << BITS_OF_BYTE;
  private static final int LONGEST_NUMBER = 10;

  /** Buckets in ascending order of their numbers; negative ones for negative numbers. */
  private int[] buckets = {};

  private long[] counts = {};
  private int size;
  private long zeros;
  private long total;

  /**
   * Adds a reading.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + ": must be a finite number");
    }
    add(bucket(value), 1);
    total++;
  }

  /** Adds the readings of another sketch, which keeps its own. */
  public void merge(PercentileSketch other) {
    for (int i = 0; i < other.size; i++) {
      add(other.buckets[i], other.counts[i]);
    }
    zeros += other.zeros;
    total += other.total;
  }

  /** Returns 0 for a number that counts as zero. */
  private static int bucket(double value) {
    double magnitude = Math.abs(value);
    if (magnitude < Double.MIN_NORMAL) {
      return 0;
    }
    int bucket = (int) (Double.doubleToRawLongBits(magnitude) >>> DROPPED_BITS);
    return value < 0 ? -bucket : bucket;
  }

  private void add(int bucket, long count) {
    if (bucket == 0) {
      zeros += count;
      return;
    }
    int found = Arrays.binarySearch(buckets, 0, size, bucket);
    if (found >= 0) {
      counts[found] += count;
      return;
    }
    insert(-found - 1, bucket, count);
    if (size > MOST_BUCKETS) {
      countNearestToZeroAsZero();
    }
  }

  private void insert(int place, int bucket, long count) {
    if (size == buckets.length) {
      int capacity = Math.max(SMALLEST_CAPACITY, 2 * size);
      buckets = Arrays.copyOf(buckets, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    System.arraycopy(buckets, place, buckets, place + 1, size - place);
    System.arraycopy(counts, place, counts, place + 1, size - place);
    buckets[place] = bucket;
    counts[place] = count;
    size++;
  }

  /** Of two buckets that are equally far from zero, that of negative numbers goes first. */
  private void countNearestToZeroAsZero() {
    int above = -Arrays.binarySearch(buckets, 0, size, 0) - 1;
    boolean isNegative = above == size || (above > 0 && -buckets[above - 1] <= buckets[above]);
    int nearest = isNegative ? above - 1 : above;
    zeros += counts[nearest];
    System.arraycopy(buckets, nearest + 1, buckets, nearest, size - nearest - 1);
    System.arraycopy(counts, nearest + 1, counts, nearest, size - nearest - 1);
    size--;
  }

  /** Returns the number of readings. */
  public long count() {
    return total;
  }

  /**
   * Returns a percentile by the nearest rank: the smallest reading that at least so many percent of
   * all readings do not exceed, up to {@link #RELATIVE_ERROR}. It has the sign of the reading.
   *
   * @param percent from 0 to 100
   * @throws IllegalStateException if there is no reading
   */
  public double percentile(double percent) {
    if (!(percent >= 0 && percent <= ALL)) {
      throw new IllegalArgumentException("percentile " + percent + ": must be from 0 to 100");
    }
    if (total == 0) {
      throw new IllegalStateException("there is no percentile of no readings");
    }
    long before = Math.max((long) Math.ceil(percent * total / ALL) - 1, 0);
    boolean zerosAreCounted = false;
    for (int i = 0; i < size; i++) {
      if (buckets[i] > 0 && !zerosAreCounted) {
        before -= zeros;
        zerosAreCounted = true;
        if (before < 0) {
          return 0;
        }
      }
      before -= counts[i];
      if (before < 0) {
        return middle(buckets[i]);
      }
    }
    return 0;
  }

  private static double middle(int bucket) {
    long bits = (long) Math.abs(bucket) << DROPPED_BITS | 1L << (DROPPED_BITS - 1);
    return Math.copySign(Double.longBitsToDouble(bits), bucket);
  }

  /** Returns an equal sketch that shares nothing with this one. */
  public PercentileSketch copy() {
    PercentileSketch copy = new PercentileSketch();
    copy.merge(this);
    return copy;
  }

  /**
   * Writes the sketch, mostly in 2 bytes for each bucket: numbers of variable length, and of each
   * bucket its distance to the one before. Equal sketches give equal bytes.
   */
  public void writeTo(DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NUMBER * 2 * (size + 1));
    put(zeros, bytes);
    put(size, bytes);
    long before = 0;
    for (int i = 0; i < size; i++) {
      long distance = buckets[i] - before;
      put(i == 0 ? distance << 1 ^ distance >> (Long.SIZE - 1) : distance, bytes);
      put(counts[i], bytes);
      before = buckets[i];
    }
    out.write(bytes.array(), 0, bytes.position());
  }

  /** Puts seven bits into each byte, the lowest first; the last one is positive. */
  private static void put(long number, ByteBuffer bytes) {
    long rest = number;
    while (rest >>> BITS_OF_BYTE != 0) {
      bytes.put((byte) (rest | CONTINUES));
      rest >>>= BITS_OF_BYTE;
    }
    bytes.put((byte) rest);
  }

  private static long number(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; ; shift += BITS_OF_BYTE) {
      byte part = in.readByte();
      number |= (long) (part & (CONTINUES - 1)) << shift;
      if (part >= 0) {
        return number;
      }
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PercentileSketch readFrom(DataInput in) throws IOException {
    PercentileSketch sketch = new PercentileSketch();
    sketch.zeros = number(in);
    sketch.total = sketch.zeros;
    int size = (int) number(in);
    sketch.buckets = new int[size];
    sketch.counts = new long[size];
    int before = 0;
    for (int i = 0; i < size; i++) {
      long distance = number(in);
      before += (int) (i == 0 ? distance >>> 1 ^ -(distance & 1) : distance);
      long count = number(in);
      sketch.insert(i, before, count);
      sketch.total += count;
    }
    return sketch;
  }

  /** The number of buckets. */
  int size() {
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PercentileSketch that
        && zeros == that.zeros
        && Arrays.equals(buckets, 0, size, that.buckets, 0, that.size)
        && Arrays.equals(counts, 0, size, that.counts, 0, that.size);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(zeros) + 31 * size;
  }

  @Override
  public String toString() {
    return total + " readings in " + size + " buckets";
  }
}
