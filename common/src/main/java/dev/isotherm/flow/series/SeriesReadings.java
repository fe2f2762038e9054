package dev.isotherm.flow.series;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.Arrays;

/**
 * Readings of one series in the order of arrival. The series crosses the network once for all of
 * them, and its state is looked up once.
 *
 * @param millis instants of the readings, in milliseconds since the epoch
 * @param values values of the readings; as many as instants; NaN, see {@link #isExpectation}
 * @param positions of their messages, see {@link Position}; as many as instants
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; lists would box each number
public record SeriesReadings(Series series, long[] millis, double[] values, long[] positions) {

  public static SeriesReadings of(Reading reading) {
    return new SeriesReadings(
        reading.series(),
        new long[] {reading.epochMillis()},
        new double[] {reading.value()},
        new long[] {reading.position()});
  }

  /** Returns these readings and one more, of the same series. */
  public SeriesReadings plus(Reading reading) {
    int size = size();
    SeriesReadings more =
        new SeriesReadings(
            series,
            Arrays.copyOf(millis, size + 1),
            Arrays.copyOf(values, size + 1),
            Arrays.copyOf(positions, size + 1));
    more.millis[size] = reading.epochMillis();
    more.values[size] = reading.value();
    more.positions[size] = reading.position();
    return more;
  }

  public int size() {
    return millis.length;
  }

  /**
   * Whether it is no reading, but says that the series is expected to send from its only instant
   * on.
   */
  public boolean isExpectation() {
    return millis.length == 1 && Double.isNaN(values[0]);
  }

  public Reading reading(int place) {
    return new Reading(series, millis[place], values[place], positions[place]);
  }
}
