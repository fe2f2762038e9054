package dev.isotherm.flow.average;

import dev.isotherm.average.AccumulatorTable;
import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a window has of a share of the series: for each of them, its readings and how often its
 * average was published. It is a hash table by the bytes of the series, in a few arrays.
 *
 * <p>Mutable, not thread-safe. A copy shares nothing with its original.
 */
final class WindowTable {

  private static final int NONE = 0;

  private final AccumulatorTable totals;
  private byte[] names;
  private int namesEnd;

  /** By row, where its series begins in the names. */
  private int[] nameAt;

  private int[] hashes;

  /** By row, the revision of the next average. */
  private int[] revisions;

  /** Rows plus 1, by the lowest bits of the hash or, if that is taken, the next free place. */
  private int[] slots;

  /**
   * Makes a table of no series.
   *
   * @param percentiles whether there are percentiles of its readings
   */
  WindowTable(boolean percentiles) {
    this(new AccumulatorTable(percentiles), 1, new byte[32]);
  }

  private WindowTable(AccumulatorTable totals, int room, byte[] names) {
    this.totals = totals;
    this.names = names;
    nameAt = new int[room];
    hashes = new int[room];
    revisions = new int[room];
    slots = new int[slotsFor(room)];
  }

  /** A power of two, more than one and a half times the rows. */
  private static int slotsFor(int rows) {
    return 2 * Integer.highestOneBit(Math.max(1, rows + rows / 2));
  }

  int rows() {
    return totals.rows();
  }

  /** The row of a series, which is added if it is not there. */
  int rowOf(byte[] bytes, int at) {
    int length = SeriesSerializer.lengthAt(bytes, at);
    int hash = hash(bytes, at, length);
    int slot = hash & (slots.length - 1);
    while (slots[slot] != NONE) {
      int row = slots[slot] - 1;
      if (hashes[row] == hash && isAt(row, bytes, at, length)) {
        return row;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return add(bytes, at, length, hash);
  }

  private static int hash(byte[] bytes, int at, int length) {
    int hash = 0;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  private boolean isAt(int row, byte[] bytes, int at, int length) {
    int from = nameAt[row];
    return Arrays.equals(names, from, Math.min(from + length, namesEnd), bytes, at, at + length);
  }

  private int add(byte[] bytes, int at, int length, int hash) {
    int row = totals.addRow();
    if (row == nameAt.length) {
      int room = AccumulatorTable.more(row);
      nameAt = Arrays.copyOf(nameAt, room);
      hashes = Arrays.copyOf(hashes, room);
      revisions = Arrays.copyOf(revisions, room);
    }
    if (namesEnd + length > names.length) {
      names = Arrays.copyOf(names, Math.max(namesEnd + length, names.length + names.length / 2));
    }
    System.arraycopy(bytes, at, names, namesEnd, length);
    nameAt[row] = namesEnd;
    hashes[row] = hash;
    namesEnd += length;
    if (slotsFor(row + 1) > slots.length) {
      slots = new int[slotsFor(row + 1)];
      for (int i = 0; i < row; i++) {
        place(i);
      }
    }
    place(row);
    return row;
  }

  private void place(int row) {
    int slot = hashes[row] & (slots.length - 1);
    while (slots[slot] != NONE) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = row + 1;
  }

  Series series(int row) {
    return SeriesSerializer.at(names, nameAt[row]);
  }

  AccumulatorTable totals() {
    return totals;
  }

  boolean isPublished(int row) {
    return revisions[row] > 0;
  }

  /** The revision of the next average. */
  int nextRevision(int row) {
    return revisions[row];
  }

  void setNextRevision(int row, int revision) {
    revisions[row] = revision;
  }

  WindowTable copy() {
    WindowTable copy = new WindowTable(totals.copy(), 0, names.clone());
    copy.namesEnd = namesEnd;
    copy.nameAt = nameAt.clone();
    copy.hashes = hashes.clone();
    copy.revisions = revisions.clone();
    copy.slots = slots.clone();
    return copy;
  }

  void writeTo(DataOutput out) throws IOException {
    totals.writeTo(out);
    out.writeInt(namesEnd);
    out.write(names, 0, namesEnd);
    int published = 0;
    for (int row = 0; row < rows(); row++) {
      published += isPublished(row) ? 1 : 0;
    }
    out.writeInt(published);
    for (int row = 0; published > 0 && row < rows(); row++) {
      out.writeInt(revisions[row]);
    }
  }

  static WindowTable readFrom(DataInput in) throws IOException {
    AccumulatorTable totals = AccumulatorTable.readFrom(in);
    int rows = totals.rows();
    byte[] names = new byte[in.readInt()];
    in.readFully(names);
    WindowTable table = new WindowTable(totals, Math.max(1, rows), names);
    for (int row = 0; row < rows; row++) {
      int length = SeriesSerializer.lengthAt(names, table.namesEnd);
      table.nameAt[row] = table.namesEnd;
      table.hashes[row] = hash(names, table.namesEnd, length);
      table.namesEnd += length;
      table.place(row);
    }
    int published = in.readInt();
    for (int row = 0; published > 0 && row < rows; row++) {
      table.revisions[row] = in.readInt();
    }
    return table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowTable that
        && totals.equals(that.totals)
        && Arrays.equals(names, 0, namesEnd, that.names, 0, that.namesEnd)
        && Arrays.equals(revisions, 0, rows(), that.revisions, 0, rows());
  }

  @Override
  public int hashCode() {
    return totals.hashCode();
  }

  @Override
  public String toString() {
    return totals.toString();
  }
}
