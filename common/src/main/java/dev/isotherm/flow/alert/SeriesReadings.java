package dev.isotherm.flow.alert;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;

/**
 * Readings of one series in the order in which they came: what they have in common crosses the
 * network once, and is looked up once.
 *
 * @param millis their instants, in milliseconds since the epoch
 * @param values as many
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; lists would box each number
public record SeriesReadings(Series series, long[] millis, double[] values) {

  public static SeriesReadings of(Reading reading) {
    return new SeriesReadings(
        reading.series(), new long[] {reading.epochMillis()}, new double[] {reading.value()});
  }

  public int size() {
    return millis.length;
  }

  Reading reading(int place) {
    return new Reading(series, millis[place], values[place]);
  }
}
