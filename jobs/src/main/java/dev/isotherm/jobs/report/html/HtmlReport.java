package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.Accounting;
import java.io.IOException;
import java.util.List;

/**
 * The results of a bounded run as a page. Two runs with equal results give pages with equal bytes.
 *
 * <p>The averages, transitions and rejected messages are read from the folder of the results, line
 * by line. The memory is bounded by what the page can show.
 */
final class HtmlReport {

  private final ReportRun run;

  HtmlReport(ReportRun run) {
    this.run = run;
  }

  /**
   * Writes the page.
   *
   * @param folder contains the results
   */
  void write(BatchResults results, ResultFolder folder, Appendable out) throws IOException {
    AlertSpans alerts = AlertSpans.read(folder);
    SeriesOfRun series = SeriesOfRun.read(folder, run, alerts);
    HtmlWriter html = PageFrame.open(out, "Averages and alerts: " + shortInput());
    writeTitle(html, series);
    writeCounts(html, results, series, alerts);
    PageFrame.warnings(html, results.warnings());
    new AlertSection(run, alerts).write(html);
    new SeriesSection(run, series, alerts).write(html);
    new UnusedSection(run, results).write(html);
    PageFrame.close(html, run.version());
  }

  private String shortInput() {
    return run.inputs().isEmpty() ? run.command() : PageFrame.shortInput(run.inputs());
  }

  private void writeTitle(HtmlWriter html, SeriesOfRun series) throws IOException {
    html.open("header").element("h1", run.rules().isEmpty() ? "Averages" : "Averages and alerts");
    html.open("dl");
    PageFrame.inputs(html, run.inputs());
    TimeAxis axis = series.axis();
    if (axis != null) {
      String from = TimeText.of(axis.fromMillis(), run.zone());
      PageFrame.term(html, "Period", from + " \u2013 " + TimeText.of(axis.toMillis(), run.zone()));
    }
    PageFrame.term(html, "Windows", run.windows());
    PageFrame.term(html, "Time zone", run.zone().getId());
    PageFrame.term(html, "Made by", run.version() + ", isotherm " + run.command());
    html.close().closeLine();
  }

  private void writeCounts(
      HtmlWriter html, BatchResults results, SeriesOfRun series, AlertSpans alerts)
      throws IOException {
    Accounting accounting = results.accounting();
    html.open("section").element("h2", "In short");
    html.open("div", "class", "cards");
    PageFrame.card(html, accounting.messages(), "messages", false);
    PageFrame.card(html, accounting.allRejected(), "rejected", accounting.allRejected() > 0);
    PageFrame.card(html, accounting.readings(), "readings", false);
    PageFrame.card(html, accounting.late(), "late", accounting.late() > 0);
    if (accounting.implausible() > 0) {
      PageFrame.card(html, accounting.implausible(), "implausible", true);
    }
    String more = series.hasMore() ? "+" : "";
    PageFrame.card(html, series.totals().size() + more, "series", false);
    PageFrame.card(html, series.averages(), "averages", false);
    if (!run.rules().isEmpty()) {
      long fired = alerts.spans().stream().filter(AlertSpan::isFiring).count();
      PageFrame.card(html, fired + (alerts.isCut() ? "+" : ""), "alerts", fired > 0);
    }
    html.close();
    PageFrame.counts(html, List.of(results.counts().split("; ", -1)));
    html.closeLine();
  }
}
