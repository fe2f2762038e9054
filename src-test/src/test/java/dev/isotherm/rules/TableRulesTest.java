package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.rules.yaml.RuleWriter;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules with limits, labels and units of a sensor table. */
class TableRulesTest {

  private static final String TABLE =
      """
      sensor,metric,label.kind,label.site,unit,limit.cool,limit.warm,limit.hot
      fridge-1,,fridge,madrid,,,,
      fridge-1,temperature,,,°C,4,8,12
      fridge-2,temperature,fridge,paris,,3,7,
      boiler-1,temperature,boiler,paris,,,,90
      """;

  private static final SensorTable SENSORS = SensorFile.parseCsv("sensors.csv", TABLE);

  private static RuleSet rules(String... rules) {
    return RuleFile.parse("rules.yaml", "rules:\n- { " + String.join(" }\n- { ", rules) + " }\n");
  }

  private static RuleIndex index(String... rules) {
    return new RuleIndex(rules(rules).rules(), SENSORS);
  }

  private static Series temperature(String sensor) {
    return new Series(sensor, "temperature");
  }

  private static final String FRIDGE =
      "name: fridge, metric: temperature, levels: { warning: { above: limit.warm, holdFor: 45m,"
          + " clearAtMost: limit.cool }, critical: { above: limit.hot } }";

  @Test
  void aRuleHasTheLimitsOfEachSensor() {
    List<Rule> found = index(FRIDGE).of(temperature("fridge-1"));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).levels().stream().map(Level::condition))
        .containsExactly(
            new Threshold(Kind.ABOVE, 8, new Threshold.Clear(4, true)),
            new Threshold(Kind.ABOVE, 12));
    assertThat(found.get(0).levels().get(0).holdFor()).hasMinutes(45);
  }

  @Test
  void aGroupHasTheLabelThatNamesIt() {
    RuleIndex index =
        index(
            "name: sites, by: site, every: 1m, signal: sum(temperature), levels: { warning: {"
                + " above: 8 } }, labels: { team: plant }",
            "name: own, by: site, every: 1m, signal: sum(temperature), levels: { warning: {"
                + " above: 8 } }, labels: { site: all }");
    assertThat(index.of(new Series("paris", "sites")).get(0).annotations().labels())
        .containsExactly(Map.entry("site", "paris"), Map.entry("team", "plant"));
    assertThat(index.of(new Series("paris", "own")).get(0).annotations().labels())
        .as("the label of the rule counts")
        .containsExactly(Map.entry("site", "all"));
  }

  @Test
  void aLevelWithoutItsLimitIsLeftOutAndTold() {
    RuleIndex index = index(FRIDGE);
    List<Rule> found = index.of(temperature("fridge-2"));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).levels()).extracting(Level::severity).containsExactly(Severity.WARNING);
    assertThat(index.gaps().found())
        .extracting(LimitGaps.Found::sentence)
        .containsExactly(
            "rule fridge: the sensor table has no limit.hot for its level critical of"
                + " temperature{fridge-2}; the level is left out there");
  }

  @Test
  void aRuleWithoutAnyLevelDoesNotWatch() {
    RuleIndex index = index(FRIDGE);
    assertThat(index.of(temperature("room-1"))).isEmpty();
    assertThat(index.of(temperature("room-2"))).isEmpty();
    assertThat(index.watching()).isEmpty();
    assertThat(index.gaps().found())
        .extracting(LimitGaps.Found::sentence)
        .containsExactly(
            "rule fridge: the sensor table has no limit.cool for its level warning of 2 series,"
                + " such as temperature{room-1}; the level is left out there",
            "rule fridge: the sensor table has no limit.hot for its level critical of 2 series,"
                + " such as temperature{room-1}; the level is left out there",
            "rule fridge: the sensor table has no limit.warm for its level warning of 2 series,"
                + " such as temperature{room-1}; the level is left out there");
    assertThat(index.gaps().count()).isEqualTo(6);
  }

  @Test
  void aLimitMayBeTheSecondsThatAConditionMustLast() {
    RuleIndex index =
        index(
            "name: r, metric: temperature, levels: { warning: { above: 1, holdFor: limit.warm } }");
    assertThat(index.of(temperature("fridge-1")).get(0).levels().get(0))
        .isEqualTo(
            new Level(Severity.WARNING, new Threshold(Kind.ABOVE, 1), Duration.ofSeconds(8), null));
    assertThat(index.of(temperature("boiler-1"))).isEmpty();
  }

  @Test
  void theEndsOfABandAreLimitsToo() {
    List<Rule> found =
        index(
                "name: band, metric: temperature, levels: { warning: { outside: [limit.cool,"
                    + " limit.hot], clearInside: [5, limit.warm] } }")
            .of(temperature("fridge-1"));
    assertThat(found.get(0).levels().get(0).condition())
        .isEqualTo(new Band(Kind.OUTSIDE, new Band.Interval(4, 12), new Band.Interval(5, 8)));
  }

  @Test
  void sensorsAreSelectedByLabels() {
    String rule = "name: r, metric: temperature, levels: { warning: { above: 1 } }, sensors: ";
    assertThat(watched(rule + "{ kind: fridge }")).containsExactly("fridge-1", "fridge-2");
    assertThat(watched(rule + "{ kind: fridge, site: [rome, paris] }")).containsExactly("fridge-2");
    assertThat(watched(rule + "{ site: paris }")).containsExactly("boiler-1", "fridge-2");
    assertThat(watched(rule + "{ site: paris, name: 'b*' }")).containsExactly("boiler-1");
    assertThat(watched(rule + "{ site: paris, name: ['x*', fridge-2] }"))
        .containsExactly("fridge-2");
    assertThat(watched(rule + "{ color: red }")).isEmpty();
  }

  private static List<String> watched(String rule) {
    RuleIndex index = index(rule);
    return List.of("boiler-1", "fridge-1", "fridge-2", "room-1").stream()
        .filter(sensor -> !index.of(temperature(sensor)).isEmpty())
        .toList();
  }

  @Test
  void aRuleHasLabelsAndUnitOfItsSensor() {
    Rule rule =
        index(
                "name: r, metric: temperature, levels: { warning: { above: 1 } }, labels: { site:"
                    + " all, team: plant }")
            .of(temperature("fridge-1"))
            .get(0);
    assertThat(rule.annotations().labels())
        .isEqualTo(Map.of("kind", "fridge", "site", "all", "team", "plant"));
    assertThat(rule.annotations().unit()).isEqualTo("°C");
  }

  @Test
  void aSensorThatTheTableDoesNotKnowLeavesARuleAsItIs() {
    RuleSet rules = rules("name: r, metric: temperature, levels: { warning: { above: 1 } }");
    RuleIndex index = new RuleIndex(rules.rules(), SENSORS);
    assertThat(index.of(temperature("room-1")).get(0)).isSameAs(rules.rules().get(0));
  }

  @Test
  void limitsThatContradictAreErrorsOfTheTable() {
    SensorTable wrong =
        SensorFile.parseCsv(
            "sensors.csv",
            """
            sensor,metric,limit.cool,limit.warm,limit.hot
            fridge-1,temperature,4,8,12
            fridge-2,temperature,4,8,7
            fridge-3,temperature,9,8,12
            freezer-*,,-20,-10,-15
            """);
    assertThat(RulesInTable.errors(rules(FRIDGE), wrong))
        .containsExactly(
            "rule fridge: sensor fridge-2 has limit.cool 4, limit.hot 7, limit.warm 8: CRITICAL"
                + " above 7.0 must be worse than WARNING above 8.0, clearAtMost 4.0, and hold only"
                + " where that holds",
            "rule fridge: sensor fridge-3 has limit.cool 9, limit.hot 12, limit.warm 8: clearAtMost"
                + " 9.0: must not be greater than above 8.0",
            "rule fridge: sensor freezer-* has limit.cool -20, limit.hot -15, limit.warm -10:"
                + " CRITICAL above -15.0 must be worse than WARNING above -10.0, clearAtMost -20.0,"
                + " and hold only where that holds");
    RuleIndex index = new RuleIndex(rules(FRIDGE).rules(), wrong);
    assertThat(index.of(temperature("freezer-1"))).isEmpty();
    assertThat(index.gaps().found())
        .extracting(LimitGaps.Found::sentence)
        .containsExactly(
            "rule fridge does not watch temperature{freezer-1}: the limits limit.cool, limit.hot,"
                + " limit.warm contradict each other there");
  }

  @Test
  void whatNoSensorHasIsAWarning() {
    RuleSet rules =
        rules(
            FRIDGE.replace("limit.hot", "limit.hott"),
            "name: labels, metric: t, noDataAfter: 1m, sensors: { kinds: fridge, site: [pari,"
                + " madrid] }");
    assertThat(RulesInTable.unknown(rules, SENSORS))
        .containsExactly(
            "rule fridge: limit.hott: no sensor of the table has it; did you mean hot?",
            "rule labels: sensors kinds: no sensor of the table has this label; did you mean kind?",
            "rule labels: sensors site pari: no sensor of the table has it; did you mean paris?");
  }

  @Test
  void whatSomeSensorsDoNotHaveIsAWarning() {
    assertThat(RulesInTable.warnings(rules(FRIDGE), SENSORS))
        .containsExactly(
            "rule fridge: the sensor table has no limit.cool for its level warning of"
                + " temperature{boiler-1}; the level is left out there",
            "rule fridge: the sensor table has no limit.hot for its level critical of"
                + " temperature{fridge-2}; the level is left out there",
            "rule fridge: the sensor table has no limit.warm for its level warning of"
                + " temperature{boiler-1}; the level is left out there");
    assertThat(
            RulesInTable.warnings(
                rules("name: r, metric: t, levels: { warning: { above: 1 } }"), SENSORS))
        .isEmpty();
  }

  @Test
  void withoutATableEachRuleThatNeedsOneIsAnError() {
    RuleSet rules =
        rules(
            FRIDGE,
            "name: labels, metric: t, noDataAfter: 1m, sensors: { kind: fridge }",
            "name: plain, metric: t, noDataAfter: 1m");
    assertThat(RulesInTable.needs(rules))
        .containsExactly(
            "rule fridge: limit.cool needs a sensor table",
            "rule labels: sensors by labels (* with kind=fridge) needs a sensor table");
  }

  @Test
  void aRuleReadsBackAsItWasWritten() {
    RuleSet rules =
        rules(
            FRIDGE,
            "name: band, metric: t, sensors: { name: 'a*', kind: [x, 'y z'] }, levels: { warning: {"
                + " inside: [limit.a, 7], holdFor: limit.c } }",
            "name: labels, metric: t, sensors: { kind: x }, levels: { warning: { atMost: limit.a,"
                + " clearAbove: 3 } }");
    assertThat(RuleFile.parse("written.yaml", RuleWriter.write(rules))).isEqualTo(rules);
  }

  /** Golden: the texts are those of streams that run. */
  @Test
  void theCanonicalFormNamesLimitsAndLabels() {
    RuleSet rules =
        rules(
            "name: r, metric: t, sensors: { kind: [x, w] }, levels: { warning: { above: limit.a,"
                + " clearBelow: 3, holdFor: limit.c }, critical: { outside: [1, limit.b] } }");
    assertThat(CanonicalForm.rule(rules.rules().get(0)))
        .isEqualTo(
            """
            rule/1
            name=r
            metric=t
            sensors=*
            sensors.kind=w
            sensors.kind=x
            warning.above=limit.a
            warning.clearBelow=0x1.8p1
            warning.holdFor=limit.c
            critical.outside.low=0x1.0p0
            critical.outside.high=limit.b
            """);
  }
}
