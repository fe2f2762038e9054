package dev.isotherm.flow.ingest;

import java.util.Arrays;

/**
 * Which offsets a subtask has read of each partition. Arrays, because it is on the path of all
 * messages; partitions are few, and numbered from 0.
 */
final class ReadPositions {

  private static final long NONE = -1;

  private long[] first = new long[0];
  private long[] next = new long[0];

  /** Takes note of records of a partition, up to but not including an offset. */
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

  /** The partitions that were read from. */
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

  /** Of each of these partitions, the first offset that was read. */
  long[] first(int[] partitions) {
    return Arrays.stream(partitions).mapToLong(partition -> first[partition]).toArray();
  }

  /** Of each of these partitions, the offset after the last one that was read. */
  long[] next(int[] partitions) {
    return Arrays.stream(partitions).mapToLong(partition -> next[partition]).toArray();
  }
}
