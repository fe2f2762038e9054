package dev.isotherm.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What expects the transitions of a stream agrees with itself, and sees what is wrong. */
class TransitionOraclesTest {

  private static final Series SERIES = new Series("s1", "m");
  private static final int RUNS = 3_000;

  private final long seed = Long.getLong("isotherm.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void theMachineDoesWhatIntervalsOnTheAxisOfTimeSay() {
    System.out.println("TransitionOraclesTest: -Disotherm.seed=" + seed);
    Set<AlertState> states = EnumSet.noneOf(AlertState.class);
    int brokenRuns = 0;
    long notActive = 0;
    long toldAgain = 0;
    for (int run = 0; run < RUNS; run++) {
      Rule rule = rule();
      List<Reading> readings = readings();
      List<Transition> machine = expected(rule, readings).until(Long.MAX_VALUE);
      assertThat(words(ScheduleOracle.transitions(rule, readings)))
          .as("%s%n%s", rule, readings)
          .isEqualTo(words(machine));
      machine.forEach(one -> states.add(one.state()));
      notActive +=
          machine.stream().filter(one -> one.reason() == TransitionReason.NOT_ACTIVE).count();
      toldAgain += machine.stream().filter(one -> isToldAgain(one, readings)).count();
      if (!words(ScheduleOracle.transitions(later(rule), readings)).equals(words(machine))) {
        brokenRuns++;
      }
    }
    assertThat(states)
        .containsExactlyInAnyOrder(
            AlertState.INACTIVE,
            AlertState.PENDING,
            AlertState.FIRING,
            AlertState.RESOLVED,
            AlertState.NO_DATA);
    assertThat(notActive).as("alerts that end with active hours").isGreaterThan(RUNS);
    assertThat(toldAgain).as("silences told on a later day").isGreaterThan(RUNS / 2);
    assertThat(brokenRuns).as("runs in which a millisecond is seen").isGreaterThan(RUNS / 4);
  }

  /** The last reading showed nothing, so its silence ends nothing at that instant. */
  @Test
  void whatIsKeptMayEndWhenAReadingThatShowsNothingIsSilentForLong() {
    Rule rule =
        RuleFile.parse(
                "rules.yaml",
                """
                rules:
                  - name: r
                    metric: m
                    levels: { warning: { changesBy: { moreThan: 4, within: 4s } } }
                    missing: ends
                    noDataAfter: 2s
                    keepFiringFor: 4s
                """)
            .rules()
            .get(0);
    List<Reading> readings = new ArrayList<>();
    double[] values = {0, 5, 3};
    long[] seconds = {0, 1, 5};
    for (int i = 0; i < values.length; i++) {
      readings.add(new Reading(SERIES, seconds[i] * 1_000, values[i], Position.ofLine(0, i)));
    }
    List<String> machine = words(expected(rule, readings).until(Long.MAX_VALUE));
    assertThat(machine).last().asString().startsWith("7000 ").endsWith(" 2.0");
    assertThat(words(ScheduleOracle.transitions(rule, readings))).isEqualTo(machine);
  }

  /** A stream that leaves out, adds or moves a transition; each is seen by both. */
  @Test
  void whatAStreamDoesWrongIsSeen() {
    for (int run = 0; run < RUNS / 10; run++) {
      Rule rule = rule();
      List<Reading> readings = readings();
      RuleSet rules = new RuleSet(List.of(rule));
      ExpectedTransitions expected = expected(rule, readings);
      long end = readings.get(readings.size() - 1).epochMillis() + random.nextInt(30_000);
      List<Transition> right = expected.until(end);
      assertThat(expected.faults(right, end)).isEmpty();
      assertThat(RuleOracle.faults(RulesOfSeries.plain(rules), readings, right, end)).isEmpty();
      List<Transition> more = expected.until(Long.MAX_VALUE);
      assertThat(expected.faults(more, end)).isEmpty();
      assertThat(RuleOracle.faults(RulesOfSeries.plain(rules), readings, more, end)).isEmpty();
      if (!right.isEmpty()) {
        List<Transition> less = new ArrayList<>(right);
        Transition one = less.remove(random.nextInt(less.size()));
        assertThat(expected.faults(less, end)).hasSize(1);
        assertThat(RuleOracle.faults(RulesOfSeries.plain(rules), readings, less, end)).hasSize(1);
        less.add(moved(one));
        assertThat(expected.faults(less, end)).hasSize(2);
        assertThat(RuleOracle.faults(RulesOfSeries.plain(rules), readings, less, end)).hasSize(2);
      }
    }
  }

  private static boolean isToldAgain(Transition one, List<Reading> readings) {
    long last = readings.get(readings.size() - 1).epochMillis();
    return one.state() == AlertState.NO_DATA && one.atMillis() > last + 80_000_000;
  }

  private Rule rule() {
    while (true) {
      Rule rule = RandomRules.of(random, 1, "m").rules().get(0);
      if (RuleOracle.covers(rule) && rule.watches(SERIES)) {
        return rule;
      }
    }
  }

  /** Most come soon, some after a silence, some at the instant of the one before. */
  private List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    long now = 1_000_000;
    for (int i = 0; i < 40; i++) {
      double value = Math.rint(3 * random.nextGaussian());
      readings.add(new Reading(SERIES, now, value, Position.ofLine(0, i)));
      now += random.nextInt(8) == 0 ? random.nextInt(100_000) + 1 : random.nextInt(6_000) + 1;
      if (random.nextInt(5) == 0) {
        now = readings.get(i).epochMillis();
      }
    }
    return readings;
  }

  private static ExpectedTransitions expected(Rule rule, List<Reading> readings) {
    return new ExpectedTransitions(RulesOfSeries.plain(new RuleSet(List.of(rule))), readings);
  }

  private static Rule later(Rule rule) {
    Timing timing = rule.timing();
    return new Rule(
        rule.name(),
        rule.selector(),
        rule.levels(),
        new Timing(
                timing.holdFor().plusMillis(1),
                timing.keepFiringFor(),
                timing.noDataAfter().isZero() ? Duration.ZERO : timing.noDataAfter().plusMillis(1),
                null)
            .withSchedule(timing.schedule()),
        rule.annotations());
  }

  private static Transition moved(Transition one) {
    return new Transition(
        one.rule(),
        one.series(),
        one.severity(),
        one.state(),
        one.previous(),
        one.previousSeverity(),
        one.atMillis() + 1,
        one.value(),
        one.threshold(),
        one.sinceMillis(),
        one.reason(),
        one.repeat(),
        one.rulesVersion(),
        one.summary(),
        one.annotations(),
        one.labels());
  }

  private static List<String> words(List<Transition> transitions) {
    return transitions.stream().map(RuleOracle::words).toList();
  }
}
