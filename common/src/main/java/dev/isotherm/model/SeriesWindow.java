package dev.isotherm.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One window of one series.
 *
 * @param series the series
 * @param startMillis first instant, in milliseconds since the epoch
 * @param endMillis first instant after the window
 */
public record SeriesWindow(Series series, long startMillis, long endMillis) {

  public SeriesWindow {
    Objects.requireNonNull(series, "series");
    if (endMillis <= startMillis) {
      throw new IllegalArgumentException(
          "window [" + startMillis + ", " + endMillis + "): must end after it starts");
    }
  }

  /** Returns the last instant of the window. */
  public long lastMillis() {
    return endMillis - 1;
  }

  /** Returns whether two windows of one series overlap, or one starts where the other ends. */
  public boolean touches(SeriesWindow other) {
    return startMillis <= other.endMillis && other.startMillis <= endMillis;
  }

  /** Returns the smallest window that contains two windows of one series. */
  public SeriesWindow joined(SeriesWindow other) {
    return new SeriesWindow(
        series, Math.min(startMillis, other.startMillis), Math.max(endMillis, other.endMillis));
  }

  /** Returns the window that starts and ends later by a number of milliseconds. */
  public SeriesWindow shifted(long millis) {
    return millis == 0 ? this : new SeriesWindow(series, startMillis + millis, endMillis + millis);
  }

  /** Is written out for speed, see {@link Series#equals}. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SeriesWindow that
            && startMillis == that.startMillis
            && endMillis == that.endMillis
            && series.equals(that.series));
  }

  /** Is the same in every JVM, because Flink assigns keys to subtasks by their hash. */
  @Override
  public int hashCode() {
    return 31 * (31 * series.hashCode() + Long.hashCode(startMillis)) + Long.hashCode(endMillis);
  }

  @Override
  public String toString() {
    return series
        + " in ["
        + Instant.ofEpochMilli(startMillis)
        + ", "
        + Instant.ofEpochMilli(endMillis)
        + ")";
  }
}
