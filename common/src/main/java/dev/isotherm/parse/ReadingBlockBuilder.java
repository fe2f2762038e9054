package dev.isotherm.parse;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the readings of messages into blocks. The arrays are reused. */
final class ReadingBlockBuilder {

  /** Size of a block, so small that it is still in the processor cache when it is aggregated. */
  private static final int FULL = 1 << 10;

  private Series[] series = new Series[FULL];
  private int[] seriesSlots = new int[FULL];
  private long[] epochMillis = new long[FULL];
  private double[] values = new double[FULL];
  private long[] positions = new long[FULL];
  private int count;
  private int messages;
  private final LeftOutCounts leftOut = new LeftOutCounts();

  /**
   * Adds the readings of a message.
   *
   * @param bytes the array of the message
   * @param position of the message, see {@link Position}
   */
  void add(FastMessage message, byte[] bytes, long position) {
    message.leftOut().count(bytes);
    int added = message.count();
    ensureCapacity(added);
    long atMillis = message.epochMillis();
    for (int i = 0; i < added; i++) {
      add(message.series(i), message.seriesSlot(i), atMillis, message.value(i), position);
    }
    messages++;
  }

  /**
   * Adds the readings of an accepted message.
   *
   * @param position of the message, see {@link Position}
   * @return a rejected message as it is; {@code null} for an accepted one
   */
  @Nullable Rejected add(Parsed parsed, long position) {
    if (parsed instanceof Rejected rejected) {
      return rejected;
    }
    Accepted message = (Accepted) parsed;
    leftOut.add(message.leftOut());
    ensureCapacity(message.readings().size());
    for (Reading reading : message.readings()) {
      Series ofReading = reading.series();
      add(ofReading, ofReading.hashCode(), reading.epochMillis(), reading.value(), position);
    }
    messages++;
    return null;
  }

  private void ensureCapacity(int added) {
    if (count + added > series.length) {
      int length = Math.max(2 * series.length, count + added);
      series = Arrays.copyOf(series, length);
      seriesSlots = Arrays.copyOf(seriesSlots, length);
      epochMillis = Arrays.copyOf(epochMillis, length);
      values = Arrays.copyOf(values, length);
      positions = Arrays.copyOf(positions, length);
    }
  }

  private void add(Series ofReading, int seriesSlot, long atMillis, double value, long position) {
    series[count] = ofReading;
    seriesSlots[count] = seriesSlot;
    epochMillis[count] = atMillis;
    positions[count] = position;
    values[count++] = value;
  }

  /** Returns what the complete parser has left out of accepted messages since the last call. */
  List<LeftOut> takeLeftOut() {
    return leftOut.take();
  }

  /** Returns the number of readings since the last block was taken. */
  int count() {
    return count;
  }

  /** Returns one of the readings. */
  Reading reading(int index) {
    return new Reading(series[index], epochMillis[index], values[index], positions[index]);
  }

  /**
   * Takes the last message out again.
   *
   * @param before number of readings before it was added
   */
  void undoMessage(int before) {
    count = before;
    messages--;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Returns whether a block should be taken before more is added. */
  boolean isFull() {
    return count >= FULL;
  }

  /**
   * Returns all that was added since the last call; valid until more is added.
   *
   * @param hasMore see {@link ReadingBlock}
   */
  ReadingBlock take(boolean hasMore) {
    ReadingBlock block =
        new ReadingBlock(
            series, seriesSlots, epochMillis, values, positions, count, messages, hasMore);
    count = 0;
    messages = 0;
    return block;
  }
}
