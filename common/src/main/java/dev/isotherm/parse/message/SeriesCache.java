package dev.isotherm.parse.message;

import dev.isotherm.model.Series;

/**
 * Gives equal series as one object where it can, so that a million readings of a thousand series do
 * not make a million series. Each slot keeps the series that was asked for last: bounded, and never
 * in need of a clean-up.
 */
final class SeriesCache {

  private static final int SLOTS = 1 << 12;

  private final Series[] slots = new Series[SLOTS];

  Series of(String sensorId, String metric) {
    int hash = 31 * sensorId.hashCode() + metric.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    Series series = slots[slot];
    if (series == null || !series.sensorId().equals(sensorId) || !series.metric().equals(metric)) {
      series = new Series(sensorId, metric);
      slots[slot] = series;
    }
    return series;
  }
}
