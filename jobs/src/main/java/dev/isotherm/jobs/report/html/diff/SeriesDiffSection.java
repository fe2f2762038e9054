package dev.isotherm.jobs.report.html.diff;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.isotherm.jobs.diff.DiffCounts;
import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.jobs.diff.EpisodePair;
import dev.isotherm.jobs.diff.EpisodePair.Difference;
import dev.isotherm.jobs.report.html.AlertSpan;
import dev.isotherm.jobs.report.html.HtmlWriter;
import dev.isotherm.jobs.report.html.Tables;
import dev.isotherm.jobs.report.html.TimeAxis;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the series that had alerts, those with the most differences first, and for each the
 * periods of its alerts under the old and under the new rules.
 */
final class SeriesDiffSection {

  private static final int MAX_ROWS = 2_000;
  private static final int MAX_CHARTS = 200;
  private static final int MAX_RULES_OF_CHART = 20;

  /** What is known of a series. */
  private record Row(Series series, List<EpisodePair> pairs, DiffCounts counts) {}

  private static final Comparator<Row> MOST_DIFFERENT_FIRST =
      Comparator.<Row>comparingLong(row -> -row.counts.allDifferent()).thenComparing(Row::series);

  private final ZoneId zone;
  private final List<Row> rows;
  private final @Nullable TimeAxis axis;
  private final Set<Severities> severities = new LinkedHashSet<>();

  SeriesDiffSection(ZoneId zone, List<EpisodePair> pairs) {
    this.zone = zone;
    for (EpisodePair pair : pairs) {
      Stream.of(pair.old(), pair.changed())
          .filter(Objects::nonNull)
          .forEach(episode -> severities.add(episode.severities()));
    }
    this.rows =
        pairs.stream().collect(groupingBy(EpisodePair::series)).entrySet().stream()
            .map(one -> new Row(one.getKey(), one.getValue(), DiffCounts.of(one.getValue())))
            .sorted(MOST_DIFFERENT_FIRST)
            .toList();
    this.axis = pairs.isEmpty() ? null : axis(pairs);
  }

  /** From the first begin to the last begin or end, and a little more for what is open then. */
  private TimeAxis axis(List<EpisodePair> pairs) {
    long from = pairs.get(0).fromMillis();
    long to =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.old(), pair.changed()))
            .filter(Objects::nonNull)
            .mapToLong(episode -> episode.isOpen() ? episode.fromMillis() : episode.toMillis())
            .max()
            .orElse(from);
    return new TimeAxis(from, to + Math.max(1, (to - from) / 50), zone);
  }

  void write(HtmlWriter html) throws IOException {
    if (axis == null) {
      return;
    }
    html.open("section").element("h2", "Series");
    html.open("p").text("Series with the most differences come first. ");
    if (rows.size() > MAX_ROWS) {
      html.text("There are " + (rows.size() - MAX_ROWS) + " more. ");
    }
    if (rows.size() > MAX_CHARTS) {
      html.text("The first " + MAX_CHARTS + " have a chart.");
    }
    html.close();
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html, "", "sensor", "metric", "#old", "#new", "#same", "#different", "#fewer", "#more");
    html.open("tbody");
    for (int i = 0; i < Math.min(rows.size(), MAX_ROWS); i++) {
      writeRow(html, i);
    }
    html.close().close().closeLine();
    html.closeLine();
    html.open("section").element("h2", "Charts");
    html.open("p", "class", "legend");
    html.text(
        "From the first alert to the last one; what is open then goes on to the right edge. ");
    AlertSpan.writeLegend(html, severities);
    html.close();
    html.open("div", "class", "charts");
    for (int i = 0; i < Math.min(rows.size(), MAX_CHARTS); i++) {
      writeChart(html, i);
    }
    html.close().closeLine();
  }

  private void writeRow(HtmlWriter html, int index) throws IOException {
    Row row = rows.get(index);
    html.open("tr").open("th", "scope", "row");
    if (index < MAX_CHARTS) {
      html.open("a", "href", "#s" + (index + 1)).name(row.series.sensorId()).close();
    } else {
      html.name(row.series.sensorId());
    }
    html.close();
    Tables.name(html, row.series.metric());
    Tables.count(html, row.counts.old());
    Tables.count(html, row.counts.changed());
    Tables.count(html, row.counts.same());
    Tables.count(html, row.counts.different());
    Tables.count(html, row.counts.of(Difference.FEWER));
    Tables.count(html, row.counts.of(Difference.MORE));
    html.closeLine();
  }

  private void writeChart(HtmlWriter html, int index) throws IOException {
    Row row = rows.get(index);
    html.open("figure", "id", "s" + (index + 1)).open("figcaption").open("h3");
    html.name(row.series.metric()).text(" of ").name(row.series.sensorId()).close().close();
    html.open("div", "class", "lanes");
    Map<String, List<EpisodePair>> byRule =
        row.pairs.stream().collect(groupingBy(EpisodePair::rule, TreeMap::new, toList()));
    int lanes = 0;
    for (Map.Entry<String, List<EpisodePair>> rule : byRule.entrySet()) {
      if (lanes++ < MAX_RULES_OF_CHART) {
        html.open("h4").name(rule.getKey()).close();
        writeLane(html, "old", rule.getKey(), rule.getValue(), EpisodePair::old);
        writeLane(html, "new", rule.getKey(), rule.getValue(), EpisodePair::changed);
      }
    }
    axis.writeTicks(html);
    html.close();
    if (lanes > MAX_RULES_OF_CHART) {
      html.element("p", "There are alerts of " + (lanes - MAX_RULES_OF_CHART) + " more rules.");
    }
    html.closeLine();
  }

  private void writeLane(
      HtmlWriter html,
      String label,
      String rule,
      List<EpisodePair> pairs,
      Function<EpisodePair, @Nullable Episode> side)
      throws IOException {
    List<AlertSpan> spans = new ArrayList<>();
    for (EpisodePair pair : pairs) {
      Episode episode = side.apply(pair);
      if (episode != null) {
        spans.add(new AlertSpan(rule, pair.series(), episode));
      }
    }
    spans.sort(Comparator.comparingLong(span -> span.episode().fromMillis()));
    html.element("span", label);
    AlertSpan.writeLane(html, axis, spans, label + " rules, alerts: " + spans.size());
  }
}
