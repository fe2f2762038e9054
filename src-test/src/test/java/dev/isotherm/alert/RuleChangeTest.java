package dev.isotherm.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.schedule.Maintenance;
import dev.isotherm.rules.schedule.OneOff;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.text.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Above 28 for 10 ms is a warning; after 60 ms there is no data. */
class RuleChangeTest {

  private static final Series SERIES = new Series("boiler", "temperature");
  private static final Rule RULE = rule(Duration.ofMillis(10), Annotations.NONE, null);

  @Test
  void whatMeansTheSameGoesOnWhateverItTellsPeople() {
    AlertStatus pending = status(RULE, new double[] {29});
    Rule other =
        rule(
            Duration.ofMillis(10),
            new Annotations(Texts.ofSummary("{{value}}"), Map.of("team", "plant")),
            null);
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, pending, other, 5);
    assertThat(step.status()).isSameAs(pending);
    assertThat(step.transitions()).isEmpty();
  }

  @Test
  void anAlertThatIsPendingFiringOrWithoutDataEndsWithItsRule() {
    assertEnd(status(RULE, new double[] {29}), "PENDING -> INACTIVE WARNING since 0");
    AlertStatus firing =
        AlertMachine.advance(RULE, SERIES, status(RULE, new double[] {29}), 10).status();
    assertEnd(firing, "FIRING(WARNING) -> RESOLVED WARNING since 0");
    AlertStatus silent = AlertMachine.advance(RULE, SERIES, firing, 60).status();
    assertEnd(silent, "NO_DATA -> RESOLVED WARNING since 0");
  }

  @Test
  void whatIsFlappingEndsAsItWasTold() {
    Rule flaps =
        rule(Duration.ZERO, Annotations.NONE, new Timing.Flapping(2, Duration.ofSeconds(1)));
    AlertStatus status = status(flaps, new double[] {29, 20, 29, 20});
    AlertMachine.Step step = AlertMachine.applyVersion(flaps, SERIES, status, null, 100);
    assertThat(step.status()).isEqualTo(AlertStatus.INACTIVE);
    assertThat(step.transitions().stream().map(RuleChangeTest::words))
        .containsExactly("FLAPPING -> RESOLVED WARNING since 2 at 100 RULE_REMOVED");
  }

  @Test
  void whatWasToldToNobodyEndsInSilence() {
    AlertStatus inactive = status(RULE, new double[] {20});
    assertThat(inactive.isDefault()).as("it waits for no data").isFalse();
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, inactive, null, 100);
    assertThat(step.status()).isEqualTo(AlertStatus.INACTIVE);
    assertThat(step.transitions()).isEmpty();
  }

  @Test
  void anotherMeaningEndsTheAlertWithAReasonOfItsOwn() {
    AlertStatus pending = status(RULE, new double[] {29});
    Rule other = rule(Duration.ofMillis(11), Annotations.NONE, null);
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, pending, other, 5);
    assertThat(step.status()).isEqualTo(AlertStatus.INACTIVE);
    assertThat(step.transitions().stream().map(RuleChangeTest::words))
        .containsExactly("PENDING -> INACTIVE WARNING since 0 at 5 RULE_CHANGED");
  }

  @Test
  void theSummaryOfTheEndKnowsNoValue() {
    Rule rule =
        rule(
            Duration.ZERO,
            new Annotations(Texts.ofSummary("{{sensor_id}} {{value}} {{threshold}}"), Map.of()),
            null);
    AlertMachine.Step step =
        AlertMachine.applyVersion(rule, SERIES, status(rule, new double[] {29}), null, 5);
    assertThat(step.transitions().get(0).summary()).isEqualTo("hot of boiler is over after 5ms");
    assertThat(step.transitions().get(0).value()).isNaN();
  }

  @Test
  void rulesMeanTheSameExactlyWhenTheyHaveTheSameMeaning() {
    Random random = new Random(7);
    List<Rule> rules = RandomRules.of(random, 300, "m").rules();
    int same = 0;
    for (Rule one : rules) {
      for (Rule other : rules) {
        Rule renamed =
            new Rule(
                one.name(), other.selector(), other.levels(), other.timing(), other.annotations());
        assertThat(one.hasSameSemanticsAs(renamed))
            .as("%s and %s", one, renamed)
            .isEqualTo(one.semanticFingerprint().equals(renamed.semanticFingerprint()));
        same += one.hasSameSemanticsAs(renamed) ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThanOrEqualTo(rules.size());
  }

  @Test
  void maintenanceThatIsAnnouncedEndsNoAlert() {
    AlertStatus pending = status(RULE, new double[] {29});
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, pending, maintained(6, 7), 5);
    assertThat(step.status()).isSameAs(pending);
    assertThat(step.transitions()).isEmpty();
    assertThat(AlertMachine.nextDeadline(maintained(6, 7), pending)).isEqualTo(6);
  }

  @Test
  void maintenanceThatBeganBeforeItWasAnnouncedEndsAnAlertNow() {
    AlertStatus pending = status(RULE, new double[] {29});
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, pending, maintained(3, 7), 5);
    assertThat(step.transitions().stream().map(RuleChangeTest::words))
        .containsExactly("PENDING -> INACTIVE WARNING since 0 at 5 NOT_ACTIVE");
    assertThat(step.status().isDefault()).as("silence is still waited for").isFalse();
    assertThat(AlertMachine.nextDeadline(maintained(3, 7), step.status())).isEqualTo(67);
    assertThat(
            AlertMachine.applyVersion(RULE, SERIES, pending, maintained(3, 4), 5)
                .transitions()
                .stream()
                .map(RuleChangeTest::words))
        .as("it is over already")
        .containsExactly("PENDING -> INACTIVE WARNING since 0 at 5 RULE_CHANGED");
  }

  @Test
  void silenceThatALaterScheduleDoesNotCountIsNotToldInThePast() {
    Rule before = maintained(10, 1_000);
    AlertStatus quiet = status(before, new double[] {20});
    assertThat(AlertMachine.nextDeadline(before, quiet)).isEqualTo(1_060);
    AlertMachine.Step step = AlertMachine.applyVersion(before, SERIES, quiet, RULE, 500);
    assertThat(step.transitions()).isEmpty();
    assertThat(AlertMachine.nextDeadline(RULE, step.status())).isEqualTo(560);
  }

  private static Rule maintained(long from, long to) {
    return RULE.withSchedule(Schedule.ALWAYS.with(List.of(Maintenance.of(new OneOff(from, to)))));
  }

  private static void assertEnd(AlertStatus status, String words) {
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, status, null, 100);
    assertThat(step.status()).isEqualTo(AlertStatus.INACTIVE);
    assertThat(step.transitions().stream().map(RuleChangeTest::words))
        .containsExactly(words + " at 100 RULE_REMOVED");
  }

  private static String words(Transition one) {
    String severity = one.previousSeverity() == null ? "" : "(" + one.previousSeverity() + ")";
    return String.format(
        "%s%s -> %s %s since %d at %d %s",
        one.previous(),
        severity,
        one.state(),
        one.severity(),
        one.sinceMillis(),
        one.atMillis(),
        one.reason());
  }

  /** After readings at 0, 1, 2 … */
  private static AlertStatus status(Rule rule, double[] values) {
    AlertStatus status = AlertStatus.INACTIVE;
    for (int i = 0; i < values.length; i++) {
      status = AlertMachine.observe(rule, status, new Reading(SERIES, i, values[i])).status();
    }
    return status;
  }

  private static Rule rule(Duration holdFor, Annotations annotations, Timing.Flapping flapping) {
    return new Rule(
        "hot",
        Selector.of("temperature"),
        List.of(Level.above(Severity.WARNING, 28)),
        new Timing(holdFor, Duration.ZERO, Duration.ofMillis(60), flapping),
        annotations);
  }
}
