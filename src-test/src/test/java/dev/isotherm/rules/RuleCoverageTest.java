package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
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
}
