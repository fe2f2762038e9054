package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.SeriesWindow;

/**
 * Readings of a series and window that one subtask has aggregated, on the way to the merge.
 *
 * @param window the series and the window; for sessions the window of these readings alone, from
 *     the first reading to one gap after the last
 * @param average the aggregated readings
 * @param firstMillis instant of the reading that came first, in milliseconds since the epoch
 */
public record PartialAggregate(SeriesWindow window, AverageAccumulator average, long firstMillis) {

  /**
   * The only reading in it, as a late reading.
   *
   * @throws IllegalStateException if there are several: they cannot be separated any more, and must
   *     not be lost in silence
   */
  LateReading singleLateReading(LateReading.Exclusion exclusion) {
    if (average.count() != 1) {
      throw new IllegalStateException(
          average.count() + " aggregated readings came too late for " + window);
    }
    return new LateReading(
        new Reading(window.series(), firstMillis, average.min()), exclusion, window);
  }
}
