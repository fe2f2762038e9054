package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.SeriesWindow;

/**
 * What an average has more than the one before it, so that the averages of a window can be merged
 * with those of other series; public only because Flink serialises it.
 *
 * @param window the series and the window
 * @param readings those that no earlier average of the window has
 * @param isFirst whether this is the first average of the window
 */
public record AddedReadings(SeriesWindow window, AverageAccumulator readings, boolean isFirst) {}
