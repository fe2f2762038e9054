package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;

/**
 * Many readings, without an object for each, and handed on together: that each passes from operator
 * to operator by itself costs about as much as to fold it. The arrays are used again for the next
 * block, so whoever wants to keep readings copies them.
 *
 * @param series of each reading
 * @param epochMillis of each reading, in milliseconds since the epoch
 * @param values of each reading, finite
 * @param count how many there are; what the arrays hold beyond means nothing
 * @param messages how many messages they came in
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
public record ReadingBlock(
    Series[] series, long[] epochMillis, double[] values, int count, int messages) {

  /** One of them as an object of its own. */
  public Reading reading(int index) {
    return new Reading(series[index], epochMillis[index], values[index]);
  }
}
