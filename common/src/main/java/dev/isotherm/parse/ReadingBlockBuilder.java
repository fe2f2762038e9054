package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.message.Parsed;
import java.util.Arrays;

/** The readings of messages, until there are enough for a block. Its arrays are used again. */
final class ReadingBlockBuilder {

  /** So few that they are still in the processor's cache when they are folded. */
  private static final int ENOUGH = 1 << 10;

  private Series[] series = new Series[ENOUGH];
  private int[] seriesSlots = new int[ENOUGH];
  private long[] epochMillis = new long[ENOUGH];
  private double[] values = new double[ENOUGH];
  private int count;
  private int messages;

  /** Adds the readings of a message. */
  void add(FastMessage message) {
    int added = message.count();
    makeRoom(added);
    for (int i = 0; i < added; i++) {
      add(message.series(i), message.number(i), message.epochMillis(), message.value(i));
    }
    messages++;
  }

  /** Adds the readings of a message. */
  void add(Parsed.Accepted message) {
    makeRoom(message.readings().size());
    for (Reading reading : message.readings()) {
      Series ofReading = reading.series();
      add(ofReading, ofReading.hashCode(), reading.epochMillis(), reading.value());
    }
    messages++;
  }

  private void makeRoom(int added) {
    if (count + added > series.length) {
      int length = Math.max(2 * series.length, count + added);
      series = Arrays.copyOf(series, length);
      seriesSlots = Arrays.copyOf(seriesSlots, length);
      epochMillis = Arrays.copyOf(epochMillis, length);
      values = Arrays.copyOf(values, length);
    }
  }

  private void add(Series ofReading, int number, long atMillis, double value) {
    series[count] = ofReading;
    seriesSlots[count] = number;
    epochMillis[count] = atMillis;
    values[count++] = value;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Whether a block should be taken before more is added. */
  boolean isEnough() {
    return count >= ENOUGH;
  }

  /**
   * All that was added since the last call; good until more is added.
   *
   * @param hasMore see {@link ReadingBlock}
   */
  ReadingBlock take(boolean hasMore) {
    ReadingBlock block =
        new ReadingBlock(series, seriesSlots, epochMillis, values, count, messages, hasMore);
    count = 0;
    messages = 0;
    return block;
  }
}
