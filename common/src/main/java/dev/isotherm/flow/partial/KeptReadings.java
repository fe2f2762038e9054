package dev.isotherm.flow.partial;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The single readings of a partial aggregate, in the order of arrival, so that a merge can separate
 * them again. Mutable, because it grows with each reading.
 */
public final class KeptReadings {

  private long[] millis = new long[4];
  private double[] values = new double[4];
  private int size;

  /** Adds a reading. */
  public void add(long epochMillis, double value) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    millis[size] = epochMillis;
    values[size++] = value;
  }

  /** Returns how many there are. */
  public int size() {
    return size;
  }

  /** Returns the instant of one. */
  public long millis(int place) {
    return millis[place];
  }

  /** Returns the value of one. */
  public double value(int place) {
    return values[place];
  }

  /** Writes the readings. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(millis[i]);
      out.writeDouble(values[i]);
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static KeptReadings readFrom(DataInput in) throws IOException {
    KeptReadings kept = new KeptReadings();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      long millis = in.readLong();
      kept.add(millis, in.readDouble());
    }
    return kept;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeptReadings that
        && Arrays.equals(millis, 0, size, that.millis, 0, that.size)
        && Arrays.equals(values, 0, size, that.values, 0, that.size);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * (31 * hash + Long.hashCode(millis[i])) + Double.hashCode(values[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    return size + " readings";
  }
}
