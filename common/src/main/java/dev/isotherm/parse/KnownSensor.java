package dev.isotherm.parse;

import dev.isotherm.model.Series;
import java.util.Arrays;

/** The name of a sensor as bytes, and its series, each made once. */
final class KnownSensor {

  final long hash;
  private final long firstEight;
  private final long secondEight;
  private final byte[] name;
  private final String text;
  private Series[] series = new Series[1];

  /** The name is as {@link Series} asks for, in ASCII. */
  KnownSensor(long hash, byte[] name, String text) {
    this.hash = hash;
    this.firstEight = EightBytes.at(name, 0);
    this.secondEight = EightBytes.at(name, Math.min(name.length, Long.BYTES));
    this.name = name;
    this.text = text;
  }

  /** Whether this is the sensor, whose first sixteen bytes are at hand, zeros behind its end. */
  boolean is(long first, long second, byte[] bytes, int from, int length) {
    return firstEight == first
        && secondEight == second
        && name.length == length
        && (length <= 2 * Long.BYTES
            || Arrays.equals(
                bytes, from + 2 * Long.BYTES, from + length, name, 2 * Long.BYTES, name.length));
  }

  /** The series of a metric; of one number, always the same metric. */
  Series series(int metric, String metricName) {
    return metric < series.length && series[metric] != null
        ? series[metric]
        : makeSeries(metric, metricName);
  }

  private Series makeSeries(int metric, String metricName) {
    if (metric >= series.length) {
      series = Arrays.copyOf(series, Math.max(metric + 1, 2 * series.length));
    }
    series[metric] = new Series(text, metricName);
    return series[metric];
  }
}
