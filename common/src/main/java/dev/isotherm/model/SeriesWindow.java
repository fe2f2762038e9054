package dev.isotherm.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One window of one series: what an average is of.
 *
 * @param series the series
 * @param startMillis first instant, in milliseconds since the epoch
 * @param endMillis first instant after
 */
public record SeriesWindow(Series series, long startMillis, long endMillis) {

  public SeriesWindow {
    Objects.requireNonNull(series, "series");
    if (endMillis <= startMillis) {
      throw new IllegalArgumentException(
          "window [" + startMillis + ", " + endMillis + "): must end after it starts");
    }
  }

  /** The last instant that belongs to the window: once it has passed, the window is complete. */
  public long lastMillis() {
    return endMillis - 1;
  }

  /** Whether they overlap, or one begins where the other ends; both are of one series. */
  public boolean touches(SeriesWindow other) {
    return startMillis <= other.endMillis && other.startMillis <= endMillis;
  }

  /** From the earlier start to the later end; both are of one series. */
  public SeriesWindow joined(SeriesWindow other) {
    return new SeriesWindow(
        series, Math.min(startMillis, other.startMillis), Math.max(endMillis, other.endMillis));
  }

  /** The window that begins and ends so much later. */
  public SeriesWindow shifted(long millis) {
    return millis == 0 ? this : new SeriesWindow(series, startMillis + millis, endMillis + millis);
  }

  /** By hand, as that of {@link Series}. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SeriesWindow that
            && startMillis == that.startMillis
            && endMillis == that.endMillis
            && series.equals(that.series));
  }

  /** The same in every JVM: Flink sends a key where its hash says. */
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
