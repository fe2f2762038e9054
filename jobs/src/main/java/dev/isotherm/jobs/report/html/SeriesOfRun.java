package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The averages of a run, by series. They are read twice: once for the totals, and once for the
 * charts, because only then the time axis is known. The memory is bounded by the number of series
 * that are shown.
 */
final class SeriesOfRun {

  /** So many series have a row in the table. */
  static final int MAX_ROWS = 2_000;

  /** So many of these have a chart. */
  static final int MAX_CHARTS = 500;

  private final NavigableMap<Series, SeriesTotal> totals;
  private final Map<Series, SeriesPoints> points = new HashMap<>();
  private final ReadingsByDay days;
  private long averages;
  private long windowsOfLongest;
  private long fromMillis = Long.MAX_VALUE;
  private long toMillis = Long.MIN_VALUE;
  private boolean hasMore;
  private @Nullable TimeAxis axis;
  private PointSpan span;

  private SeriesOfRun(ReportRun run, AlertSpans alerts) {
    this.days = new ReadingsByDay(run);
    this.span = new PointSpan(0, 0, run.zone());
    this.totals =
        new TreeMap<>(
            Comparator.<Series>comparingInt(series -> -alerts.worst(series))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Reads all averages of a folder of results. */
  static SeriesOfRun read(ResultFolder folder, ReportRun run, AlertSpans alerts)
      throws IOException {
    SeriesOfRun read = new SeriesOfRun(run, alerts);
    forEachAverage(folder, read::addToTotals);
    if (read.averages > 0) {
      read.axis = new TimeAxis(read.fromMillis, read.toMillis, run.zone());
      read.totals.keySet().stream().limit(MAX_CHARTS).forEach(read::prepareChart);
      read.span = PointSpan.choose(read.axis, read.windowsOfLongest);
      read.points.replaceAll((series, none) -> new SeriesPoints(read.span));
      forEachAverage(folder, read::addToPoints);
    }
    return read;
  }

  private static void forEachAverage(ResultFolder folder, Consumer<Average> consumer)
      throws IOException {
    folder.forEachLine(
        ResultFolder.AVERAGES, line -> consumer.accept(JsonLinesReader.readAverage(line)));
  }

  private void prepareChart(Series series) {
    points.put(series, new SeriesPoints(span));
    windowsOfLongest = Math.max(windowsOfLongest, totals.get(series).windows());
  }

  private void addToTotals(Average average) {
    averages++;
    fromMillis = Math.min(fromMillis, average.windowStartMillis());
    toMillis = Math.max(toMillis, average.windowEndMillis());
    days.add(average);
    // A series that was removed never comes back: as many are before it as are kept.
    totals.computeIfAbsent(average.series(), series -> new SeriesTotal()).add(average);
    if (totals.size() > MAX_ROWS) {
      totals.pollLastEntry();
      hasMore = true;
    }
  }

  private void addToPoints(Average average) {
    SeriesPoints chart = points.get(average.series());
    if (chart != null) {
      chart.add(average);
    }
  }

  /** The series with the worst alerts first, then by name; {@value #MAX_ROWS} at most. */
  NavigableMap<Series, SeriesTotal> totals() {
    return totals;
  }

  /** The points of a series; {@code null} if it has no chart. */
  @Nullable SeriesPoints points(Series series) {
    return points.get(series);
  }

  ReadingsByDay days() {
    return days;
  }

  long averages() {
    return averages;
  }

  /** Whether there are more series than rows. */
  boolean hasMore() {
    return hasMore;
  }

  /** The time axis; {@code null} without averages. */
  @Nullable TimeAxis axis() {
    return axis;
  }

  PointSpan span() {
    return span;
  }
}
