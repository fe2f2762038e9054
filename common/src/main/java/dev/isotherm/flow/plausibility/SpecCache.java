package dev.isotherm.flow.plausibility;

import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.SeriesSpec;

/**
 * Finds what the sensor table knows of the series of readings. The latest series are cached in two
 * levels: by their slots, where the same object needs no comparison, and by their hashes. Not
 * thread-safe.
 */
final class SpecCache {

  private static final int SLOTS = 1 << 10;
  private static final int HASHES = 1 << 15;

  private record Found(
      Series series, SensorTable table, SeriesSpec spec, boolean hasHadStuckAfter) {}

  private final SensorTables tables;
  private final Found[] bySlot = new Found[SLOTS];
  private final Found[] byHash = new Found[HASHES];

  SpecCache(SensorTables tables) {
    this.tables = tables;
  }

  /**
   * What is known of a series.
   *
   * @param instant the table of this instant counts
   * @param slot a hint where to look for it, see {@link ReadingBlock#seriesSlots}
   */
  SeriesSpec of(Series series, long instant, int slot) {
    return found(series, instant, slot).spec;
  }

  /** Whether a series has {@code stuckAfter} at an instant, or had it before. */
  boolean hasHadStuckAfter(Series series, long instant, int slot) {
    return found(series, instant, slot).hasHadStuckAfter;
  }

  @SuppressWarnings("ReferenceEquality") // an equal series is found by its hash
  private Found found(Series series, long instant, int slot) {
    SensorTable table = tables.at(instant);
    Found last = bySlot[slot & (SLOTS - 1)];
    if (last == null || last.series != series || last.table != table) {
      last = of(series, instant, table);
      bySlot[slot & (SLOTS - 1)] = last;
    }
    return last;
  }

  /** The object of {@code bySlot} is that of the caller, so that it is found again. */
  @SuppressWarnings("ReferenceEquality") // for an equal series, another entry is made
  private Found of(Series series, long instant, SensorTable table) {
    int hash = series.hashCode();
    int place = (hash ^ (hash >>> 16)) & (HASHES - 1);
    Found last = byHash[place];
    if (last == null || last.table != table || !last.series.equals(series)) {
      last = new Found(series, table, table.spec(series), tables.hasHadStuckAfter(series, instant));
      byHash[place] = last;
    }
    return last.series == series
        ? last
        : new Found(series, table, last.spec, last.hasHadStuckAfter);
  }
}
