package dev.isotherm.jobs.page.server;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.jobs.page.model.RejectedMessage;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.Map;

/** A thousand series with windows of 100 ms, and some alerts, as the live page shows them. */
final class ManySeries {

  private static final int SERIES = 1_000;
  private static final long START = 1_751_371_200_000L;

  private final PageModel model = new PageModel(PageLimits.DEFAULT);

  PageModel model() {
    return model;
  }

  /** Adds the first windows of each series, 20 alerts and a rejected message. */
  void fill(int windows) {
    for (int window = 0; window < windows; window++) {
      put(window);
    }
    for (int i = 0; i < 20; i++) {
      Severity severity = i % 5 == 0 ? Severity.CRITICAL : Severity.WARNING;
      AlertState state = i % 7 == 3 ? AlertState.PENDING : AlertState.FIRING;
      put("rule-" + i % 3, series(10 * i), severity, state, AlertState.INACTIVE, null, windows);
    }
    model.add(new RejectedMessage(START, "NOT_JSON", "it ends before its JSON", "r-0:1", "{\"a\""));
  }

  /** Lets an alert fire, of a rule whose file has severities of its own. */
  void alert(String severity, Severities severities) {
    model.put(
        new Transition(
            "own-" + severity,
            series(500),
            AlertSeverity.of(severity),
            AlertState.FIRING,
            AlertState.INACTIVE,
            null,
            START,
            31,
            30,
            START,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of(),
            severities));
  }

  /** Adds a window to each series. */
  void put(int window) {
    for (int i = 0; i < SERIES; i++) {
      model.put(average(i, window));
    }
  }

  /** Lets ten alerts fire, or resolves them, and adds a rejected message. */
  void changeAlerts(boolean fire, int window) {
    AlertState now = fire ? AlertState.FIRING : AlertState.INACTIVE;
    AlertState before = fire ? AlertState.INACTIVE : AlertState.FIRING;
    Severity severity = Severity.WARNING;
    for (int i = 0; i < 10; i++) {
      put("changing", series(i), severity, now, before, fire ? null : severity, window);
    }
    model.add(new RejectedMessage(START + window * 100L, "NOT_JSON", "no JSON", "r-0:1", "{"));
  }

  private void put(
      String rule,
      Series series,
      Severity severity,
      AlertState state,
      AlertState previous,
      Severity previousSeverity,
      int window) {
    long at = START + window * 100L;
    model.put(
        Transitions.byReading(
            rule, series, severity, state, previous, previousSeverity, at, 31, 30, at));
  }

  private static Series series(int i) {
    return new Series("site/sensor-" + i, "temperature");
  }

  private static Average average(int i, int window) {
    double mean = 20 + Math.sin(window / 9.0 + i) + i % 13 / 3.0;
    long start = START + window * 100L;
    return new Average(
        series(i), start, start + 100, 7, 7 * mean, mean, mean - 0.7, mean + 0.9, 0.3, 0);
  }
}
