package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.glob.Glob;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.rules.yaml.RuleWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SensorsTest {

  private static final List<String> PATTERNS = List.of("*", "s*", "s1", "s2", "*1", "b-?");

  @Test
  void theOrderOfPatternsDoesNotMatter() {
    assertThat(sensors("s2", "*1", "s1")).isEqualTo(sensors("s1", "s2", "*1"));
    assertThat(sensors("s2", "*1", "s1")).hasToString("*1, s1, s2");
    assertThat(sensors("s2", "s1")).isNotEqualTo(sensors("s1"));
  }

  @Test
  void allSensorsAndSomeAreAll() {
    assertThat(sensors("s1", "*")).isEqualTo(Sensors.ALL);
    assertThat(sensors("*", "s1").areAll()).isTrue();
    assertThat(sensors("**").areAll()).isFalse();
  }

  @Test
  void aPatternThatStandsThereTwiceIsRefused() {
    assertThatThrownBy(() -> sensors("s2", "s1", "s2"))
        .hasMessage("sensors s2, s1, s2: names one twice");
    assertThatThrownBy(() -> sensors("*", "*")).hasMessageContaining("names one twice");
  }

  /** State and topics know rules by their fingerprints, the program by equality. */
  @Test
  void rulesHaveEqualFingerprintsIfTheyHaveTheSameSemantics() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("SensorsTest: -Disotherm.seed=" + seed);
    Random random = new Random(seed);
    int same = 0;
    int pairs = 5_000;
    for (int i = 0; i < pairs; i++) {
      Rule one = withSensors(random, RandomRules.rule(random, "r", "m"));
      Rule other =
          switch (random.nextInt(3)) {
            case 0 -> withSensors(random, one);
            case 1 -> rereadWithOtherOrder(random, one);
            default -> withSensors(random, RandomRules.rule(random, "r", "m"));
          };
      assertThat(one.semanticFingerprint().equals(other.semanticFingerprint()))
          .as("%s and %s", one, other)
          .isEqualTo(one.hasSameSemanticsAs(other));
      same += one.hasSameSemanticsAs(other) ? 1 : 0;
    }
    assertThat(same).isBetween(pairs / 4, pairs * 3 / 4);
  }

  private static Rule withSensors(Random random, Rule rule) {
    List<Glob> globs = new ArrayList<>(PATTERNS.stream().map(Glob::new).toList());
    Collections.shuffle(globs, random);
    return with(rule, globs.subList(0, 1 + random.nextInt(3)));
  }

  /** Writes a rule to a file with its patterns in another order, and reads it. */
  private static Rule rereadWithOtherOrder(Random random, Rule rule) {
    List<Glob> globs = new ArrayList<>(rule.selector().sensors().globs());
    Collections.shuffle(globs, random);
    String text = RuleWriter.write(new RuleSet(List.of(with(rule, globs))));
    return RuleFile.parse("rules", text).rules().get(0);
  }

  private static Rule with(Rule rule, List<Glob> globs) {
    Selector selector = new Selector(rule.metric(), new Sensors(globs), rule.selector().on());
    return new Rule(rule.name(), selector, rule.levels(), rule.timing(), rule.annotations());
  }

  private static Sensors sensors(String... patterns) {
    return new Sensors(Stream.of(patterns).map(Glob::new).toList());
  }
}
