package dev.isotherm.jobs.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.Accounting;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The results of a bounded run as a page that needs nothing else: no script, no font, no request.
 * Two runs with equal results give pages with equal bytes.
 *
 * <p>The averages, transitions and rejected messages are read from the folder of the results, line
 * by line. The memory is bounded by what the page can show.
 */
final class HtmlReport {

  /** What the beginning of each report contains. */
  static final String MARK = "<meta name=\"generator\" content=\"isotherm\"";

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'";

  private static final String STYLE_SHEET = "report.css";
  private static final int MAX_INPUTS = 20;

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
    HtmlWriter html = new HtmlWriter(out);
    out.append("<!DOCTYPE html>\n");
    html.open("html", "lang", "en");
    writeHead(html, out);
    html.open("body").open("main");
    writeTitle(html, series);
    writeCounts(html, results, series, alerts);
    writeWarnings(html, results.warnings());
    new AlertSection(run, alerts).write(html);
    new SeriesSection(run, series, alerts).write(html);
    new UnusedSection(run, results).write(html);
    html.open("footer").element("p", "Made by " + run.version() + ".").close();
    html.close().close().closeLine();
  }

  private void writeHead(HtmlWriter html, Appendable out) throws IOException {
    html.open("head").empty("meta", "charset", "utf-8");
    out.append(MARK).append("/>");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.empty("link", "rel", "icon", "href", "data:,");
    html.element("title", "Averages and alerts: " + shortInput());
    html.style(styleSheet()).closeLine();
  }

  private String shortInput() {
    if (run.inputs().isEmpty()) {
      return run.command();
    }
    int more = run.inputs().size() - 1;
    return run.inputs().get(0) + (more == 0 ? "" : " and " + more + " more");
  }

  private static String styleSheet() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(STYLE_SHEET), STYLE_SHEET)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private void writeTitle(HtmlWriter html, SeriesOfRun series) throws IOException {
    html.open("header").element("h1", run.rules().isEmpty() ? "Averages" : "Averages and alerts");
    html.open("dl");
    html.element("dt", "Input").open("dd");
    List<String> inputs = run.inputs();
    for (String input : inputs.subList(0, Math.min(inputs.size(), MAX_INPUTS))) {
      html.open("div").name(input).close();
    }
    if (inputs.size() > MAX_INPUTS) {
      html.element("div", "and " + (inputs.size() - MAX_INPUTS) + " more");
    }
    html.close();
    TimeAxis axis = series.axis();
    if (axis != null) {
      String from = TimeText.of(axis.fromMillis(), run.zone());
      term(html, "Period", from + " \u2013 " + TimeText.of(axis.toMillis(), run.zone()));
    }
    term(html, "Windows", run.windows());
    term(html, "Time zone", run.zone().getId());
    term(html, "Made by", run.version() + ", isotherm " + run.command());
    html.close().closeLine();
  }

  private static void term(HtmlWriter html, String name, String value) throws IOException {
    html.element("dt", name).element("dd", value);
  }

  private void writeCounts(
      HtmlWriter html, BatchResults results, SeriesOfRun series, AlertSpans alerts)
      throws IOException {
    Accounting accounting = results.accounting();
    html.open("section").element("h2", "In short");
    html.open("div", "class", "cards");
    card(html, accounting.messages(), "messages", false);
    card(html, accounting.allRejected(), "rejected", accounting.allRejected() > 0);
    card(html, accounting.readings(), "readings", false);
    card(html, accounting.late(), "late", accounting.late() > 0);
    String more = series.hasMore() ? "+" : "";
    card(html, series.totals().size() + more, "series", false);
    card(html, series.averages(), "averages", false);
    if (!run.rules().isEmpty()) {
      long fired = alerts.spans().stream().filter(AlertSpan::isFiring).count();
      card(html, fired + (alerts.isCut() ? "+" : ""), "alerts", fired > 0);
    }
    html.close();
    html.open("p", "class", "counts");
    for (String equation : results.counts().split("; ", -1)) {
      html.element("span", equation).text(" ");
    }
    html.close().closeLine();
  }

  private static void card(HtmlWriter html, long number, String name, boolean stands)
      throws IOException {
    card(html, String.format(Locale.ROOT, "%,d", number), name, stands);
  }

  private static void card(HtmlWriter html, String number, String name, boolean stands)
      throws IOException {
    html.open("p", "class", stands ? "card stands" : "card");
    html.element("b", number).text(" ").element("span", name).close();
  }

  private static void writeWarnings(HtmlWriter html, List<String> warnings) throws IOException {
    if (warnings.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Warnings").open("ul");
    for (String warning : warnings) {
      html.element("li", warning);
    }
    html.close().closeLine();
  }
}
