package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * For each length of windows, an evaluation of its own takes back what was published before a
 * crash, of its rules alone.
 */
class OwnWindowsRetractionHarnessTest {

  private static final RuleSetHistory RULES =
      RuleSetHistory.of(
          RuleFile.parse(
              "rules.yaml",
              """
              rules:
                - { name: job, metric: m, on: averages, levels: { warning: { above: 1 } } }
                - { name: ten, metric: m, on: averages, window: 10s, levels: { warning: { above: 1 } } }
                - { name: sixty, metric: m, on: averages, window: 1m, levels: { warning: { above: 1 } } }
              """));

  /** Fired before the crash, by readings that are not there any more. */
  private static void published(long sinceMillis, Consumer<Transition> consumer) {
    for (String rule : List.of("job", "ten", "sixty")) {
      consumer.accept(
          Transitions.byReading(
              rule,
              new Series("s", "m"),
              Severity.WARNING,
              AlertState.FIRING,
              AlertState.INACTIVE,
              null,
              60_000,
              2,
              1,
              60_000));
    }
  }

  @Test
  void whatRulesWithOtherWindowsHavePublishedIsLeftToTheirEvaluation() throws Exception {
    assertThat(takenBack(new RuleScope(Source.AVERAGES, null))).containsExactly("job");
    assertThat(takenBack(RuleScope.ofWindows(Duration.ofSeconds(10)))).containsExactly("ten");
    assertThat(takenBack(RuleScope.ofWindows(Duration.ofMinutes(1)))).containsExactly("sixty");
  }

  private static List<String> takenBack(RuleScope scope) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateRules(RULES, List::of, scope, OwnWindowsRetractionHarnessTest::published),
            SeriesReadings::series,
            ModelTypes.SERIES,
            new RecordedMetrics().environment(1, 0));
    try {
      harness.open();
      harness.processWatermark(100_000);
      List<Transition> told = harness.extractOutputValues();
      assertThat(told).allMatch(one -> one.reason() == TransitionReason.TAKEN_BACK);
      return told.stream().map(Transition::rule).toList();
    } finally {
      harness.close();
    }
  }
}
