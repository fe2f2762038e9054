package dev.isotherm.jobs.report.html;

import dev.isotherm.average.ExactSum;
import dev.isotherm.model.Average;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The points of the chart of a series. Is mutable, because they are read in a stream. */
final class SeriesPoints {

  private final PointSpan span;
  private final List<Point> windows = new ArrayList<>();
  private final Map<Long, Sum> sums = new TreeMap<>();

  /** The windows of one point. */
  private static final class Sum {
    private final ExactSum sum = new ExactSum();
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(Average average) {
      // The sum of a window may exceed a double.
      sum.add(Double.isFinite(average.sum()) ? average.sum() : 0);
      count += Double.isFinite(average.sum()) ? average.count() : 0;
      min = Math.min(min, average.min());
      max = Math.max(max, average.max());
    }

    Point point(long start, long end) {
      double mean = count == 0 ? min / 2 + max / 2 : sum.rounded() / count;
      return new Point(start, end, count, mean, min, max);
    }
  }

  SeriesPoints(PointSpan span) {
    this.span = span;
  }

  void add(Average average) {
    if (span.isWindow()) {
      windows.add(
          new Point(
              average.windowStartMillis(),
              average.windowEndMillis(),
              average.count(),
              average.mean(),
              average.min(),
              average.max()));
    } else {
      sums.computeIfAbsent(span.startOf(average.windowStartMillis()), start -> new Sum())
          .add(average);
    }
  }

  /** Returns the points by their start. */
  List<Point> sorted() {
    if (span.isWindow()) {
      windows.sort(
          Comparator.comparingLong(Point::startMillis).thenComparingLong(Point::endMillis));
      return windows;
    }
    return sums.entrySet().stream()
        .map(sum -> sum.getValue().point(sum.getKey(), span.endOf(sum.getKey())))
        .toList();
  }
}
