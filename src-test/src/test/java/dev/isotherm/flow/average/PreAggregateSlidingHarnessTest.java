package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of a minute each 20 s, that can change for 10 s after their end. */
class PreAggregateSlidingHarnessTest {

  private static final Duration LATENESS = Duration.ofSeconds(10);
  private static final Series A = new Series("a", "temperature");
  private static final SeriesWindow FIRST = new SeriesWindow(A, -40_000, 20_000);
  private static final SeriesWindow SECOND = new SeriesWindow(A, -20_000, 40_000);
  private static final SeriesWindow THIRD = new SeriesWindow(A, 0, 60_000);

  /** At this watermark, the first window is closed for good. */
  private static final long CLOSED_AT = 19_999 + 10_000;

  private RecordedMetrics metrics;
  private OneInputStreamOperatorTestHarness<Reading, PartialBlock> harness;

  @BeforeEach
  void open() throws Exception {
    open(LATENESS, null);
  }

  private void open(Duration lateness, OperatorSubtaskState state) throws Exception {
    metrics = new RecordedMetrics();
    Windowing windowing = Windowing.sliding(Duration.ofSeconds(60), Duration.ofSeconds(20));
    harness =
        new OneInputStreamOperatorTestHarness<>(
            PreAggregateOperator.ofReadings(
                AverageSpec.of(windowing, lateness), Exclusion.AVERAGES),
            ModelTypes.READING.createSerializer(new SerializerConfigImpl()),
            metrics.environment(1, 0));
    harness.setup(PartialTypes.PARTIAL_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void readingsOfASlideAreFoldedOnceForAllTheirWindows() throws Exception {
    read(0, 1);
    read(19_999, 3);
    read(20_000, 5);
    harness.processWatermark(19_998);
    assertThat(partials()).isEmpty();
    harness.processWatermark(19_999);
    assertThat(partials())
        .as("when the first of them ends")
        .containsExactlyInAnyOrder(
            partial(FIRST, 0, 1, 3), partial(SECOND, 0, 1, 3), partial(THIRD, 0, 1, 3));
    harness.processWatermark(39_999);
    SeriesWindow fourth = new SeriesWindow(A, 20_000, 80_000);
    assertThat(partials())
        .hasSize(6)
        .contains(
            partial(SECOND, 20_000, 5), partial(THIRD, 20_000, 5), partial(fourth, 20_000, 5));
  }

  @Test
  void whatIsTooLateForOneWindowIsStillInTheNext() throws Exception {
    harness.processWatermark(CLOSED_AT - 1);
    read(5, 1);
    harness.processWatermark(CLOSED_AT);
    assertThat(partials()).hasSize(3);
    read(6, 7);
    assertThat(partials()).hasSize(5).contains(partial(SECOND, 6, 7), partial(THIRD, 6, 7));
    assertThat(late()).containsExactly(LateReadings.ofAverages(new Reading(A, 6, 7), FIRST));
    read(20_000, 9);
    assertThat(partials()).as("in time for all: folded").hasSize(5);
    assertThat(metrics.counter("late")).isEqualTo(1);
  }

  @Test
  void whatIsTooLateForAllHasAnEntryForEach() throws Exception {
    harness.processWatermark(CLOSED_AT + 40_000);
    Reading reading = new Reading(A, 6, 7);
    read(6, 7);
    assertThat(partials()).isEmpty();
    assertThat(late())
        .containsExactly(
            LateReadings.ofAverages(reading, FIRST),
            LateReadings.ofAverages(reading, SECOND),
            LateReadings.ofAverages(reading, THIRD));
    assertThat(metrics.counter("late")).isEqualTo(3);
  }

  @Test
  void afterARestartReadingsGoOneByOneToEachWindow() throws Exception {
    harness.processWatermark(1_000);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(LATENESS, state);
    read(1_001, 1);
    assertThat(partials())
        .containsExactly(
            partial(FIRST, 1_001, 1), partial(SECOND, 1_001, 1), partial(THIRD, 1_001, 1));
  }

  @Test
  void aSilenceEndsAllWindowsIfThatMakesNothingLate() throws Exception {
    open(Duration.ofHours(1), null);
    read(10, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(watermarks()).containsExactly(59_999L);
  }

  @Test
  void aSilenceMakesNothingLateThatComesAfterIt() throws Exception {
    read(10, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(watermarks()).containsExactly(CLOSED_AT - 1);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    read(10, 2);
    assertThat(late()).isEmpty();
    open(Duration.ofMillis(Long.MAX_VALUE), null);
    read(10, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(watermarks()).containsExactly(59_999L);
  }

  private void read(long instant, double value) throws Exception {
    harness.processElement(new Reading(A, instant, value), instant);
  }

  private List<PartialAggregate> partials() {
    return Partials.sentBy(harness);
  }

  private List<LateReading> late() {
    Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AverageTypes.LATE);
    return late == null ? List.of() : late.stream().map(StreamRecord::getValue).toList();
  }

  private List<Long> watermarks() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(element -> ((Watermark) element).getTimestamp())
        .toList();
  }

  private static PartialAggregate partial(SeriesWindow window, long first, double... values) {
    AverageAccumulator average = new AverageAccumulator();
    for (double value : values) {
      average.add(value);
    }
    return new PartialAggregate(window, average, first);
  }
}
