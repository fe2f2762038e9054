package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.SeriesWindow;

/**
 * Some readings of a series in a window, folded, on their way to where all of them merge.
 *
 * @param window the series and the window; of a session that of these readings alone: from the
 *     first to one gap after the last
 * @param average the readings
 * @param firstMillis instant of the first of them that came, in milliseconds since the epoch
 */
public record PartialAggregate(SeriesWindow window, AverageAccumulator average, long firstMillis) {

  /**
   * The reading in it, which came too late for the window.
   *
   * @throws IllegalStateException if there are several: they can no longer be told apart, and must
   *     not be lost without a word
   */
  LateReading singleLateReading() {
    if (average.count() != 1) {
      throw new IllegalStateException(
          average.count() + " readings, folded, came too late for " + window);
    }
    return LateReading.ofAverages(new Reading(window.series(), firstMillis, average.min()), window);
  }
}
