package dev.isotherm.flow.ingest;

import java.util.Arrays;

/**
 * The offsets that a subtask has read of each partition. Uses arrays, because every message passes
 * here; partitions are few, and numbered from 0.
 */
final class ReadPositions {

  private static final long NONE = -1;

  private long[] first = new long[0];
  private long[] next = new long[0];

  /** Adds records of a partition, up to but not including an offset. */
  void read(int partition, long firstOffset, long nextOffset) {
    if (partition >= first.length) {
      int before = first.length;
      first = Arrays.copyOf(first, partition + 1);
      next = Arrays.copyOf(next, partition + 1);
      Arrays.fill(first, before, first.length, NONE);
    }
    if (first[partition] == NONE) {
      first[partition] = firstOffset;
    }
    next[partition] = nextOffset;
  }

  /** The partitions with records. */
  int[] partitions() {
    int count = 0;
    int[] partitions = new int[first.length];
    for (int i = 0; i < first.length; i++) {
      if (first[i] != NONE) {
        partitions[count++] = i;
      }
    }
    return Arrays.copyOf(partitions, count);
  }

  /** The first offset that was read of each of these partitions. */
  long[] first(int[] partitions) {
    return Arrays.stream(partitions).mapToLong(partition -> first[partition]).toArray();
  }

  /** The offset after the last one that was read of each of these partitions. */
  long[] next(int[] partitions) {
    return Arrays.stream(partitions).mapToLong(partition -> next[partition]).toArray();
  }
}
