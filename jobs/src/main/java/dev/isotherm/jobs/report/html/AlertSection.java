package dev.isotherm.jobs.report.html;

import dev.isotherm.rules.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the rules, and the alerts with their periods. */
final class AlertSection {

  private static final int MAX_RULES = 200;
  private static final int MAX_ALERTS = 1_000;

  private final ReportRun run;
  private final AlertSpans alerts;

  AlertSection(ReportRun run, AlertSpans alerts) {
    this.run = run;
    this.alerts = alerts;
  }

  void write(HtmlWriter html) throws IOException {
    if (run.rules().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Alerts");
    if (alerts.isCut()) {
      html.element(
          "p",
          String.format(
              "Of %d state changes, the first %d are shown.",
              alerts.transitions(), AlertSpans.MAX_TRANSITIONS));
    }
    writeRules(html);
    if (alerts.spans().isEmpty()) {
      html.element("p", "No alert occurred.");
    } else {
      writeAlerts(html);
    }
    html.closeLine();
  }

  private void writeRules(HtmlWriter html) throws IOException {
    List<Rule> rules = run.rules().rules();
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    List<String> columns = new ArrayList<>(List.of("rule", "watches", "fires"));
    AlertSpan.states(run.rules().severities()).forEach(state -> columns.add("#" + state));
    columns.add("#time firing");
    Tables.head(html, "Rules", columns.toArray(new String[0]));
    html.open("tbody");
    for (Rule rule : rules.subList(0, Math.min(rules.size(), MAX_RULES))) {
      writeRule(html, rule);
    }
    html.close().close().closeLine();
    if (rules.size() > MAX_RULES) {
      html.element("p", "There are " + (rules.size() - MAX_RULES) + " more rules.");
    }
  }

  private void writeRule(HtmlWriter html, Rule rule) throws IOException {
    List<AlertSpan> spans =
        alerts.spans().stream().filter(span -> span.rule().equals(rule.name())).toList();
    html.open("tr").open("th", "scope", "row").name(rule.name()).close();
    html.open("td");
    RuleText.watches(html, rule);
    html.close();
    html.element("td", RuleText.condition(rule), "class", "w");
    for (String state : AlertSpan.states(run.rules().severities())) {
      long count = spans.stream().filter(span -> span.state().equals(state)).count();
      Tables.count(html, count);
    }
    long firing =
        spans.stream()
            .filter(span -> span.isFiring() && !span.episode().isOpen())
            .mapToLong(span -> span.episode().toMillis() - span.episode().fromMillis())
            .sum();
    boolean open = spans.stream().anyMatch(span -> span.isFiring() && span.episode().isOpen());
    Tables.number(html, timeFiring(firing, open));
    html.closeLine();
  }

  private static String timeFiring(long millis, boolean open) {
    if (open) {
      return millis == 0 ? "open" : TimeText.duration(millis) + ", open";
    }
    return millis == 0 ? "\u00b7" : TimeText.duration(millis);
  }

  private void writeAlerts(HtmlWriter html) throws IOException {
    List<AlertSpan> spans = alerts.spans();
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(
        html,
        "Alerts, the worst first",
        "severity",
        "rule",
        "sensor",
        "metric",
        "since",
        "until",
        "#duration");
    html.open("tbody");
    for (AlertSpan span : spans.subList(0, Math.min(spans.size(), MAX_ALERTS))) {
      html.open("tr").open("td");
      span.writeBadge(html);
      html.close();
      Tables.name(html, span.rule());
      Tables.name(html, span.series().sensorId());
      Tables.name(html, span.series().metric());
      long from = span.episode().fromMillis();
      long to = span.episode().toMillis();
      Tables.time(html, TimeText.of(from, run.zone()));
      Tables.text(html, span.episode().isOpen() ? "open at the end" : TimeText.of(to, run.zone()));
      Tables.number(html, span.episode().isOpen() ? "\u2013" : TimeText.duration(to - from));
      html.closeLine();
    }
    html.close().close().closeLine();
    if (spans.size() > MAX_ALERTS) {
      html.element(
          "p",
          "There are " + (spans.size() - MAX_ALERTS) + " more alerts, in the folder transitions.");
    }
  }
}
