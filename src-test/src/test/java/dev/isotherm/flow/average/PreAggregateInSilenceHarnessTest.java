package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the last windows, of a minute, when the input falls silent. */
class PreAggregateInSilenceHarnessTest {

  private static final Windowing MINUTES = Windowing.tumbling(Duration.ofMinutes(1));
  private static final Series A = new Series("a", "temperature");

  private OneInputStreamOperatorTestHarness<Reading, PartialBlock> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    open(
        PreAggregateOperator.ofReadings(
            AverageSpec.of(MINUTES, Duration.ofSeconds(10)), Exclusion.AVERAGES),
        state);
  }

  private void open(PreAggregateOperator<Reading> combine, OperatorSubtaskState state)
      throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            combine, ModelTypes.READING.createSerializer(new SerializerConfigImpl()));
    harness.setup(PartialTypes.PARTIAL_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void theLastWindowClosesBeforeTheInputGoesIdle() throws Exception {
    read(A, 10, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(watermarks()).containsExactly(59_999L);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(20);
    assertThat(watermarks()).as("never back").containsExactly(59_999L);
    harness.processWatermark(60_000);
    assertThat(watermarks()).containsExactly(59_999L, 60_000L);
  }

  @Test
  void theLastWindowClosesAlsoAfterARestartIntoASilence() throws Exception {
    read(A, 70_000, 1);
    read(A, 10, 1);
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(watermarks()).containsExactly(119_999L);
  }

  @Test
  void anInputThatNeverHadAnythingGoesIdleWithoutAWatermark() throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(harness.getOutput()).containsExactly(WatermarkStatus.IDLE);
  }

  @Test
  void theEndOfTheInputIsHeardAlsoInASilence() throws Exception {
    read(A, 10, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.endInput();
    assertThat(watermarks()).containsExactly(59_999L, Long.MAX_VALUE);
    assertThat(harness.getOutput().stream().filter(WatermarkStatus.class::isInstance))
        .containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE);
  }

  private List<Long> watermarks() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(element -> ((Watermark) element).getTimestamp())
        .toList();
  }

  private void read(Series series, long instant, double value) throws Exception {
    harness.processElement(new Reading(series, instant, value), instant);
  }
}
