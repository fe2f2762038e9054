package dev.isotherm.parse.message;

import dev.isotherm.model.Series;

/**
 * Returns equal series as one object where it can, so that their names are checked once. Each slot
 * keeps the last series that it was asked for, so the cache is bounded.
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
