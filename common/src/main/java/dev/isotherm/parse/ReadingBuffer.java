package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import java.util.Arrays;

/** Collects single readings until they are passed on as a block. Not thread-safe. */
public final class ReadingBuffer {

  private final ReadingBlock block;
  private int count;

  /** A buffer of so many readings. */
  public ReadingBuffer(int size) {
    block = ReadingBlock.ofSize(size);
  }

  /** Adds a reading. The buffer must not be full. */
  public void add(Reading reading) {
    block.series()[count] = reading.series();
    block.seriesSlots()[count] = reading.series().hashCode();
    block.epochMillis()[count] = reading.epochMillis();
    block.values()[count] = reading.value();
    block.positions()[count++] = reading.position();
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public boolean isFull() {
    return count == block.series().length;
  }

  /**
   * Empties the buffer, and returns what was in it, in arrays of that length: whole arrays cross
   * the network.
   *
   * @param hasMore see {@link ReadingBlock#hasMore}
   */
  public ReadingBlock take(boolean hasMore) {
    ReadingBlock taken =
        new ReadingBlock(
            Arrays.copyOf(block.series(), count),
            Arrays.copyOf(block.seriesSlots(), count),
            Arrays.copyOf(block.epochMillis(), count),
            Arrays.copyOf(block.values(), count),
            Arrays.copyOf(block.positions(), count),
            count,
            0,
            hasMore);
    count = 0;
    return taken;
  }
}
