package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.report.TableReport;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.window.SessionWindows;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;

/** Writes the chart of a series, its figures, and the values of its points if they are few. */
final class SeriesChart {

  /** A series with more points has no table of them. */
  private static final int MAX_VALUES_OF_SERIES = 100;

  private final ReportRun run;
  private final TimeAxis axis;
  private final boolean withValues;

  /**
   * Prepares the charts of a report.
   *
   * @param withValues whether there is room for tables of values
   */
  SeriesChart(ReportRun run, TimeAxis axis, boolean withValues) {
    this.run = run;
    this.axis = axis;
    this.withValues = withValues;
  }

  /** Writes one chart. */
  void write(
      HtmlWriter html,
      String id,
      Series series,
      SeriesTotal total,
      List<Point> points,
      List<AlertSpan> spans)
      throws IOException {
    html.open("figure", "id", id).open("figcaption").open("h3").name(series.metric());
    html.text(" of ").name(series.sensorId()).close();
    html.open("p", "class", "figures");
    figure(html, "mean", TableReport.number(total.mean()));
    figure(html, "min", TableReport.number(total.min()));
    figure(html, "max", TableReport.number(total.max()));
    figure(html, "readings", Long.toString(total.count() / run.windowing().windowsPerReading()));
    html.close();
    writeAlerts(html, spans);
    html.close();
    SortedSet<Double> limits = ValueAxis.limits(rulesOn(series));
    ValueAxis values = ValueAxis.of(total.min(), total.max(), limits);
    writePlot(html, series, total, points, spans, new ChartPaths(axis, values), limits);
    if (withValues && points.size() <= MAX_VALUES_OF_SERIES) {
      writeValues(html, points);
    }
    html.closeLine();
  }

  private List<Rule> rulesOn(Series series) {
    return run.rules().rules().stream().filter(rule -> rule.watches(series)).toList();
  }

  private static void figure(HtmlWriter html, String name, String value) throws IOException {
    html.open("span").text(name + " ").element("b", value).close().text(" ");
  }

  private void writeAlerts(HtmlWriter html, List<AlertSpan> spans) throws IOException {
    if (spans.isEmpty()) {
      return;
    }
    html.open("p", "class", "badges");
    AlertSpan.writeCounts(html, spans, run.rules().severities());
    html.close();
  }

  private void writePlot(
      HtmlWriter html,
      Series series,
      SeriesTotal total,
      List<Point> points,
      List<AlertSpan> spans,
      ChartPaths paths,
      SortedSet<Double> limits)
      throws IOException {
    List<List<Point>> runs = ChartPaths.runs(points, run.windowing() instanceof SessionWindows);
    html.open("div", "class", "plot").open("div", "class", "y");
    html.element("span", TableReport.number(paths.values().high()));
    html.element("span", TableReport.number(paths.values().low())).close();
    html.open(
        "svg",
        "viewBox",
        "0 0 " + TimeAxis.WIDTH + " " + ValueAxis.HEIGHT,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        description(series, total, spans));
    StringBuilder grid = new StringBuilder();
    axis.ticks()
        .forEach(tick -> grid.append('M').append(tick.x()).append(" 0V").append(ValueAxis.HEIGHT));
    path(html, "grid", grid.toString());
    AlertSpan.writePaths(html, axis, spans);
    path(html, "band", paths.band(runs));
    path(html, "limit", paths.limits(limits));
    path(html, "mean", paths.means(runs));
    html.close();
    html.open(
        "svg",
        "class",
        "strip",
        "viewBox",
        "0 0 " + TimeAxis.WIDTH + " 1",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    path(html, "cover", paths.coverage(points));
    html.close();
    axis.writeTicks(html);
    html.close();
  }

  private static String description(Series series, SeriesTotal total, List<AlertSpan> spans) {
    return series.metric()
        + " of "
        + series.sensorId()
        + ": mean "
        + TableReport.number(total.mean())
        + ", from "
        + TableReport.number(total.min())
        + " to "
        + TableReport.number(total.max())
        + (spans.isEmpty() ? "" : "; alerts: " + spans.size());
  }

  private static void path(HtmlWriter html, String kind, String path) throws IOException {
    if (!path.isEmpty()) {
      html.empty("path", "class", kind, "d", path);
    }
  }

  private void writeValues(HtmlWriter html, List<Point> points) throws IOException {
    html.open("details").element("summary", "Values");
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(html, "", "window", "#count", "#mean", "#min", "#max");
    html.open("tbody");
    for (Point point : points) {
      html.open("tr");
      html.element(
          "th",
          TableReport.title(point.startMillis(), point.endMillis(), run.zone()),
          "scope",
          "row");
      Tables.number(html, Long.toString(point.count()));
      Tables.value(html, point.mean());
      Tables.value(html, point.min());
      Tables.value(html, point.max());
      html.closeLine();
    }
    html.close().close().close().close();
  }
}
