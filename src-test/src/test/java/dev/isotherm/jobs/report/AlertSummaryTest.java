package dev.isotherm.jobs.report;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;
import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.window.CalendarWindows;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertSummaryTest {

  private static final RuleSet RULES = new RuleSet(List.of(rule("hot"), rule("cold"), rule("dry")));

  private static Rule rule(String name) {
    return new Rule(name, "temperature", List.of(Level.above(WARNING, 28)));
  }

  private static Transition transition(
      String rule,
      String sensor,
      Severity severity,
      AlertState state,
      AlertState previous,
      Severity left,
      long at,
      long since) {
    return Transitions.byReading(
        rule,
        new Series(sensor, "temperature"),
        severity,
        state,
        previous,
        left,
        at,
        30.5,
        30,
        since);
  }

  private static String printed(List<Transition> transitions) {
    AlertSummary summary = new AlertSummary(RULES, Windowing.tumbling(Duration.ofMinutes(5)));
    transitions.forEach(summary::add);
    StringWriter out = new StringWriter();
    summary.print(new PrintWriter(out, true), "out/transitions");
    return out.toString();
  }

  private static String json(List<Transition> transitions) {
    AlertSummary summary = new AlertSummary(RULES, Windowing.tumbling(Duration.ofMinutes(5)));
    transitions.forEach(summary::add);
    return new String(JsonLinesWriter.object(summary::writeTo), StandardCharsets.UTF_8);
  }

  @Test
  void severitiesOfAFileAreNamedWorstFirst() {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            "severities: [low, mid, disaster]\n"
                + "rules: [{ name: hot, metric: m, levels: { low: { above: 1 } } }]");
    AlertSummary summary = new AlertSummary(rules, Windowing.tumbling(Duration.ofMinutes(5)));
    int at = 0;
    for (String severity : List.of("low", "disaster", "mid", "low")) {
      at += 1000;
      summary.add(
          new Transition(
              "hot",
              new Series("s" + at, "m"),
              AlertSeverity.of(severity),
              FIRING,
              INACTIVE,
              null,
              at,
              30.5,
              30,
              at,
              TransitionReason.READING,
              0,
              null,
              null,
              Map.of(),
              Map.of(),
              rules.severities()));
    }
    StringWriter out = new StringWriter();
    summary.print(new PrintWriter(out, true), "out/transitions");
    assertThat(out)
        .hasToString(
            """
            4 alerts fired
              hot: 4 (1 disaster, 1 mid, 2 low)
              1970-01-01T00:00:02Z hot disaster m{s2000} 30.5
              1970-01-01T00:00:03Z hot mid m{s3000} 30.5
              1970-01-01T00:00:01Z hot low m{s1000} 30.5
              1970-01-01T00:00:04Z hot low m{s4000} 30.5
            """);
    assertThat(new String(JsonLinesWriter.object(summary::writeTo), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"alerts\":{\"hot\":{\"low\":2,\"mid\":1,\"disaster\":1,\"no_data\":0,\"flapping\":0}}}");
  }

  /**
   * One alert that gets worse and milder and worse again, one that never fires, one without data.
   */
  private static List<Transition> mixed() {
    return List.of(
        transition("hot", "a", WARNING, FIRING, INACTIVE, null, 1_000, 1_000),
        transition("hot", "a", CRITICAL, FIRING, FIRING, WARNING, 2_000, 1_000),
        transition("hot", "a", WARNING, FIRING, FIRING, CRITICAL, 3_000, 1_000),
        transition("hot", "a", CRITICAL, FIRING, FIRING, WARNING, 4_000, 1_000),
        transition("hot", "a", CRITICAL, RESOLVED, FIRING, CRITICAL, 5_000, 1_000),
        transition("hot", "a", WARNING, FIRING, INACTIVE, null, 6_000, 6_000),
        transition("hot", "b", WARNING, PENDING, INACTIVE, null, 500, 500),
        transition("cold", "c", WARNING, NO_DATA, INACTIVE, null, 700, 700));
  }

  @Test
  void countsEachAlertOnceByItsWorstSeverityWhateverTheOrder() {
    String inOrder = printed(mixed());
    assertThat(inOrder)
        .isEqualTo(
            """
            2 alerts fired
              hot: 2 (1 critical, 1 warning)
              cold: 0, no data 1
              dry: none
              1970-01-01T00:00:02Z hot critical temperature{a} 30.5
              1970-01-01T00:00:06Z hot warning temperature{a} 30.5
            """);
    List<Transition> reversed = new ArrayList<>(mixed());
    Collections.reverse(reversed);
    assertThat(printed(reversed)).isEqualTo(inOrder);
  }

  @Test
  void writesTheCountsOfEveryRule() {
    assertThat(json(mixed()))
        .isEqualTo(
            "{\"alerts\":{"
                + "\"hot\":{\"warning\":1,\"critical\":1,\"no_data\":0,\"flapping\":0},"
                + "\"cold\":{\"warning\":0,\"critical\":0,\"no_data\":1,\"flapping\":0},"
                + "\"dry\":{\"warning\":0,\"critical\":0,\"no_data\":0,\"flapping\":0}}}");
  }

  @Test
  void showsAFewOfManyAlertsAndCountsAllOfThem() {
    List<Transition> many = new ArrayList<>();
    int alerts = AlertSummary.MAX_ALERTS + 100;
    for (int i = 0; i < alerts; i++) {
      many.add(transition("hot", "s" + i, WARNING, FIRING, INACTIVE, null, 1_000 + i, 1_000 + i));
    }
    assertThat(printed(many))
        .startsWith(alerts + " alerts fired\n  hot: " + alerts + " (" + alerts + " warning)\n")
        .endsWith("  … and " + (alerts - 10) + " more in out/transitions\n")
        .hasLineCount(14);
  }

  /** An alert that gets worse is one alert, among those that are listed and those that are not. */
  @Test
  void whatIsListedAndWhatIsNotAddUp() {
    List<Transition> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String sensor = "s" + i;
      many.add(transition("hot", sensor, WARNING, FIRING, INACTIVE, null, 1_000 + i, 1_000 + i));
      many.add(transition("hot", sensor, CRITICAL, FIRING, FIRING, WARNING, 2_000 + i, 1_000 + i));
    }
    String inOrder = printed(many);
    assertThat(inOrder)
        .startsWith("30 alerts fired\n  hot: 30 (30 critical)\n")
        .contains("  1970-01-01T00:00:02.009Z hot critical temperature{s9} 30.5\n")
        .endsWith("  … and 20 more in out/transitions\n");
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(many, new Random(seed));
      assertThat(printed(many)).isEqualTo(inOrder);
    }
  }

  @Test
  void saysThatNothingFiredAndNothingWithoutRules() {
    assertThat(printed(List.of())).isEqualTo("0 alerts fired\n  hot, cold, dry: none\n");
    StringWriter out = new StringWriter();
    new AlertSummary(RuleSet.NONE, Windowing.tumbling(Duration.ofMinutes(5)))
        .print(new PrintWriter(out, true), "");
    assertThat(out.toString()).isEmpty();
  }

  /** The default differs between commands, and decides about such rules. */
  @Test
  void namesTheWindowsOfRulesOnAverages() {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            """
            rules:
              - { name: avg, metric: t, on: averages, levels: { warning: { above: 28 } } }
              - { name: own, metric: t, on: averages, window: 90min, noDataAfter: 5m }
            """);
    StringWriter out = new StringWriter();
    new AlertSummary(rules, Windowing.calendar(CalendarWindows.Unit.DAY, ZoneId.of("UTC")))
        .print(new PrintWriter(out, true), "");
    assertThat(out.toString())
        .isEqualTo(
            """
            0 alerts fired
              avg, own: none
              avg: on averages, over day in UTC (--window)
              own: on averages, over 90min (window)
            """);
  }
}
