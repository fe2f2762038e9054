package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;

/**
 * Many readings, without an object for each, and handed on together: that each passes from operator
 * to operator by itself costs about as much as to fold it. The arrays are used again for the next
 * block, so whoever wants to keep readings copies them.
 *
 * @param series of each reading
 * @param seriesSlots of the series of each reading: small, and mostly the same for the same series
 *     and different for different ones, so that a place in an array can be found without a hash.
 *     Only a hint
 * @param epochMillis of each reading, in milliseconds since the epoch
 * @param values of each reading, finite
 * @param count how many there are; what the arrays hold beyond means nothing
 * @param messages how many messages they came in
 * @param hasMore whether more readings are known to wait behind them: what is done for many at once
 *     may then wait for those. Only a hint
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
public record ReadingBlock(
    Series[] series,
    int[] seriesSlots,
    long[] epochMillis,
    double[] values,
    int count,
    int messages,
    boolean hasMore) {

  /** Room for so many, none of which is there. */
  public static ReadingBlock ofSize(int size) {
    return new ReadingBlock(
        new Series[size], new int[size], new long[size], new double[size], 0, 0, false);
  }

  /** The first of what is in the arrays, in no messages. */
  public ReadingBlock first(int readings) {
    return new ReadingBlock(series, seriesSlots, epochMillis, values, readings, 0, hasMore);
  }

  /** The latest of their instants, in milliseconds; {@link Long#MIN_VALUE} if there are none. */
  public long latestMillis() {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      latest = Math.max(latest, epochMillis[i]);
    }
    return latest;
  }

  /** One of them as an object of its own. */
  public Reading reading(int index) {
    return new Reading(series[index], epochMillis[index], values[index]);
  }
}
