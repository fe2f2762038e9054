package dev.isotherm.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.OwnSeverities;
import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the rule and the readings: with severities of other names, in the same order, the same
 * transitions come with the other names. The order of the names in the alphabet is another one.
 */
class OwnSeveritiesAtRandomTest {

  private static final Series SERIES = new Series("s1", "m");
  private static final int RUNS = 2_000;

  private static Transition own(Rule rule, Transition one) {
    Transition renamed =
        new Transition(
            one.rule(),
            one.series(),
            OwnSeverities.of(one.severity()),
            one.state(),
            one.previous(),
            OwnSeverities.of(one.previousSeverity()),
            one.atMillis(),
            one.value(),
            one.threshold(),
            one.sinceMillis(),
            one.reason(),
            one.repeat(),
            one.rulesVersion(),
            null,
            one.annotations(),
            one.labels(),
            OwnSeverities.ALL);
    return AlertTexts.addTo(rule, renamed, null);
  }

  @Test
  void onlyTheNamesAreOthers() {
    Random random = Seeded.random(OwnSeveritiesAtRandomTest.class);
    int escalations = 0;
    for (int run = 0; run < RUNS; run++) {
      Rule rule = RandomRules.rule(random, "rule", "m");
      Rule own = OwnSeverities.of(rule);
      List<Reading> readings = readings(random);
      List<Transition> expected =
          transitions(rule, readings).stream().map(one -> own(own, one)).toList();
      assertThat(transitions(own, readings)).as("%s", rule).isEqualTo(expected);
      escalations += (int) expected.stream().filter(one -> one.previousSeverity() != null).count();
    }
    assertThat(escalations).isGreaterThan(RUNS);
  }

  private static List<Transition> transitions(Rule rule, List<Reading> readings) {
    List<Transition> transitions = new ArrayList<>();
    AlertStatus status = AlertStatus.INACTIVE;
    for (Reading reading : readings) {
      AlertMachine.Step step = AlertMachine.observe(rule, status, reading);
      transitions.addAll(step.transitions());
      status = step.status();
    }
    transitions.addAll(
        AlertMachine.advance(rule, SERIES, status, Long.MAX_VALUE - 1).transitions());
    return transitions;
  }

  private static List<Reading> readings(Random random) {
    List<Reading> readings = new ArrayList<>();
    long now = 1;
    for (int i = 0; i < 60; i++) {
      readings.add(new Reading(SERIES, now, Math.rint(3 * random.nextGaussian())));
      now += random.nextInt(8) == 0 ? random.nextInt(100_000) + 1 : random.nextInt(6_000) + 1;
    }
    return readings;
  }
}
