package dev.isotherm.flow.average;

import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;

/**
 * A session and its state; public only because Flink serialises it.
 *
 * @param window from the first reading to one gap after the last
 * @param open the readings of the session so far
 */
public record Session(SeriesWindow window, OpenWindow open) {

  /** A session of readings that touch no other session, which keeps what percentiles need. */
  static Session of(PartialAggregate partial, WantedPercentiles percentiles) {
    OpenWindow open = new OpenWindow(partial.average().copy(), 0);
    return new Session(partial.window(), open.keeping(percentiles));
  }

  boolean isPublished() {
    return open.isPublished();
  }

  /**
   * Joins two sessions. The next revision is above every published revision of either. This
   * session's total is reused and must not be read any more.
   */
  Session joined(Session other) {
    open.total().merge(other.open.total());
    return new Session(
        window.joined(other.window),
        new OpenWindow(open.total(), Math.max(open.nextRevision(), other.open.nextRevision())));
  }

  /** This session after its average was published. */
  Session published() {
    return new Session(window, open.published());
  }
}
