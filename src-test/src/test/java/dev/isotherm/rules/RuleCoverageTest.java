package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Usual;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleCoverageTest {

  private static final List<Level> LEVELS = List.of(Level.above(Severity.WARNING, 28));

  private static Rule rule(String name, String metric, String sensors) {
    return new Rule(
        name,
        new Selector(metric, Sensors.matching(sensors), Selector.Source.READINGS),
        LEVELS,
        Timing.IMMEDIATE,
        Annotations.NONE);
  }

  @Test
  void knowsWhichRulesWatchASeriesAndWhatThereIs() {
    RuleCoverage coverage =
        new RuleCoverage(
            List.of(
                rule("a", "temperature", "*"),
                rule("b", "Temperature", "*"),
                rule("c", "humidity", "S*")));
    coverage.add(new Series("s2", "temperature"));
    coverage.add(new Series("s1", "temperature"));
    coverage.add(new Series("s1", "humidity"));
    coverage.add(new Series("s1", "temperature"));

    assertThat(coverage.found().watching()).containsExactly("a");
    assertThat(coverage.found().metrics()).containsExactly("humidity", "temperature");
    assertThat(coverage.found().sensors()).containsExactly("s1", "s2");
    assertThat(coverage.found().moreSensors()).isFalse();
  }

  @Test
  void keepsTheFirstOfAMillionNamesInWhateverOrderTheyCome() {
    RuleCoverage up = new RuleCoverage(List.of(rule("last", "m", "s01999999")));
    RuleCoverage down = new RuleCoverage(List.of());
    for (int i = 0; i < 1_000_000; i++) {
      up.add(new Series("s0" + (1_000_000 + i), "m"));
      down.add(new Series("s0" + (1_999_999 - i), "m"));
    }
    assertThat(up.found().sensors())
        .hasSize(FirstNames.MOST)
        .isEqualTo(down.found().sensors())
        .startsWith("s01000000");
    assertThat(up.found().moreSensors()).isTrue();
    assertThat(up.found().moreMetrics()).isFalse();
    assertThat(up.found().watching()).containsExactly("last");
  }

  @Test
  void addsUpPartsOfAnInput() {
    List<Rule> rules = List.of(rule("a", "m", "1"), rule("b", "m", "2"), rule("c", "m", "3"));
    RuleCoverage one = new RuleCoverage(rules);
    RuleCoverage two = new RuleCoverage(rules);
    one.add(new Series("1", "m"));
    two.add(new Series("2", "m"));

    RuleCoverage.Found sum = RuleCoverage.sum(List.of(one.found(), two.found()));

    assertThat(sum.watching()).containsExactlyInAnyOrder("a", "b");
    assertThat(sum.sensors()).containsExactly("1", "2");
    assertThat(sum.metrics()).containsExactly("m");
  }

  @Test
  void namesTheSeriesThatTheBaselineHasNotLearned() {
    List<Rule> rules =
        RuleFile.parse(
                "rules.yaml",
                """
                rules:
                  - name: odd
                    sensors: 'boiler-*'
                    signal: deviation(t) + humidity
                    levels: { warning: { above: 3 } }
                  - name: hot
                    signal: t
                    levels: { warning: { above: 3 } }
                """)
            .rules();
    Usual usual = new Usual(10, 20, 2, Collections.nCopies(5, 20.0));
    Baseline baseline =
        new Baseline(
            new Slots(Slots.By.NONE, ZoneOffset.UTC),
            28,
            List.of(new LearnedSlot(new Series("boiler-1", "t"), 0, usual)));
    RuleCoverage coverage = new RuleCoverage(rules, SensorTable.EMPTY, baseline);
    for (String sensor : List.of("boiler-1", "boiler-2", "boiler-3", "room")) {
      coverage.add(new Series(sensor, "t"));
      coverage.add(new Series(sensor, "humidity"));
    }
    assertThat(RuleCoverage.sum(List.of(coverage.found())).gaps())
        .extracting(LimitGaps.Found::sentence)
        .containsExactly(
            "rule odd: the baseline has learned nothing of 2 series, such as t{boiler-2}; deviation"
                + " is absent there");
  }
}
