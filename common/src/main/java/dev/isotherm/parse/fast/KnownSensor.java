package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.Arrays;
import java.util.function.IntSupplier;

/** The name of a sensor as bytes, and its series, each created once. */
final class KnownSensor {

  final long hash;

  /** How many sensors were known before it. */
  final int number;

  private final long firstWord;
  private final long secondWord;
  private final int nameLength;
  private final byte[] name;
  private final String text;
  private final IntSupplier nextSlot;
  private Series[] series = new Series[1];
  private int[] seriesSlots = new int[1];

  /**
   * Creates a sensor whose name is valid for a {@link Series} and is ASCII.
   *
   * @param number how many sensors were known before it
   * @param nextSlot gives each series its slot
   */
  KnownSensor(long hash, int number, byte[] name, String text, IntSupplier nextSlot) {
    this.hash = hash;
    this.number = number;
    this.firstWord = Swar.at(name, 0);
    this.secondWord = Swar.at(name, Math.min(name.length, Long.BYTES));
    this.nameLength = name.length;
    this.name = name;
    this.text = text;
    this.nextSlot = nextSlot;
  }

  String text() {
    return text;
  }

  /** Returns whether the name has this length and these first sixteen bytes, padded with zeros. */
  boolean is(long first, long second, int length) {
    return ((firstWord ^ first) | (secondWord ^ second) | (nameLength ^ length)) == 0;
  }

  /** Returns whether the name is in the bytes; its first sixteen bytes are padded with zeros. */
  boolean is(long first, long second, byte[] bytes, int from, int length) {
    return is(first, second, length)
        && (length <= 2 * Long.BYTES
            || Arrays.equals(
                bytes, from + 2 * Long.BYTES, from + length, name, 2 * Long.BYTES, name.length));
  }

  /** Returns the series of a metric; the same number always stands for the same metric. */
  Series series(int metric, String metricName) {
    return metric < series.length && series[metric] != null
        ? series[metric]
        : createSeries(metric, metricName);
  }

  /** Returns the slot of a series already returned, see {@link ReadingBlock#seriesSlots}. */
  int seriesSlot(int metric) {
    return seriesSlots[metric];
  }

  private Series createSeries(int metric, String metricName) {
    if (metric >= series.length) {
      series = Arrays.copyOf(series, Math.max(metric + 1, 2 * series.length));
      seriesSlots = Arrays.copyOf(seriesSlots, series.length);
    }
    series[metric] = new Series(text, metricName);
    seriesSlots[metric] = nextSlot.getAsInt();
    return series[metric];
  }
}
