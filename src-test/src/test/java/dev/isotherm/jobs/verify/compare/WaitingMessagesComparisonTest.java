package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Messages wait to be put together for the rule {@code signal}: the watermark is at 50, and all up
 * to 40 has been evaluated. Readings do not wait.
 */
class WaitingMessagesComparisonTest {

  private static final OffsetRange NOTHING = new OffsetRange("t", Map.of(), Map.of());
  private static final WatermarkTransitions WAITING =
      new WatermarkTransitions(Set.of(), Set.of(), Set.of(), Set.of("signal"), 0, false, false);

  @Test
  void whatWaitsNeedNotHaveBeenPublished() {
    assertThat(differences("signal", 41)).isEmpty();
    assertThat(differences("signal", 40)).hasSize(1);
    assertThat(differences("reading", 41)).hasSize(1);
  }

  /** One behind the watermark may be the latest of its sensor, and is evaluated then. */
  @Test
  void aLaterMessageMayExplainWhatItBringsOrWhatHasWaited() {
    assertThat(explained("signal", 40)).isEqualTo(40);
    assertThat(explained("signal", 41)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void theSettingsOfTheStreamSayWhichMessagesWait() {
    assertThat(of(null, null, PlausibilityChecks.NONE)).isEmpty();
    assertThat(of("10s", null, PlausibilityChecks.NONE)).containsExactly("signal");
    assertThat(of(null, StreamSettings.DROP, PlausibilityChecks.NONE)).containsExactly("signal");
    assertThat(of(null, null, new PlausibilityChecks(true, false))).isEmpty();
    assertThat(of(null, null, new PlausibilityChecks(false, true))).containsExactly("signal");
  }

  private static Set<String> of(String reorder, String duplicates, PlausibilityChecks checks) {
    RuleSetHistory rules =
        RuleSetHistory.of(
            RuleFile.parse(
                "rules.yaml",
                """
                rules:
                  - { name: signal, signal: a - b, levels: { info: { above: 1 } } }
                  - { name: steps, signal: a - b, every: 1m, levels: { info: { above: 1 } } }
                  - { name: reading, metric: a, levels: { info: { above: 1 } } }
                """));
    StreamSettings settings =
        new StreamSettings(
            "1min",
            null,
            null,
            ParseOptions.defaults().withFields("timestamp", "sensor_id"),
            "1min",
            reorder,
            "r",
            null,
            duplicates,
            null,
            null,
            null);
    return WatermarkTransitions.of(rules, settings, checks).waitingRules();
  }

  private static List<String> differences(String rule, long at) {
    RecordedFindings findings = new RecordedFindings();
    comparison().compare(List.of(new Replayed(transition(rule, at), false)), List.of(), findings);
    return findings.sentences(Kind.TRANSITION);
  }

  private static long explained(String rule, long at) {
    return WAITING.explainedBy(transition(rule, at), comparison().scope()).fromMillis();
  }

  private static AlertComparison comparison() {
    return new AlertComparison(
        new ComparisonScope(NOTHING, true, true, Long.MIN_VALUE, 50, 40), WAITING);
  }

  private static Transition transition(String rule, long at) {
    return Transitions.byReading(
        rule,
        new Series("s", rule),
        Severity.WARNING,
        AlertState.FIRING,
        AlertState.INACTIVE,
        null,
        at,
        29,
        28,
        at);
  }
}
