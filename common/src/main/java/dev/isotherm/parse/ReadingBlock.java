package dev.isotherm.parse;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;

/**
 * Many readings in arrays, passed on together: passing each reading from operator to operator would
 * cost about as much as adding it to an average. The arrays are reused for the next block, so
 * readings that are kept must be copied.
 *
 * @param series of each reading
 * @param seriesSlots a small number of the series of each reading, mostly unique, to find its place
 *     in an array without hashing. Only a hint
 * @param epochMillis of each reading, in milliseconds since the epoch
 * @param values of each reading, finite
 * @param positions of the message of each reading, see {@link Position}
 * @param count number of readings; the arrays are undefined beyond
 * @param messages number of messages that contained them
 * @param hasMore whether more readings are known to follow at once, so that work may be deferred.
 *     Only a hint
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only passed on
public record ReadingBlock(
    Series[] series,
    int[] seriesSlots,
    long[] epochMillis,
    double[] values,
    long[] positions,
    int count,
    int messages,
    boolean hasMore) {

  /** Returns an empty block with room for {@code size} readings. */
  public static ReadingBlock ofSize(int size) {
    return new ReadingBlock(
        new Series[size],
        new int[size],
        new long[size],
        new double[size],
        new long[size],
        0,
        0,
        false);
  }

  /** Returns a block of one reading. */
  public static ReadingBlock of(Reading reading, boolean hasMore) {
    return new ReadingBlock(
        new Series[] {reading.series()},
        new int[] {reading.series().hashCode()},
        new long[] {reading.epochMillis()},
        new double[] {reading.value()},
        new long[] {reading.position()},
        1,
        0,
        hasMore);
  }

  /** Returns the first readings of this block, with no messages. */
  public ReadingBlock first(int readings) {
    return new ReadingBlock(
        series, seriesSlots, epochMillis, values, positions, readings, 0, hasMore);
  }

  /** Returns the latest instant, in milliseconds; {@link Long#MIN_VALUE} if the block is empty. */
  public long latestMillis() {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      latest = Math.max(latest, epochMillis[i]);
    }
    return latest;
  }

  /** Returns one reading as an object. */
  public Reading reading(int index) {
    return new Reading(series[index], epochMillis[index], values[index], positions[index]);
  }
}
