package dev.isotherm.jobs.report.html;

import dev.isotherm.average.ExactSum;
import dev.isotherm.model.Average;

/** What is known of a series in all of its windows. Is mutable, because it is built in a stream. */
final class SeriesTotal {

  private long windows;
  private long count;
  private final ExactSum sum = new ExactSum();
  private boolean exceedsDouble;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long fromMillis = Long.MAX_VALUE;
  private long toMillis = Long.MIN_VALUE;

  void add(Average average) {
    windows++;
    count += average.count();
    min = Math.min(min, average.min());
    max = Math.max(max, average.max());
    fromMillis = Math.min(fromMillis, average.windowStartMillis());
    toMillis = Math.max(toMillis, average.windowEndMillis());
    if (Double.isFinite(average.sum())) {
      sum.add(average.sum());
    } else {
      exceedsDouble = true;
    }
  }

  long windows() {
    return windows;
  }

  /** Readings, counted once for each of their windows. */
  long count() {
    return count;
  }

  /** The mean of all readings; NaN if their sum exceeds a double. */
  double mean() {
    return exceedsDouble ? Double.NaN : sum.rounded() / count;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  long fromMillis() {
    return fromMillis;
  }

  /** The first instant after the last window. */
  long toMillis() {
    return toMillis;
  }
}
