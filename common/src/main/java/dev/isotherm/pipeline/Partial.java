package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.model.SeriesWindow;

/**
 * Some readings of a series in a window, folded, on their way to where all of them merge.
 *
 * @param window the series and the window
 * @param average the readings
 * @param firstMillis instant of the first of them that came, in milliseconds since the epoch
 */
public record Partial(SeriesWindow window, PartialAverage average, long firstMillis) {}
