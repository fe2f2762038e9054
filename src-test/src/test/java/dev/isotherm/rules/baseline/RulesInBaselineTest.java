package dev.isotherm.rules.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Slots.By;
import dev.isotherm.baseline.Usual;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesInBaselineTest {

  private static final Slots ALL = new Slots(By.NONE, ZoneOffset.UTC);

  private static RuleSet rule(String signal, String... more) {
    return RuleFile.parse(
        "rules.yaml",
        String.format(
            "rules: [{ name: unusual, signal: \"%s\", levels: { warning: { above: 3 } } %s }]",
            signal, String.join("", more)));
  }

  private static LearnedSlot learned(String sensor, String metric, int slot, long count) {
    return new LearnedSlot(new Series(sensor, metric), slot, usual(count, 2));
  }

  private static Usual usual(long count, double stddev) {
    return new Usual(count, 20, stddev, Collections.nCopies(5, 20.0));
  }

  private static List<String> warnings(RuleSet rules, LearnedSlot... learned) {
    return warnings(rules, SensorTable.EMPTY, learned);
  }

  private static List<String> warnings(RuleSet rules, SensorTable table, LearnedSlot... learned) {
    return RulesInBaseline.warnings(rules, new Baseline(ALL, 28, List.of(learned)), table);
  }

  @Test
  void aDeviationWithoutAWindowNeedsABaseline() {
    assertThat(RulesInBaseline.needs(rule("deviation(t) + deviation(u, 0.5)")))
        .containsExactly("rule unusual: deviation(t) needs a baseline");
    assertThat(RulesInBaseline.needs(rule("deviation(t{out})", ", every: 1m")))
        .containsExactly("rule unusual: deviation(t{out}) needs a baseline");
    assertThat(RulesInBaseline.needs(rule("deviation(t, 1d) + t"))).isEmpty();
    assertThat(RulesInBaseline.needs(RuleFile.builtIn())).isEmpty();
    assertThat(
            RulesInBaseline.needs(
                RuleFile.parse(
                    "rules.yaml",
                    "rules: [{ name: hot, signal: t, levels: { warning: { when: 'deviation(t) > 3' } }"
                        + " }]")))
        .containsExactly("rule hot: deviation(t) needs a baseline");
  }

  @Test
  void aMetricThatWasNotLearnedIsTold() {
    RuleSet rules = rule("deviation(humidty)");
    assertThat(warnings(rules, learned("a", "humidity", 0, 10), learned("a", "t", 0, 10)))
        .containsExactly(
            "rule unusual: deviation(humidty): the baseline has learned nothing of metric humidty;"
                + " did you mean humidity?");
    assertThat(warnings(rules, learned("a", "x", 0, 10)))
        .containsExactly(
            "rule unusual: deviation(humidty): the baseline has learned nothing of metric humidty");
    assertThat(warnings(rules, learned("a", "humidty", 0, 10))).isEmpty();
  }

  @Test
  void onlyTheSensorsOfTheRuleCount() {
    RuleSet boilers = rule("deviation(t)", ", sensors: 'boiler-*'");
    assertThat(warnings(boilers, learned("boiler-1", "t", 0, 10), learned("a", "t", 0, 1)))
        .isEmpty();
    assertThat(warnings(boilers, learned("a", "t", 0, 10)))
        .containsExactly(
            "rule unusual: deviation(t): the baseline has learned nothing of metric t for a sensor"
                + " of boiler-*");
    RuleSet north = rule("deviation(t)", ", sensors: { site: north }");
    SensorTable table = SensorFile.parseCsv("s.csv", "sensor,label.site\na,north\nb,south\n");
    assertThat(warnings(north, table, learned("a", "t", 0, 10), learned("b", "t", 0, 3))).isEmpty();
    assertThat(warnings(north, table, learned("b", "t", 0, 10)))
        .singleElement()
        .asString()
        .contains("nothing of metric t for a sensor of * with site=north");
  }

  @Test
  void aNamedSensorThatWasNotLearnedIsTold() {
    RuleSet rules = rule("t - deviation(t{outsde})", ", every: 1m");
    assertThat(warnings(rules, learned("outside", "t", 0, 10)))
        .containsExactly(
            "rule unusual: deviation(t{outsde}): the baseline has learned nothing of t{outsde}; did"
                + " you mean t{outside}?");
    assertThat(warnings(rules, learned("outsde", "t", 0, 10))).isEmpty();
  }

  @Test
  void slotsOfTooFewReadingsAreCounted() {
    LearnedSlot three = learned("boiler", "t", 0, 3);
    assertThat(warnings(rule("deviation(t)"), three, learned("a", "t", 0, 10)))
        .containsExactly(
            "rule unusual: deviation(t): is absent in 1 of the 2 slots of its 2 series, which the"
                + " baseline has learned from fewer than 10 readings; the first is all of boiler/t,"
                + " with 3");
    assertThat(warnings(rule("deviation(t, 0, 3 readings)"), three)).isEmpty();
    assertThat(warnings(rule("deviation(t, 0, 4 readings)"), three)).hasSize(1);
  }

  @Test
  void slotsWithoutReadingsCountToo() {
    List<LearnedSlot> learned = new ArrayList<>();
    for (int hour = 1; hour < 24; hour++) {
      learned.add(learned("a", "t", hour, 10));
    }
    Baseline baseline = new Baseline(new Slots(By.HOUR_OF_DAY, ZoneOffset.UTC), 28, learned);
    assertThat(RulesInBaseline.warnings(rule("deviation(t)"), baseline, SensorTable.EMPTY))
        .containsExactly(
            "rule unusual: deviation(t): is absent in 1 of the 24 slots of its 1 series, which the"
                + " baseline has learned from fewer than 10 readings; the first is 00 of a/t, with"
                + " 0");
  }

  @Test
  void slotsOfEqualReadingsAreCountedUnlessThereIsAFloor() {
    LearnedSlot equal = new LearnedSlot(new Series("a", "t"), 0, usual(10, 0));
    assertThat(warnings(rule("deviation(t)"), equal))
        .containsExactly(
            "rule unusual: deviation(t): is absent in 1 of the 1 slots of its 1 series, whose"
                + " readings were all equal, because it has no floor; the first is all of a/t");
    assertThat(warnings(rule("deviation(t, 0.5)"), equal)).isEmpty();
  }
}
