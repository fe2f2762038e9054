package dev.isotherm.jobs.report.html.diff;

import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.jobs.diff.EpisodePair;
import dev.isotherm.jobs.report.DiffReport;
import dev.isotherm.jobs.report.html.AlertSpan;
import dev.isotherm.jobs.report.html.HtmlWriter;
import dev.isotherm.jobs.report.html.Tables;
import dev.isotherm.jobs.report.html.TimeText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the alerts that appear, vanish or change, in the order of time. */
final class DifferenceSection {

  private static final int MAX_DIFFERENCES = 1_000;

  private final ZoneId zone;
  private final List<EpisodePair> differences;

  DifferenceSection(ZoneId zone, List<EpisodePair> pairs) {
    this.zone = zone;
    this.differences = pairs.stream().filter(pair -> !pair.isSame()).toList();
  }

  void write(HtmlWriter html) throws IOException {
    html.open("section").element("h2", "Differences");
    if (differences.isEmpty()) {
      html.element("p", "No alert differs.").closeLine();
      return;
    }
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html,
        "Alerts that differ, in the order of time",
        "rule",
        "sensor",
        "metric",
        "difference",
        "old",
        "new");
    html.open("tbody");
    for (EpisodePair pair : differences.subList(0, Math.min(differences.size(), MAX_DIFFERENCES))) {
      writeRow(html, pair);
    }
    html.close().close().closeLine();
    if (differences.size() > MAX_DIFFERENCES) {
      html.element(
          "p",
          "There are "
              + (differences.size() - MAX_DIFFERENCES)
              + " more differences; rules diff --all shows them.");
    }
    html.closeLine();
  }

  private void writeRow(HtmlWriter html, EpisodePair pair) throws IOException {
    html.open("tr").open("th", "scope", "row").name(pair.rule()).close();
    Tables.name(html, pair.series().sensorId());
    Tables.name(html, pair.series().metric());
    html.element("td", words(pair), "class", "w");
    writeSpan(html, pair, pair.old());
    writeSpan(html, pair, pair.changed());
    html.closeLine();
  }

  private static String words(EpisodePair pair) {
    if (pair.old() == null) {
      return "appears";
    }
    return pair.changed() == null ? "vanishes" : DiffReport.words(pair);
  }

  private void writeSpan(HtmlWriter html, EpisodePair pair, @Nullable Episode episode)
      throws IOException {
    if (episode == null) {
      Tables.text(html, "\u2013");
      return;
    }
    html.open("td", "class", "w");
    new AlertSpan(pair.rule(), pair.series(), episode).writeBadge(html);
    long from = episode.fromMillis();
    html.text(" ").element("span", TimeText.of(from, zone), "class", "t").text(" \u2013 ");
    if (episode.isOpen()) {
      html.text("open at the end");
    } else {
      html.element("span", TimeText.of(episode.toMillis(), zone), "class", "t");
      html.text(", " + TimeText.duration(episode.toMillis() - from));
    }
    html.close();
  }
}
