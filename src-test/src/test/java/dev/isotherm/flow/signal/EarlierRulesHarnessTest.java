package dev.isotherm.flow.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Messages were taken under rules that have changed before the messages are evaluated. */
class EarlierRulesHarnessTest {

  private static final Series ALERT = new Series("s", "r");

  private static RuleSet rules(String signal) {
    return RuleFile.parse(
        "rules.yaml",
        "rules: [{ name: r, signal: %s, levels: { info: { above: 5 } } }]".formatted(signal));
  }

  @Test
  @SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
  void aMessageWithoutAMetricOfTheNewRulesChangesNothing() throws Exception {
    RuleSetHistory history =
        new RuleSetHistory(
            List.of(
                new RuleSetVersion(RuleSetVersion.FROM_THE_START, rules("a")),
                new RuleSetVersion(20, rules("b"))));
    EvaluateSignals evaluate =
        new EvaluateSignals(
            history, List::of, new RuleScope(Source.SIGNALS, null), PublishedTransitions.NONE);
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, Transition>(
            evaluate, SignalMessage::series, ModelTypes.SERIES)) {
      harness.open();
      send(harness, 30, "a", 9);
      assertThat(harness.extractOutputValues()).isEmpty();
      send(harness, 40, "b", 9);
      send(harness, 50, "a", 0);
      harness.processWatermark(new Watermark(60));
      assertThat(harness.extractOutputValues())
          .extracting(Transition::atMillis, Transition::state)
          .containsExactly(tuple(40L, AlertState.FIRING));
    }
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, Transition> harness,
      long instant,
      String metric,
      double value)
      throws Exception {
    harness.processElement(
        new StreamRecord<>(
            new SignalMessage(ALERT, new SensorReadings(instant, instant, Map.of(metric, value)))));
  }
}
