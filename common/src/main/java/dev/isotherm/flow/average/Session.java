package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Average;
import dev.isotherm.model.SeriesWindow;

/**
 * A session as it is kept between readings; public only for Flink, which serialises it.
 *
 * @param window from the first reading to one gap after the last
 * @param total all readings that are in it by now
 * @param nextRevision of its average; 0 while nothing was published of it
 */
public record Session(SeriesWindow window, AverageAccumulator total, int nextRevision) {

  /** Of readings that nothing is known of yet. */
  static Session of(PartialAggregate partial) {
    return new Session(partial.window(), partial.average().copy(), 0);
  }

  boolean isPublished() {
    return nextRevision > 0;
  }

  /**
   * Both as one. Its next revision is above all that was published of either. Takes over the total
   * of this one, which must not be used any more.
   */
  Session joined(Session other) {
    total.merge(other.total);
    return new Session(
        window.joined(other.window), total, Math.max(nextRevision, other.nextRevision));
  }

  /** Its average as of now. */
  Average average() {
    return total.toAverage(window.series(), window.startMillis(), window.endMillis(), nextRevision);
  }

  /** The same after its average has been published. */
  Session published() {
    return new Session(window, total, nextRevision + 1);
  }
}
