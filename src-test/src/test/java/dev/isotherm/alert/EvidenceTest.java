package dev.isotherm.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.signal.Truth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state machine with results of signals. */
class EvidenceTest {

  private static final Series SERIES = new Series("ups", "on-battery");

  private final List<String> transitions = new ArrayList<>();
  private AlertStatus status = AlertStatus.INACTIVE;
  private Rule rule =
      rule(
          "warning: { when: on_battery == 1 }, critical: { when: 'on_battery == 1 and value < 9' }");

  private static Rule rule(String levels) {
    return RuleFile.parse(
            "rules.yaml",
            "rules: [{ name: on-battery, signal: time_left, levels: { " + levels + " } }]")
        .rules()
        .get(0);
  }

  private void evaluate(long at, double value, Truth... conditions) {
    Evidence evidence = new Evidence(at, value, List.of(conditions));
    AlertMachine.Step step = AlertMachine.observe(rule, SERIES, status, evidence);
    status = step.status();
    for (Transition one : step.transitions()) {
      transitions.add(
          one.atMillis() + " " + one.state() + " " + one.severity() + " " + one.value());
    }
  }

  @Test
  void levelsHaveConditionsOfTheirOwn() {
    evaluate(1, 20, Truth.FALSE, Truth.FALSE);
    evaluate(2, 20, Truth.TRUE, Truth.FALSE);
    evaluate(3, 8, Truth.TRUE, Truth.TRUE);
    evaluate(4, 20, Truth.TRUE, Truth.FALSE);
    evaluate(5, 20, Truth.FALSE, Truth.FALSE);
    assertThat(transitions)
        .containsExactly(
            "2 FIRING WARNING 20.0",
            "3 FIRING CRITICAL 8.0",
            "4 FIRING WARNING 20.0",
            "5 RESOLVED WARNING 20.0");
  }

  @Test
  void aLevelOfWhichNothingIsKnownStaysAsItWas() {
    evaluate(1, Double.NaN, Truth.TRUE, Truth.UNKNOWN);
    evaluate(2, 8, Truth.TRUE, Truth.TRUE);
    evaluate(3, Double.NaN, Truth.TRUE, Truth.UNKNOWN);
    evaluate(4, Double.NaN, Truth.UNKNOWN, Truth.UNKNOWN);
    evaluate(5, Double.NaN, Truth.FALSE, Truth.FALSE);
    assertThat(transitions)
        .containsExactly(
            "1 FIRING WARNING NaN", "2 FIRING CRITICAL 8.0", "5 RESOLVED CRITICAL NaN");
  }

  @Test
  void limitsOfAnAbsentValueStayAsTheyWere() {
    rule = rule("warning: { above: 30 }");
    evaluate(1, Double.NaN);
    evaluate(2, 31);
    evaluate(3, Double.NaN);
    evaluate(4, 29);
    assertThat(transitions).containsExactly("2 FIRING WARNING 31.0", "4 RESOLVED WARNING 29.0");
  }

  @Test
  void whatTellsNothingIsNoEvaluation() {
    rule = rule("warning: { above: 30 }, critical: { when: door == 1 }");
    assertThat(new Evidence(1, Double.NaN, List.of(Truth.UNKNOWN)).isEmpty(rule)).isTrue();
    assertThat(new Evidence(1, 1, List.of(Truth.UNKNOWN)).isEmpty(rule)).isFalse();
    assertThat(new Evidence(1, Double.NaN, List.of(Truth.FALSE)).isEmpty(rule)).isFalse();
    rule = rule("critical: { when: door == 1 }");
    assertThat(new Evidence(1, 1, List.of(Truth.UNKNOWN)).isEmpty(rule)).isTrue();
  }
}
