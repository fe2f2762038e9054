package dev.isotherm.signal.window;

import dev.isotherm.signal.Truth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The latest readings of one expression, in the order of their instants. A reading keeps its index
 * while older ones are dropped. Not thread-safe.
 *
 * <p>A ring buffer of primitives, because a window may have many readings; 16 bytes for each.
 */
public final class ReadingLog {

  private static final int SMALLEST_CAPACITY = 4;
  private static final int CONTINUES = 0x80;
  private static final int GROUP_BITS = 7;

  private long[] instants = {};
  private double[] values = {};

  /** The index of the oldest reading, and that of the next one to come. */
  private long first;

  private long end;

  /** Adds a reading; its instant must not be before that of the last one. */
  public void add(long epochMillis, double value) {
    if (size() == instants.length) {
      resize(Math.max(SMALLEST_CAPACITY, 2 * instants.length));
    }
    int slot = slot(end);
    instants[slot] = epochMillis;
    values[slot] = value;
    end++;
  }

  /** The index of the oldest reading, above 0 if readings were dropped; {@link #end()} if empty. */
  public long first() {
    return first;
  }

  /** The index after the last reading; 0 only if there never was a reading. */
  public long end() {
    return end;
  }

  /** The number of readings. */
  public int size() {
    return (int) (end - first);
  }

  public long epochMillis(long index) {
    return instants[slot(index)];
  }

  public double value(long index) {
    return values[slot(index)];
  }

  /** Whether a condition held, of whose {@linkplain Truth#asReading() readings} this is the log. */
  boolean held(long index) {
    return value(index) == Truth.TRUE.asReading();
  }

  /** Returns the index of the first reading after an instant; {@link #end()} if there is none. */
  public long firstAfter(long epochMillis) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (epochMillis(middle) > epochMillis) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Drops the readings before an index. */
  public void dropBefore(long index) {
    first = Math.max(first, Math.min(index, end));
    if (instants.length > SMALLEST_CAPACITY && size() < instants.length / 4) {
      resize(Math.max(SMALLEST_CAPACITY, instants.length / 2));
    }
  }

  private int slot(long index) {
    return (int) (index & (instants.length - 1));
  }

  private void resize(int capacity) {
    long[] oldInstants = instants;
    double[] oldValues = values;
    instants = new long[capacity];
    values = new double[capacity];
    for (long index = first; index < end; index++) {
      int old = (int) (index & (oldInstants.length - 1));
      instants[slot(index)] = oldInstants[old];
      values[slot(index)] = oldValues[old];
    }
  }

  /** Returns an equal log that shares nothing with this one. */
  public ReadingLog copy() {
    ReadingLog copy = new ReadingLog();
    copy.instants = instants.clone();
    copy.values = values.clone();
    copy.first = first;
    copy.end = end;
    return copy;
  }

  /** Writes about 10 bytes for each reading. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(first > 0);
    out.writeInt(size());
    long before = 0;
    for (long index = first; index < end; index++) {
      if (index == first) {
        out.writeLong(epochMillis(index));
      } else {
        writeGroups(out, epochMillis(index) - before);
      }
      before = epochMillis(index);
      out.writeDouble(value(index));
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ReadingLog readFrom(DataInput in) throws IOException {
    ReadingLog log = new ReadingLog();
    log.first = in.readBoolean() ? 1 : 0;
    log.end = log.first;
    int size = in.readInt();
    long instant = 0;
    for (int i = 0; i < size; i++) {
      instant = i == 0 ? in.readLong() : instant + readGroups(in);
      log.add(instant, in.readDouble());
    }
    return log;
  }

  /** Writes a number that is not negative in groups of 7 bits, lowest first. */
  private static void writeGroups(DataOutput out, long number) throws IOException {
    long rest = number;
    while (rest >= CONTINUES) {
      out.writeByte((int) (rest & (CONTINUES - 1)) | CONTINUES);
      rest >>>= GROUP_BITS;
    }
    out.writeByte((int) rest);
  }

  private static long readGroups(DataInput in) throws IOException {
    long number = 0;
    int shift = 0;
    int group;
    do {
      group = in.readUnsignedByte();
      number |= (long) (group & (CONTINUES - 1)) << shift;
      shift += GROUP_BITS;
    } while (group >= CONTINUES);
    return number;
  }
}
