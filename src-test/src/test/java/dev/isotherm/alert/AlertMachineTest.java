package dev.isotherm.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertMachineTest {

  private static final Series SERIES = new Series("boiler", "temperature");
  private static final Rule DEFAULT = RuleFile.builtIn().rules().get(0);
  private static final Rule WITH_HYSTERESIS =
      new Rule(
          "overheating",
          "temperature",
          List.of(
              new Level(Severity.WARNING, new Threshold(Kind.ABOVE, 28, clearBelow(27))),
              new Level(Severity.CRITICAL, new Threshold(Kind.ABOVE, 30, clearBelow(29)))));

  private static Threshold.Clear clearBelow(double limit) {
    return new Threshold.Clear(limit, false);
  }

  @Test
  void firesOncePerChangeNotOncePerReading() {
    assertThat(run(DEFAULT, 27, 28.5, 29, 28.1, 27.9, 20, 28.01))
        .containsExactly(
            "1: INACTIVE -> FIRING(WARNING) 28.5 crossed 28.0 since 1",
            "4: FIRING(WARNING) -> RESOLVED(WARNING) 27.9 crossed 28.0 since 1",
            "6: INACTIVE -> FIRING(WARNING) 28.01 crossed 28.0 since 6");
  }

  @Test
  void theLimitItselfIsNotAboveTheLimit() {
    assertThat(run(DEFAULT, 28)).isEmpty();
    assertThat(run(DEFAULT, 29, 28))
        .containsExactly(
            "0: INACTIVE -> FIRING(WARNING) 29.0 crossed 28.0 since 0",
            "1: FIRING(WARNING) -> RESOLVED(WARNING) 28.0 crossed 28.0 since 0");
  }

  @Test
  void escalatesAndDeescalatesBetweenLevels() {
    assertThat(run(DEFAULT, 28.5, 30.5, 31, 29, 20))
        .containsExactly(
            "0: INACTIVE -> FIRING(WARNING) 28.5 crossed 28.0 since 0",
            "1: FIRING(WARNING) -> FIRING(CRITICAL) 30.5 crossed 30.0 since 0",
            "3: FIRING(CRITICAL) -> FIRING(WARNING) 29.0 crossed 28.0 since 0",
            "4: FIRING(WARNING) -> RESOLVED(WARNING) 20.0 crossed 28.0 since 0");
  }

  @Test
  void aJumpPassesOverTheLevelsBetween() {
    assertThat(run(DEFAULT, 31, 20))
        .containsExactly(
            "0: INACTIVE -> FIRING(CRITICAL) 31.0 crossed 30.0 since 0",
            "1: FIRING(CRITICAL) -> RESOLVED(CRITICAL) 20.0 crossed 28.0 since 0");
  }

  @Test
  void hysteresisHoldsAnAlertUntilTheClearValue() {
    assertThat(run(WITH_HYSTERESIS, 27.5, 28.1, 27.5, 27, 26.9))
        .containsExactly(
            "1: INACTIVE -> FIRING(WARNING) 28.1 crossed 28.0 since 1",
            "4: FIRING(WARNING) -> RESOLVED(WARNING) 26.9 crossed 27.0 since 1");
    assertThat(run(WITH_HYSTERESIS, 30.1, 29, 28.9, 27, 26))
        .containsExactly(
            "0: INACTIVE -> FIRING(CRITICAL) 30.1 crossed 30.0 since 0",
            "2: FIRING(CRITICAL) -> FIRING(WARNING) 28.9 crossed 28.0 since 0",
            "4: FIRING(WARNING) -> RESOLVED(WARNING) 26.0 crossed 27.0 since 0");
  }

  @Test
  void aReadingThatChangesNothingAtTheInstantOfCalmTellsOfIt() {
    Rule flaps =
        new Rule(
            "flaps",
            Selector.of("temperature"),
            List.of(Level.above(Severity.WARNING, 28)),
            new Timing(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                new Timing.Flapping(1, Duration.ofMillis(3))),
            Annotations.NONE);
    assertThat(run(flaps, 29, 20, 20, 20, 20))
        .containsExactly(
            "0: INACTIVE -> FIRING(WARNING) 29.0 crossed 28.0 since 0",
            "1: FIRING(WARNING) -> FLAPPING(WARNING) 20.0 crossed NaN since 0",
            "4: FLAPPING -> RESOLVED(WARNING) 20.0 crossed NaN since 0");
    assertThat(run(flaps, 29, 20, 20, 20, 29, 29)).hasSize(2);
  }

  @Test
  void theIdDependsOnWhatHappenedAndWhenAlone() {
    Transition first = observe(29, 1000);
    assertThat(first.id()).isEqualTo(observe(29.5, 1000).id());
    assertThat(first.id()).isNotEqualTo(observe(29, 1001).id());
    assertThat(first.id()).isNotEqualTo(observe(31, 1000).id());
    assertThat(first.id()).isEqualTo("658b625d-90ab-35a7-ba99-662263652214");
  }

  @Test
  void refusesLevelsThatDoNotRise() {
    assertThatThrownBy(
            () ->
                new Rule(
                    "r",
                    "m",
                    List.of(Level.above(Severity.WARNING, 30), Level.above(Severity.CRITICAL, 30))))
        .hasMessage(
            "rule r: CRITICAL above 30.0 has the condition of WARNING above 30.0; it must have a"
                + " longer holdFor, or another condition");
    assertThatThrownBy(
            () ->
                new Rule(
                    "r",
                    "m",
                    List.of(Level.above(Severity.WARNING, 30), Level.above(Severity.CRITICAL, 28))))
        .hasMessage(
            "rule r: CRITICAL above 28.0 must be worse than WARNING above 30.0, and hold only"
                + " where that holds");
    assertThatThrownBy(
            () -> new Level(Severity.WARNING, new Threshold(Kind.ABOVE, 28, clearBelow(29))))
        .hasMessage("clearBelow 29.0: must not be greater than above 28.0");
    assertThatThrownBy(() -> new Level(Severity.WARNING, new Threshold(Kind.ABOVE, Double.NaN)))
        .hasMessage("above NaN: must be a finite number");
    assertThatThrownBy(() -> new RuleSet(List.of(DEFAULT, DEFAULT)))
        .hasMessage("rule high_temperature: duplicate name");
  }

  @Test
  void watchesItsMetricOfEverySensor() {
    assertThat(DEFAULT.watches(SERIES)).isTrue();
    assertThat(DEFAULT.watches(new Series("boiler", "humidity"))).isFalse();
  }

  private static Transition observe(double value, long at) {
    return AlertMachine.observe(DEFAULT, AlertStatus.INACTIVE, new Reading(SERIES, at, value))
        .transitions()
        .get(0);
  }

  private static List<String> run(Rule rule, double... values) {
    List<String> transitions = new ArrayList<>();
    AlertStatus status = AlertStatus.INACTIVE;
    for (int i = 0; i < values.length; i++) {
      AlertMachine.Step step =
          AlertMachine.observe(rule, status, new Reading(SERIES, i, values[i]));
      status = step.status();
      for (Transition t : step.transitions()) {
        String previous =
            t.previousSeverity() == null
                ? t.previous().name()
                : t.previous() + "(" + t.previousSeverity() + ")";
        transitions.add(
            String.format(
                "%d: %s -> %s(%s) %s crossed %s since %d",
                t.atMillis(),
                previous,
                t.state(),
                t.severity(),
                t.value(),
                t.threshold(),
                t.sinceMillis()));
      }
    }
    return transitions;
  }
}
