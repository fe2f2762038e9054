package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ManyRules;
import dev.isotherm.glob.Glob;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.text.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleIndexTest {

  private static final int MANY = 10_000;

  @Test
  void looksAtTheRulesThatMatchAndAtHardlyAnyOther() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      rules.add(rule("r" + i, "temperature", i % 2 == 0 ? "boiler-" + i : "boiler-" + i + "-*"));
    }
    RuleIndex index = new RuleIndex(rules);
    long matches = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < MANY; i++) {
        String sensor = i % 2 == 0 ? "boiler-" + i : "boiler-" + i + "-a";
        List<Rule> found = index.of(new Series(sensor, "temperature"));
        assertThat(found).extracting(Rule::name).containsExactly("r" + i);
        matches += found.size();
      }
    }
    assertThat(matches).isEqualTo(3 * MANY);
    assertThat(index.checkedGlobs()).isBetween((long) MANY, matches); // some are remembered
  }

  /** What is looked at grows with the rules that match, not with all there are. */
  @ParameterizedTest
  @CsvSource({
    "10, 1",
    "100, 1",
    "1000, 1",
    "10000, 1",
    "10, 10",
    "100, 10",
    "1000, 10",
    "10000, 10"
  })
  void aSeriesCostsTheRulesThatMatchIt(int rules, int each) {
    RuleIndex index = new RuleIndex(ManyRules.rules(rules, each, Timing.IMMEDIATE));
    for (int i = 0; i < ManyRules.SENSORS; i++) {
      assertThat(index.of(ManyRules.sensor(i))).hasSize(each);
    }
    assertThat(index.checkedGlobs()).isEqualTo((long) each * ManyRules.SENSORS);
  }

  /** Patterns without a prefix are checked for every sensor, but each once. */
  @ParameterizedTest
  @CsvSource({"boiler-%d, 1", "boiler-%04d-*, 1", "*-%d, 1000", "boiler-*-%d, 1000"})
  void aListOfPatternsCostsItsLengthAtMost(String pattern, long most) {
    List<Glob> globs =
        IntStream.range(0, Sensors.MOST)
            .mapToObj(i -> new Glob(String.format(pattern, i)))
            .toList();
    Rule rule = rule("r", "temperature", new Sensors(globs));
    RuleIndex index = new RuleIndex(List.of(rule));
    for (int i = 0; i < 10; i++) {
      Series series = new Series("boiler-" + (990 + i) + "-0", "temperature");
      long before = index.checkedGlobs();
      assertThat(index.of(series)).hasSize(rule.watches(series) ? 1 : 0);
      assertThat(index.checkedGlobs() - before).isLessThanOrEqualTo(most);
    }
  }

  @Test
  void aRuleUnderSeveralPatternsIsFoundOnce() {
    Rule rule =
        rule(
            "r",
            "temperature",
            new Sensors(List.of(new Glob("*-1"), new Glob("boiler-*"), new Glob("boiler-1"))));
    RuleIndex index = new RuleIndex(List.of(rule));
    assertThat(index.of(new Series("boiler-1", "temperature"))).containsExactly(rule);
    assertThat(index.checkedGlobs()).isEqualTo(1);
    assertThat(index.watching()).containsExactly(rule);
  }

  /** Also where too many series take turns for any to be remembered. */
  @Test
  void aSeriesThatIsNotRememberedCostsNoMore() {
    RuleIndex index = new RuleIndex(ManyRules.rules(1_000, 1, Timing.IMMEDIATE));
    int series = 100_000;
    for (int i = 0; i < 2 * series; i++) {
      String name = ManyRules.sensor(i % series).sensorId() + "/" + i % series / ManyRules.SENSORS;
      assertThat(index.of(new Series(name, "temperature"))).hasSize(1);
    }
    assertThat(index.checkedGlobs()).isBetween(series + 1L, 2L * series);
  }

  @Test
  void findsWhatLookingAtAllOfThemFinds() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("RuleIndexTest: -Disotherm.seed=" + seed);
    Random random = new Random(seed);
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rules.add(rule("r" + i, "m" + random.nextInt(3), word(random, "ab*?")));
    }
    RuleIndex index = new RuleIndex(rules);
    for (int i = 0; i < 2_000; i++) {
      Series series = new Series(word(random, "abc"), "m" + random.nextInt(4));
      assertThat(index.of(series))
          .as(series.toString())
          .containsExactlyInAnyOrderElementsOf(
              rules.stream().filter(rule -> rule.watches(series)).toList());
    }
  }

  @Test
  void remembersTheLastTwoThatShareAPlace() {
    RuleIndex index = new RuleIndex(List.of(rule("r", "temperature", "*")));
    Series one = new Series("s", "temperature");
    List<Series> others =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> new Series("s" + i, "temperature"))
            .filter(series -> RuleIndex.slotOf(series) == RuleIndex.slotOf(one))
            .limit(2)
            .toList();
    for (Series series : List.of(one, others.get(0), one, others.get(0))) {
      assertThat(index.of(series)).hasSize(1);
    }
    assertThat(index.checkedGlobs()).isEqualTo(2);
    for (Series series : List.of(others.get(1), one, others.get(1), others.get(1))) {
      assertThat(index.of(series)).hasSize(1);
    }
    assertThat(index.checkedGlobs()).as("the third took the place of one").isEqualTo(4);
  }

  @Test
  void remembersThousandsOfSeriesWhoseNamesDifferByANumber() {
    RuleIndex index = new RuleIndex(List.of(rule("r", "temperature", "*")));
    List<Series> series =
        IntStream.range(0, 2_000).mapToObj(i -> new Series("sensor_" + i, "temperature")).toList();
    series.forEach(index::of);
    series.forEach(index::of);
    assertThat(index.checkedGlobs()).isEqualTo(series.size());
  }

  private static String word(Random random, String letters) {
    StringBuilder word = new StringBuilder();
    for (int length = 1 + random.nextInt(4); length > 0; length--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static Rule rule(String name, String metric, String sensors) {
    return rule(name, metric, Sensors.matching(sensors));
  }

  private static Rule rule(String name, String metric, Sensors sensors) {
    return new Rule(
        name,
        new Selector(metric, sensors, Selector.Source.READINGS),
        List.of(Level.above(Severity.WARNING, 28)),
        Timing.IMMEDIATE,
        Annotations.NONE);
  }
}
