package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Average;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;

/**
 * The state of a window that can still change.
 *
 * @param total the readings of the window so far
 * @param nextRevision revision of the next average; 0 while none is published
 */
public record OpenWindow(AverageAccumulator total, int nextRevision) {

  /** The window before its first reading. */
  public static OpenWindow empty() {
    return new OpenWindow(new AverageAccumulator(), 0);
  }

  /** Whether an average of this window was published. */
  public boolean isPublished() {
    return nextRevision > 0;
  }

  /** The average of the readings so far, with percentiles. */
  public Average average(SeriesWindow window, WantedPercentiles percentiles) {
    Average average =
        total.toAverage(window.series(), window.startMillis(), window.endMillis(), nextRevision);
    return percentiles.isEmpty() ? average : average.with(total.percentiles(percentiles));
  }

  /** This window, whose total keeps what the percentiles need. */
  public OpenWindow keeping(WantedPercentiles percentiles) {
    if (!percentiles.isEmpty()) {
      total.keepPercentiles();
    }
    return this;
  }

  /** This window after its average was published. */
  public OpenWindow published() {
    return new OpenWindow(total, nextRevision + 1);
  }
}
