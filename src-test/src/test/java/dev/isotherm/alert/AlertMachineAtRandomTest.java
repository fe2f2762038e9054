package dev.isotherm.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the rule and the readings: waking the machine between readings changes nothing. */
class AlertMachineAtRandomTest {

  private static final Series SERIES = new Series("s1", "m");
  private static final int RUNS = 2_000;

  @Test
  void aDeadlineIsTheSameByTimerAndByTheNextReading() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("AlertMachineAtRandomTest: -Disotherm.seed=" + seed);
    Random random = new Random(seed);
    int deadlines = 0;
    int transitions = 0;
    for (int run = 0; run < RUNS; run++) {
      Rule rule = RandomRules.rule(random, "rule", "m");
      List<Reading> readings = readings(random);
      List<Transition> byReadings = run(rule, readings, null);
      assertThat(run(rule, readings, random)).as("%s", rule).isEqualTo(byReadings);
      assertSound(rule, byReadings);
      transitions += byReadings.size();
      deadlines += (int) byReadings.stream().filter(one -> one.reason().isDeadline()).count();
    }
    assertThat(transitions).isGreaterThan(10 * RUNS);
    assertThat(deadlines).isGreaterThan(2 * RUNS);
  }

  /** Where the machine is woken at instants of chance as well, if there is any. */
  private static List<Transition> run(Rule rule, List<Reading> readings, Random wakes) {
    List<Transition> transitions = new ArrayList<>();
    AlertStatus status = AlertStatus.INACTIVE;
    long now = 0;
    for (Reading reading : readings) {
      while (wakes != null && wakes.nextInt(3) > 0 && now < reading.epochMillis() - 1) {
        long next = AlertMachine.nextDeadline(rule, status);
        long chance = now + wakes.nextInt((int) (reading.epochMillis() - now));
        now = wakes.nextBoolean() && next < reading.epochMillis() ? next : chance;
        AlertMachine.Step step = AlertMachine.advance(rule, SERIES, status, now);
        transitions.addAll(step.transitions());
        status = step.status();
      }
      AlertMachine.Step step = AlertMachine.observe(rule, status, reading);
      transitions.addAll(step.transitions());
      status = step.status();
      now = reading.epochMillis();
      assertThat(AlertMachine.nextDeadline(rule, status)).isGreaterThan(now);
    }
    AlertMachine.Step end = AlertMachine.advance(rule, SERIES, status, Long.MAX_VALUE - 1);
    transitions.addAll(end.transitions());
    assertThat(AlertMachine.nextDeadline(rule, end.status())).isEqualTo(AlertMachine.NEVER);
    return transitions;
  }

  private static void assertSound(Rule rule, List<Transition> transitions) {
    assertThat(transitions.stream().map(Transition::id)).doesNotHaveDuplicates();
    AlertState last = AlertState.INACTIVE;
    long instant = Long.MIN_VALUE;
    for (Transition one : transitions) {
      assertThat(one.atMillis()).isGreaterThanOrEqualTo(Math.max(instant, one.sinceMillis()));
      assertThat(one.previous()).isEqualTo(last);
      boolean stays = one.state() == last && one.state() != AlertState.FIRING;
      assertThat(stays).as("%s", one).isFalse();
      boolean maySilenceEnd = rule.timing().missing().policy() == Absence.Policy.ENDS;
      if (one.state() == AlertState.RESOLVED && !maySilenceEnd) {
        assertThat(one.reason()).isNotEqualTo(TransitionReason.NO_DATA);
      }
      last = one.state() == AlertState.RESOLVED ? AlertState.INACTIVE : one.state();
      instant = one.atMillis();
    }
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
