package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Average;
import dev.isotherm.model.SeriesWindow;

/**
 * The state of a window that can still change.
 *
 * @param total the readings of the window so far
 * @param nextRevision revision of the next average; 0 while none is published
 */
public record OpenWindow(AverageAccumulator total, int nextRevision) {

  public static OpenWindow empty() {
    return new OpenWindow(new AverageAccumulator(), 0);
  }

  /** Whether an average of this window was published. */
  public boolean isPublished() {
    return nextRevision > 0;
  }

  /** The average of the readings so far. */
  public Average average(SeriesWindow window) {
    return total.toAverage(window.series(), window.startMillis(), window.endMillis(), nextRevision);
  }

  /** This window after its average was published. */
  public OpenWindow published() {
    return new OpenWindow(total, nextRevision + 1);
  }
}
