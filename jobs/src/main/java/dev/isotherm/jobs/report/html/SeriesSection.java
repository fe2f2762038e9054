package dev.isotherm.jobs.report.html;

import dev.isotherm.model.Series;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Writes the calendar of readings, the table of series, and their charts. */
final class SeriesSection {

  /** With more averages, there are no tables of the values in charts. */
  private static final int MAX_VALUES = 3_000;

  private final ReportRun run;
  private final SeriesOfRun series;
  private final AlertSpans alerts;

  SeriesSection(ReportRun run, SeriesOfRun series, AlertSpans alerts) {
    this.run = run;
    this.series = series;
    this.alerts = alerts;
  }

  void write(HtmlWriter html) throws IOException {
    TimeAxis axis = series.axis();
    if (axis == null) {
      return;
    }
    html.open("section").element("h2", "Coverage");
    CoverageTable.write(html, series.days());
    html.closeLine();
    html.open("section").element("h2", "Series");
    writeTable(html);
    html.closeLine();
    html.open("section").element("h2", "Charts");
    writeLegend(html);
    html.open("div", "class", "charts");
    SeriesChart chart = new SeriesChart(run, axis, series.averages() <= MAX_VALUES);
    int row = 0;
    for (Map.Entry<Series, SeriesTotal> one : series.totals().entrySet()) {
      row++;
      SeriesPoints points = series.points(one.getKey());
      if (points != null) {
        chart.write(
            html,
            "s" + row,
            one.getKey(),
            one.getValue(),
            points.sorted(),
            alerts.of(one.getKey()));
      }
    }
    html.close().closeLine();
  }

  private void writeTable(HtmlWriter html) throws IOException {
    int charts = Math.min(series.totals().size(), SeriesOfRun.MAX_CHARTS);
    html.open("p").text("Series with the worst alerts come first. ");
    if (series.hasMore()) {
      html.text(
          "There are more than "
              + SeriesOfRun.MAX_ROWS
              + " series: the others are in the folder"
              + " averages only. ");
    }
    if (charts < series.totals().size()) {
      html.text("The first " + charts + " have a chart.");
    }
    html.close();
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html,
        "",
        "sensor",
        "metric",
        "#readings",
        "#windows",
        "#mean",
        "#min",
        "#max",
        "from",
        "to",
        "#alerts");
    html.open("tbody");
    int row = 0;
    for (Map.Entry<Series, SeriesTotal> one : series.totals().entrySet()) {
      row++;
      writeRow(html, row, one.getKey(), one.getValue());
    }
    html.close().close().closeLine();
  }

  private void writeRow(HtmlWriter html, int row, Series of, SeriesTotal total) throws IOException {
    html.open("tr").open("th", "scope", "row");
    if (series.points(of) == null) {
      html.name(of.sensorId());
    } else {
      html.open("a", "href", "#s" + row).name(of.sensorId()).close();
    }
    html.close();
    Tables.name(html, of.metric());
    Tables.number(html, Long.toString(total.count() / run.windowing().windowsPerReading()));
    Tables.number(html, Long.toString(total.windows()));
    Tables.value(html, total.mean());
    Tables.value(html, total.min());
    Tables.value(html, total.max());
    Tables.time(html, TimeText.of(total.fromMillis(), run.zone()));
    Tables.time(html, TimeText.of(total.toMillis(), run.zone()));
    Tables.count(html, alerts.of(of).size());
    html.closeLine();
  }

  private void writeLegend(HtmlWriter html) throws IOException {
    html.open("p", "class", "legend");
    html.text("Each point is " + series.span().text() + ". ");
    key(html, "mean", "line: mean");
    key(html, "band", "band: from min to max");
    if (!run.rules().isEmpty()) {
      key(html, "limit", "dashed: limit of a rule");
      AlertSpan.writeLegend(html, Set.of(run.rules().severities()));
    }
    key(html, "cover", "below: windows with readings");
    html.close();
  }

  /** Explains a line or an area of charts. */
  static void key(HtmlWriter html, String kind, String text) throws IOException {
    html.open("span", "class", "key");
    html.open("svg", "viewBox", "0 0 24 12", "aria-hidden", "true");
    boolean isArea = kind.equals("crit") || kind.equals("warn") || kind.equals("quiet");
    String area = isArea || kind.equals("band") ? "M0 0H24V12H0z" : "M0 6H24";
    html.empty("path", "class", kind, "d", area).close();
    html.text(" " + text).close().text(" ");
  }
}
