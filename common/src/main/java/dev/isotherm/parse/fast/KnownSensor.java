package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.Arrays;
import java.util.function.IntSupplier;

/** The name of a sensor as bytes, and its series, each made once. */
final class KnownSensor {

  final long hash;
  private final long firstEight;
  private final long secondEight;
  private final int nameLength;
  private final byte[] name;
  private final String text;
  private final IntSupplier nextNumber;
  private Series[] series = new Series[1];
  private int[] seriesSlots = new int[1];

  /**
   * Knows a sensor from now on. The name is as {@link Series} asks for, in ASCII.
   *
   * @param nextNumber gives each series its number
   */
  KnownSensor(long hash, byte[] name, String text, IntSupplier nextNumber) {
    this.hash = hash;
    this.firstEight = Swar.at(name, 0);
    this.secondEight = Swar.at(name, Math.min(name.length, Long.BYTES));
    this.nameLength = name.length;
    this.name = name;
    this.text = text;
    this.nextNumber = nextNumber;
  }

  /** Whether the name has these first sixteen bytes, zeros behind its end, and this length. */
  boolean is(long first, long second, int length) {
    return ((firstEight ^ first) | (secondEight ^ second) | (nameLength ^ length)) == 0;
  }

  /** Whether this is the sensor, whose first sixteen bytes are at hand, zeros behind its end. */
  boolean is(long first, long second, byte[] bytes, int from, int length) {
    return is(first, second, length)
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

  /** The number of a series that was made; see {@link ReadingBlock#seriesSlots}. */
  int number(int metric) {
    return seriesSlots[metric];
  }

  private Series makeSeries(int metric, String metricName) {
    if (metric >= series.length) {
      series = Arrays.copyOf(series, Math.max(metric + 1, 2 * series.length));
      seriesSlots = Arrays.copyOf(seriesSlots, series.length);
    }
    series[metric] = new Series(text, metricName);
    seriesSlots[metric] = nextNumber.getAsInt();
    return series[metric];
  }
}
