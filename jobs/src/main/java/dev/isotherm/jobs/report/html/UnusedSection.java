package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.jobs.report.ImplausibleReport.OfSeries;
import dev.isotherm.jobs.report.RejectionSummary.Alike;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Writes which messages were rejected, what was left out of the others, and what is implausible.
 */
final class UnusedSection {

  private static final int MAX_EXAMPLES = 50;
  private static final int MAX_LEFT_OUT = 200;
  private static final int MAX_IMPLAUSIBLE = 200;

  private final ReportRun run;
  private final BatchResults results;

  UnusedSection(ReportRun run, BatchResults results) {
    this.run = run;
    this.results = results;
  }

  void write(HtmlWriter html) throws IOException {
    html.open("section").element("h2", "Rejected messages");
    Map<RejectionReason, Long> byReason = results.rejections().byReason();
    if (byReason.isEmpty()) {
      html.element("p", "None.");
    } else {
      writeReasons(html, byReason);
      writeExamples(html);
    }
    html.closeLine();
    html.open("section").element("h2", "Left out of accepted messages");
    List<LeftOut> leftOut = results.leftOut().entries();
    if (leftOut.isEmpty()) {
      html.element("p", "Nothing.");
    } else {
      writeLeftOut(html, leftOut);
    }
    html.closeLine();
    if (results.implausible().count() > 0) {
      html.open("section").element("h2", "Implausible readings");
      writeImplausible(html, results.implausible().entries());
      html.closeLine();
    }
  }

  private void writeImplausible(HtmlWriter html, List<OfSeries> implausible) throws IOException {
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html,
        "Excluded by the sensor table",
        "sensor",
        "metric",
        "#readings",
        "why",
        "first value",
        "at");
    html.open("tbody");
    for (OfSeries one : implausible.subList(0, Math.min(implausible.size(), MAX_IMPLAUSIBLE))) {
      html.open("tr").open("th", "scope", "row").name(one.series().sensorId()).close();
      Tables.name(html, one.series().metric());
      Tables.number(html, Long.toString(one.count()));
      Tables.text(html, one.words());
      Tables.number(html, JsonLinesWriter.number(one.first().value()));
      Tables.text(html, TimeText.of(one.first().epochMillis(), run.zone()));
      html.closeLine();
    }
    html.close().close().close();
    if (implausible.size() > MAX_IMPLAUSIBLE) {
      html.element(
          "p", "Those of " + (implausible.size() - MAX_IMPLAUSIBLE) + " more series are in late.");
    }
  }

  private void writeReasons(HtmlWriter html, Map<RejectionReason, Long> byReason)
      throws IOException {
    html.open("table");
    Tables.head(html, "Messages by reason", "reason", "#messages");
    html.open("tbody");
    for (Map.Entry<RejectionReason, Long> one : byReason.entrySet()) {
      html.open("tr").element("th", one.getKey().name(), "scope", "row");
      Tables.number(html, one.getValue().toString());
      html.closeLine();
    }
    html.close().close();
  }

  private void writeExamples(HtmlWriter html) throws IOException {
    List<Alike> shown = results.rejections().mostFrequent(MAX_EXAMPLES);
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html, "Examples, the most frequent first", "#messages", "reason", "first at", "what");
    html.open("tbody");
    for (Alike alike : shown) {
      html.open("tr");
      Tables.number(html, Long.toString(alike.count()));
      Tables.text(html, alike.first().reason().name());
      Tables.name(html, run.position().of(alike.first()));
      Tables.name(html, alike.first().detail());
      html.closeLine();
    }
    html.close().close().close();
    long told = shown.stream().mapToLong(Alike::count).sum();
    long all = results.accounting().allRejected();
    if (told < all) {
      html.element("p", (all - told) + " more are in the folder rejected.");
    }
  }

  private void writeLeftOut(HtmlWriter html, List<LeftOut> leftOut) throws IOException {
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html,
        "Values by column or member",
        "column",
        "#values",
        "because it is",
        "example",
        "may help");
    html.open("tbody");
    for (LeftOut one : leftOut.subList(0, Math.min(leftOut.size(), MAX_LEFT_OUT))) {
      html.open("tr").open("th", "scope", "row").name(one.field()).close();
      Tables.number(html, Long.toString(one.count()));
      Tables.text(html, one.reason().text());
      Tables.name(html, one.example());
      Tables.name(html, results.leftOut().hint(one));
      html.closeLine();
    }
    html.close().close().close();
    if (leftOut.size() > MAX_LEFT_OUT) {
      html.element("p", (leftOut.size() - MAX_LEFT_OUT) + " more are in summary.json.");
    }
  }
}
