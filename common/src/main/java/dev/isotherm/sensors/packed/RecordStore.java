package dev.isotherm.sensors.packed;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of bytes, one behind the other in chunks of 1 MiB, so that growth copies no more than
 * one. A record is written to {@link #begin}, and then appended.
 */
public final class RecordStore {

  /** Longest record, in bytes. */
  public static final int MAX_LENGTH = 1 << 12;

  private static final int CHUNK_BITS = 20;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MOST_CHUNKS = 1 << (Integer.SIZE - 1 - CHUNK_BITS);

  private final ByteBuffer scratch = ByteBuffer.allocate(MAX_LENGTH);
  private final List<byte[]> chunks = new ArrayList<>(List.of(new byte[1 << 10]));

  /** Bytes that are taken in the last chunk. No record stands at 0. */
  private int taken = 1;

  /** The buffer for the next record. */
  public ByteBuffer begin() {
    return scratch.clear();
  }

  /**
   * Appends what was written to the buffer.
   *
   * @return where the record stands; greater than 0
   * @throws IllegalStateException if there are more than 2 GiB of records
   */
  public int append() {
    int length = scratch.position();
    makeRoom(length);
    int last = chunks.size() - 1;
    System.arraycopy(scratch.array(), 0, chunks.get(last), taken, length);
    taken += length;
    return (last << CHUNK_BITS) | (taken - length);
  }

  private void makeRoom(int length) {
    int last = chunks.size() - 1;
    byte[] chunk = chunks.get(last);
    if (taken + length <= chunk.length) {
      return;
    }
    if (chunk.length < CHUNK) {
      // Only the first chunk begins small, and twice its length always has room: see MAX_LENGTH.
      int longer = Math.min(CHUNK, Math.max(2 * chunk.length, 2 * MAX_LENGTH));
      chunks.set(last, Arrays.copyOf(chunk, longer));
      makeRoom(length);
      return;
    }
    if (chunks.size() == MOST_CHUNKS) {
      throw new IllegalStateException("a sensor table must be shorter than 2 GiB");
    }
    chunks.add(new byte[CHUNK]);
    taken = 0;
  }

  /** The bytes of a record, and those behind it. */
  public ByteBuffer at(int position) {
    byte[] chunk = chunks.get(position >>> CHUNK_BITS);
    return ByteBuffer.wrap(chunk).position(position & (CHUNK - 1));
  }

  /** Writes a number in as many bytes as it needs, seven bits in each. */
  public static void putVarLong(ByteBuffer to, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  public static long getVarLong(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  public static int getVarInt(ByteBuffer from) {
    return (int) getVarLong(from);
  }
}
