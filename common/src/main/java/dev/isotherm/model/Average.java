package dev.isotherm.model;

import dev.isotherm.model.percentile.Percentiles;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Statistics of the readings of a series in a window; of at least one reading.
 *
 * @param series the series of the readings
 * @param windowStartMillis first instant of the window, in milliseconds since the epoch
 * @param windowEndMillis first instant after the window
 * @param count number of readings, at least 1
 * @param sum their sum, rounded once from the exact value; infinite if it exceeds every double
 * @param mean sum / count, rounded once from the exact value
 * @param min the smallest reading
 * @param max the largest reading
 * @param stddev population standard deviation, rounded once from the exact value
 * @param revision 0 for the first result of the window, increased by 1 for each later one
 * @param percentiles those that were asked for
 * @param expected how many readings were expected; 0 if that is not known
 */
public record Average(
    Series series,
    long windowStartMillis,
    long windowEndMillis,
    long count,
    double sum,
    double mean,
    double min,
    double max,
    double stddev,
    int revision,
    Percentiles percentiles,
    long expected) {

  public Average {
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(percentiles, "percentiles");
    if (windowEndMillis <= windowStartMillis) {
      throw new IllegalArgumentException(
          "window [" + windowStartMillis + ", " + windowEndMillis + "): must end after it starts");
    }
    if (count < 1) {
      throw new IllegalArgumentException("count " + count + ": must be at least 1");
    }
    if (revision < 0) {
      throw new IllegalArgumentException("revision " + revision + ": must be at least 0");
    }
    if (expected < 0) {
      throw new IllegalArgumentException("expected " + expected + ": must be at least 0");
    }
  }

  /** Creates an average without percentiles, of readings of which no number was expected. */
  public Average(
      Series series,
      long windowStartMillis,
      long windowEndMillis,
      long count,
      double sum,
      double mean,
      double min,
      double max,
      double stddev,
      int revision) {
    this(
        series,
        windowStartMillis,
        windowEndMillis,
        count,
        sum,
        mean,
        min,
        max,
        stddev,
        revision,
        Percentiles.NONE,
        0);
  }

  /** Returns this average with other percentiles. */
  public Average with(Percentiles other) {
    return changed(revision, other, expected);
  }

  /** Returns this average as another revision. */
  public Average withRevision(int other) {
    return changed(other, percentiles, expected);
  }

  /** Returns this average with another number of readings that were expected. */
  public Average withExpected(long readings) {
    return changed(revision, percentiles, readings);
  }

  /** count / expected, which exceeds 1 if there are more readings; empty if none was expected. */
  public OptionalDouble coverage() {
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / expected);
  }

  private Average changed(int newRevision, Percentiles newPercentiles, long newExpected) {
    return new Average(
        series,
        windowStartMillis,
        windowEndMillis,
        count,
        sum,
        mean,
        min,
        max,
        stddev,
        newRevision,
        newPercentiles,
        newExpected);
  }

  /** Returns the window and its series. */
  public SeriesWindow window() {
    return new SeriesWindow(series, windowStartMillis, windowEndMillis);
  }
}
