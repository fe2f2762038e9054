package dev.isotherm.flow.signal.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One subtask of {@link EvaluateSteps}, with the sum of each minute. */
class EvaluateStepsHarnessTest {

  private static final RuleSetHistory RULES =
      RuleSetHistory.of(
          RuleFile.parse(
              "rules.yaml",
              "rules: [{ name: r, signal: 'sum(a, 1m)', every: 1m, staleAfter: 30s,"
                  + " levels: { info: { above: 5 } } }]"));

  private KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, StepResult> harness;

  @BeforeEach
  void begin() throws Exception {
    harness = subtask();
    harness.open();
  }

  @AfterEach
  void end() throws Exception {
    harness.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, StepResult> subtask()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new EvaluateSteps(RULES, List::of, new RuleScope(Source.STEPS, null), false),
        SignalMessage::series,
        ModelTypes.SERIES);
  }

  private void send(String sensor, long second, double value) throws Exception {
    SensorReadings readings = new SensorReadings(second * 1_000, second, Map.of("a", value));
    harness.processElement(
        new StreamRecord<>(new SignalMessage(new Series(sensor, "r"), readings)));
  }

  /** Sensor, end of the step in seconds, and value of the signal. */
  private List<String> results() {
    return harness.extractOutputValues().stream()
        .map(
            one ->
                one.series().sensorId() + " " + one.stepMillis() / 1_000 + " " + one.numbers()[0])
        .toList();
  }

  @Test
  void theWatermarkEvaluatesAStepOnceAndAsLongAsItsResultMayChange() throws Exception {
    send("s", 30, 1);
    send("s", 60, 2);
    harness.processWatermark(59_999);
    assertThat(results()).isEmpty();
    harness.processWatermark(60_000);
    assertThat(results()).containsExactly("s 60 3.0");
    harness.processWatermark(600_000);
    assertThat(results()).containsExactly("s 60 3.0", "s 120 NaN", "s 180 NaN");
  }

  @Test
  void whatComesAfterItsStepIsInTheLateLogWithTheRule() throws Exception {
    harness.processWatermark(60_000);
    send("s", 60, 1);
    send("s", 61, 2);
    assertThat(harness.getSideOutput(AlertTypes.LATE))
        .extracting(StreamRecord::getValue)
        .containsExactly(
            LateReading.forSignal(new Reading(new Series("s", "a"), 60_000, 1, 60), "r"));
    harness.processWatermark(120_000);
    assertThat(results()).containsExactly("s 120 2.0");
  }

  @Test
  void aRestoredSubtaskKnowsReadingsAndWatermark() throws Exception {
    send("s", 61, 1);
    harness.processWatermark(60_000);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = subtask();
    harness.initializeState(state);
    harness.open();
    send("s", 60, 5);
    send("s", 70, 2);
    assertThat(harness.getSideOutput(AlertTypes.LATE)).hasSize(1);
    harness.processWatermark(120_000);
    assertThat(results()).containsExactly("s 120 3.0");
  }

  /** Otherwise the next operator goes ahead by the watermarks of other subtasks. */
  @Test
  void idlenessIsNotPassedOn() throws Exception {
    send("s", 30, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(60_000);
    assertThat(harness.getOutput()).hasSize(2).last().isEqualTo(new Watermark(60_000));
  }

  @Test
  void theEndOfTheInputIsNoTime() throws Exception {
    send("s", 30, 1);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertThat(results()).isEmpty();
  }
}
