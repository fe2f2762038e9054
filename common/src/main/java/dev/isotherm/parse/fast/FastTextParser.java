package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.number.NumberStyle;

/** Fast path for a line that is a number and nothing else. */
public final class FastTextParser implements FastPathParser {

  private final FastNumber number;
  private final KnownSensor sensor;
  private final String metric;
  private final long epochMillis;

  /** Creates a fast path for numbers of one series and one instant. */
  public FastTextParser(Series series, long epochMillis, NumberStyle style) {
    this.number = new FastNumber(style);
    this.sensor = new KnownSensor(0, 0, new byte[0], series.sensorId(), () -> 0);
    this.metric = series.metric();
    this.epochMillis = epochMillis;
  }

  @Override
  public int read(byte[] bytes, int from, int limit, FastMessage into) {
    int end = number.read(bytes, from);
    if (end == FALLBACK || end > limit) {
      return FALLBACK;
    }
    into.start(null);
    into.at(epochMillis);
    into.of(sensor);
    into.measure(0, metric, number.value());
    return end;
  }
}
