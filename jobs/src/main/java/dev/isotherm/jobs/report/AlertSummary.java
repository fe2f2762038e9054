package dev.isotherm.jobs.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Counts the alerts of each rule that fired, by their worst severity, and keeps the first ones.
 *
 * <p>An alert fires from when it leaves {@code inactive} until it is resolved, whatever lies
 * between. Its transitions may come in any order. The memory is bounded: after {@value #MAX_ALERTS}
 * alerts, each transition from another state to firing counts as one alert of its severity.
 */
final class AlertSummary {

  /** The number of alerts whose worst severity is known. */
  static final int MAX_ALERTS = 100_000;

  private static final int MAX_SHOWN = 10;
  private static final int MAX_RULES = 20;

  private static final Comparator<Transition> WORST_FIRST =
      Comparator.<Transition>comparingInt(one -> one.severities().worseThan(one.severity()))
          .thenComparingLong(Transition::atMillis)
          .thenComparing(Transition::rule)
          .thenComparing(Transition::series);

  private final Map<String, Counts> byRule = new LinkedHashMap<>();

  /** Over which windows the rules on averages see means. */
  private final List<String> windows;

  private final Map<Alert, AlertSeverity> worst = new HashMap<>();

  /** The first alerts, each with its first transition to its worst severity. */
  private final Map<Alert, Transition> first = new HashMap<>();

  private record Alert(String rule, Series series, long sinceMillis) {}

  /** The alerts of one rule. */
  private static final class Counts {
    private final Severities severities;
    private final Map<AlertSeverity, Long> fired;
    private long noData;
    private long flapping;

    Counts(Severities severities) {
      this.severities = severities;
      fired = new TreeMap<>(severities.reversed());
    }

    void fired(AlertSeverity severity, long alerts) {
      fired.merge(severity, alerts, Long::sum);
    }

    long allFired() {
      return fired.values().stream().mapToLong(Long::longValue).sum();
    }

    long fired(AlertSeverity severity) {
      return fired.getOrDefault(severity, 0L);
    }

    boolean isQuiet() {
      return allFired() == 0 && noData == 0 && flapping == 0;
    }

    /** {@code 3 (2 critical, 1 warning), no data 1}. */
    String words() {
      List<String> worstFirst = new ArrayList<>();
      fired.forEach(
          (severity, alerts) -> {
            if (alerts > 0) {
              worstFirst.add(alerts + " " + severity.text());
            }
          });
      return allFired()
          + (worstFirst.isEmpty() ? "" : " (" + String.join(", ", worstFirst) + ")")
          + (noData == 0 ? "" : ", no data " + noData)
          + (flapping == 0 ? "" : ", flapping " + flapping);
    }
  }

  /**
   * Counts alerts of these rules.
   *
   * @param windowing what the rules on averages see
   */
  AlertSummary(RuleSet rules, Windowing windowing) {
    windows = WindowsOfRules.lines(rules, windowing);
    for (Rule rule : rules.rules()) {
      byRule.put(rule.name(), new Counts(rule.annotations().severities()));
    }
  }

  void add(Transition transition) {
    Counts counts =
        byRule.computeIfAbsent(transition.rule(), name -> new Counts(transition.severities()));
    switch (transition.state()) {
      case FIRING -> addFiring(transition, counts);
      case NO_DATA -> counts.noData++;
      case FLAPPING -> counts.flapping++;
      case INACTIVE, PENDING, RESOLVED -> {}
    }
  }

  private void addFiring(Transition transition, Counts counts) {
    Alert alert = new Alert(transition.rule(), transition.series(), transition.sinceMillis());
    keepFirst(alert, transition);
    AlertSeverity before = worst.get(alert);
    if (before == null && worst.size() >= MAX_ALERTS) {
      counts.fired(transition.severity(), transition.previous() == AlertState.FIRING ? 0 : 1);
    } else if (before == null || counts.severities.compare(transition.severity(), before) > 0) {
      worst.put(alert, transition.severity());
      counts.fired(transition.severity(), 1);
      if (before != null) {
        counts.fired(before, -1);
      }
    }
  }

  /** One that is removed here has no place among the first: all the others only move up. */
  private void keepFirst(Alert alert, Transition transition) {
    first.merge(alert, transition, BinaryOperator.minBy(WORST_FIRST));
    if (first.size() > MAX_SHOWN) {
      first.values().remove(Collections.max(first.values(), WORST_FIRST));
    }
  }

  /**
   * Prints the number of alerts of each rule, and the first ones, the worst before the milder ones.
   *
   * @param transitions where the others are
   */
  void print(PrintWriter err, String transitions) {
    if (byRule.isEmpty()) {
      return;
    }
    long all = byRule.values().stream().mapToLong(Counts::allFired).sum();
    err.printf("%d %s fired%n", all, all == 1 ? "alert" : "alerts");
    printRules(err);
    windows.forEach(line -> err.println("  " + line));
    List<Transition> shown = first.values().stream().sorted(WORST_FIRST).toList();
    shown.forEach(one -> err.println("  " + sentence(one)));
    if (all > shown.size()) {
      err.printf("  … and %d more in %s%n", all - shown.size(), transitions);
    }
  }

  private void printRules(PrintWriter err) {
    List<Map.Entry<String, Counts>> loud =
        byRule.entrySet().stream()
            .filter(rule -> !rule.getValue().isQuiet())
            .sorted(Comparator.comparing(rule -> -rule.getValue().allFired()))
            .toList();
    loud.stream()
        .limit(MAX_RULES)
        .forEach(rule -> err.printf("  %s: %s%n", rule.getKey(), rule.getValue().words()));
    if (loud.size() > MAX_RULES) {
      err.printf("  … and those of %d more rules%n", loud.size() - MAX_RULES);
    }
    List<String> quiet =
        byRule.entrySet().stream()
            .filter(rule -> rule.getValue().isQuiet())
            .map(Map.Entry::getKey)
            .toList();
    if (!quiet.isEmpty()) {
      err.println("  " + NameList.of(quiet, MAX_RULES) + ": none");
    }
  }

  /** {@code 2025-07-01T12:00:00Z high_temperature critical temperature{s1} 30.5}. */
  private static String sentence(Transition one) {
    return String.join(
        " ",
        JsonLinesWriter.instant(one.atMillis()),
        one.rule(),
        one.severity().text(),
        one.series().metric() + "{" + one.series().sensorId() + "}",
        Double.isNaN(one.value()) ? "" : JsonLinesWriter.number(one.value()));
  }

  /** Writes the counts as a member of the summary: rule → severity → number. */
  void writeTo(JsonGenerator json) throws IOException {
    if (byRule.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("alerts");
    for (Map.Entry<String, Counts> rule : byRule.entrySet()) {
      Counts counts = rule.getValue();
      json.writeObjectFieldStart(rule.getKey());
      for (AlertSeverity severity : counts.severities.all()) {
        if (severity != Severity.INFO || counts.fired(severity) > 0) {
          json.writeNumberField(severity.text(), counts.fired(severity));
        }
      }
      json.writeNumberField("no_data", counts.noData);
      json.writeNumberField("flapping", counts.flapping);
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
