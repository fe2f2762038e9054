package dev.isotherm.alert.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What transitions say must be true of the values and limits that they have. */
class AlertTextsTest {

  private static final Series SERIES = new Series("a", "t");

  private static List<Transition> run(String rule, String values) {
    return new TestedRules(
            RuleFile.parse("rules.yaml", "rules: [{ name: r, metric: t, " + rule + " }]"),
            SensorTable.EMPTY,
            Baseline.EMPTY)
        .simulate(
            Map.of(SERIES, SeriesNotation.read(values)), Instant.EPOCH, Duration.ofMinutes(1));
  }

  private static List<String> summaries(String rule, String values) {
    return run(rule, values).stream().map(one -> one.state() + " " + one.summary()).toList();
  }

  @Test
  void whileOnlyHysteresisKeepsItTheLimitForClearingCounts() {
    assertThat(
            summaries(
                "levels: { warning: { above: 28, clearBelow: 20 } }, holdFor: 2m,"
                    + " summary: '{{value}} is over {{threshold}}'",
                "31 22 21 50 19"))
        .containsExactly(
            "PENDING 31 is over 28",
            "FIRING 21 is over 20",
            "RESOLVED t of a is 19: r is over after 4min");
  }

  @Test
  void anAlertThatEndsWithActiveHoursIsNotSaidToBeOver() {
    String rule =
        "levels: { warning: { above: 28 } }, summary: '{{value}}', active: { from: 00:00, to: 00:02,"
            + " zone: UTC }";
    assertThat(summaries(rule, "31 31 31"))
        .containsExactly(
            "FIRING 31", "RESOLVED r of a ends after 2min: the rule is not active now");
    assertThat(summaries(rule + ", resolvedSummary: 'after {{duration}}, {{value}}'", "31 31 31"))
        .containsExactly("FIRING 31", "RESOLVED after 2min, none");
  }

  @Test
  void aBandNamesTheEndThatCounts() {
    assertThat(
            summaries(
                "levels: { warning: { outside: [10, 20], clearInside: [12, 18] } }, holdFor: 2m,"
                    + " summary: '{{value}} is out of its band, limit {{threshold}}'",
                "9 11 11.5 25 15"))
        .containsExactly(
            "PENDING 9 is out of its band, limit 10",
            "FIRING 11.5 is out of its band, limit 12",
            "RESOLVED t of a is 15: r is over after 4min");
  }

  @Test
  void aChangeIsTheValueOfItsCondition() {
    List<Transition> transitions =
        run(
            "levels: { warning: { changesBy: { moreThan: 5, within: 5m } } },"
                + " summary: 'changed by {{value}}, more than {{threshold}}'",
            "20 14 14x6");
    assertThat(transitions.get(0).summary()).isEqualTo("changed by 6, more than 5");
    assertThat(transitions.get(0).value()).isEqualTo(6);
    assertThat(transitions.get(1).value()).isZero();
  }

  @Test
  void aMilderLevelIsComparedWithItsOwnLimit() {
    assertThat(
            summaries(
                "levels: { warning: { above: 28 }, critical: { above: 30 } },"
                    + " summary: '{{severity}}: {{value}} is over {{threshold}}'",
                "31 29"))
        .containsExactly("FIRING critical: 31 is over 30", "FIRING warning: 29 is over 28");
  }

  @Test
  void aLevelThatAWorseOneCarriesIsComparedAsThat() {
    assertThat(
            summaries(
                "levels: { warning: { equals: 1 }, critical: { equals: 2, holdFor: 5m } },"
                    + " summary: '{{value}} is {{threshold}}'",
                "2 0"))
        .containsExactly("FIRING 2 is 2", "RESOLVED t of a is 0: r is over after 1min");
  }

  @Test
  void whatIsOnlyKeptIsComparedWithNothing() {
    List<Transition> transitions =
        run(
            "levels: { warning: { equals: 1, keepFiringFor: 5m }, critical: { equals: 2 } }",
            "2 0 0");
    assertThat(transitions)
        .extracting(one -> one.state() + " " + one.severity() + " " + one.threshold())
        .containsExactly("FIRING CRITICAL 2.0", "FIRING WARNING NaN");
  }

  @Test
  void anEventIsComparedWithTheLimitThatItIsBeyond() {
    assertThat(
            summaries(
                "levels: { info: { above: 0 } }, missing: ends, keepFiringFor: 2m,"
                    + " summary: '{{value}} is over {{threshold}}'",
                "1 _x4"))
        .containsExactly("FIRING 1 is over 0", "RESOLVED r of a is over after 2min");
  }

  @Test
  void silenceThatEndsAnAlertIsNoComparison() {
    assertThat(
            summaries(
                "levels: { warning: { above: 28 } }, noDataAfter: 2m, missing: ends,"
                    + " keepFiringFor: 3m, summary: hot",
                "29 _x8"))
        .containsExactly("FIRING hot", "RESOLVED r of a is over after 5min");
  }

  @Test
  void everyStateHasASentenceOfItsOwn() {
    String rule = "levels: { warning: { above: 28 } }, noDataAfter: 3m, summary: hot";
    assertThat(summaries(rule, "29 _x5"))
        .containsExactly("FIRING hot", "NO_DATA no t of a for 3min");
    assertThat(summaries(rule + ", flapping: { transitions: 2, within: 5m }", "29 20 29 20"))
        .contains("FLAPPING r of a has changed more than 2" + " times within 5min");
    assertThat(
            summaries(
                rule + ", resolvedSummary: 'fine at {{value}}', noDataSummary: 'lost'",
                "29 20 _x5"))
        .containsExactly("FIRING hot", "RESOLVED fine at 20", "NO_DATA lost");
  }

  @Test
  void theSummaryOfARuleWithoutLevelsIsAboutSilence() {
    assertThat(summaries("noDataAfter: 3m, summary: '{{sensor_id}} is silent'", "20 _x4 20"))
        .containsExactly("NO_DATA a is silent", "RESOLVED r of a is over after 2min");
    assertThat(summaries("noDataAfter: 3m, summary: s, noDataSummary: n", "20 _x4"))
        .containsExactly("NO_DATA n");
  }

  @Test
  void aRuleWithoutASummarySaysNothing() {
    assertThat(run("levels: { warning: { above: 28 } }, noDataAfter: 3m", "29 20 _x5"))
        .allSatisfy(one -> assertThat(one.summary()).isNull());
  }

  @Test
  void fillsInEveryPlaceholder() {
    Transition fired =
        run(
                "levels: { critical: { above: 28 } }, holdFor: 90s, labels: { team: plant },"
                    + " summary: '{{rule}} {{sensor_id}} {{metric}} {{value}} {{threshold}}"
                    + " {{severity}} {{state}} {{since}} {{duration}} {{labels.team}}"
                    + " [{{labels.other}}]', description: 'since {{since}}', runbook: 'at/{{rule}}'",
                "20 29.5 29.5 29.5")
            .get(1);
    assertThat(fired.summary())
        .isEqualTo("r a t 29.5 28 critical firing 1970-01-01T00:01:00Z 1min30s plant []");
    assertThat(fired.annotations().get("description")).isEqualTo("since 1970-01-01T00:01:00Z");
    assertThat(fired.annotations().get("runbook")).isEqualTo("at/r");
  }

  @Test
  void theDescriptionComesWithConditionsThatHoldAndTheRunbookWithAll() {
    List<Transition> transitions =
        run("levels: { warning: { above: 28 } }, summary: s, description: d, runbook: b", "29 20");
    assertThat(transitions)
        .extracting(one -> one.annotations().get("description"))
        .containsExactly("d", null);
    assertThat(transitions)
        .extracting(one -> one.annotations().get("runbook"))
        .containsExactly("b", "b");
  }
}
