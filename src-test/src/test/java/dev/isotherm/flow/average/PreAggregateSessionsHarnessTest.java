package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Partials;
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
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions with gaps of 10 s, that can change for 20 s. */
class PreAggregateSessionsHarnessTest {

  private static final Duration GAP = Duration.ofSeconds(10);
  private static final Series A = new Series("a", "temperature");
  private static final Series B = new Series("b", "temperature");

  private OneInputStreamOperatorTestHarness<Reading, PartialBlock> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            PreAggregateOperator.ofReadings(
                AverageSpec.of(Windowing.sessions(GAP), Duration.ofSeconds(20)),
                Exclusion.AVERAGES),
            ModelTypes.READING.createSerializer(new SerializerConfigImpl()));
    harness.setup(PartialTypes.PARTIAL_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void readingsWithinTheGapOfThoseBeforeAreFolded() throws Exception {
    read(A, 10_000, 1);
    read(B, 10_000, 8);
    read(A, 20_000, 2);
    read(A, 0, 4);
    assertThat(partials()).isEmpty();
    harness.processWatermark(1);
    assertThat(partials())
        .containsExactlyInAnyOrder(partial(A, 0, 20_000, 1, 2, 4), partial(B, 10_000, 10_000, 8));
  }

  @Test
  void oneBeyondTheGapBeginsAnew() throws Exception {
    read(A, 0, 1);
    read(A, 10_001, 2);
    assertThat(partials()).containsExactly(partial(A, 0, 0, 1));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(partials()).hasSize(2).contains(partial(A, 10_001, 10_001, 2));
  }

  @Test
  void aReadingIsLateByItselfWhateverItsSession() throws Exception {
    long cleanupTime = 5_000 + 10_000 - 1 + 20_000;
    harness.processWatermark(cleanupTime - 1);
    read(A, 5_000, 1);
    read(A, 14_000, 2);
    harness.processWatermark(cleanupTime);
    assertThat(partials()).containsExactly(partial(A, 5_000, 14_000, 1, 2));
    read(A, 5_000, 3);
    read(A, 5_001, 4);
    harness.endInput();
    assertThat(late())
        .containsExactly(
            LateReadings.ofAverages(new Reading(A, 5_000, 3), new SeriesWindow(A, 5_000, 15_000)));
    assertThat(partials()).hasSize(2).contains(partial(A, 5_001, 5_001, 4));
  }

  @Test
  void aSilenceEndsTheSessionOfTheLatestReading() throws Exception {
    read(A, 5_000, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(harness.getOutput()).contains(new Watermark(14_999));
    read(A, 6_000, 1);
    assertThat(partials()).as("one by one").contains(partial(A, 6_000, 6_000, 1));
  }

  @Test
  void howeverManySeriesThereAreMemoryIsBounded() throws Exception {
    for (int sensor = 0; sensor <= PreAggregator.MAX_PARTIALS; sensor++) {
      read(new Series("s" + sensor, "temperature"), 0, 1);
    }
    assertThat(partials()).hasSize(PreAggregator.MAX_PARTIALS);
  }

  private void read(Series series, long instant, double value) throws Exception {
    harness.processElement(new Reading(series, instant, value), instant);
  }

  private List<PartialAggregate> partials() {
    return Partials.sentBy(harness);
  }

  private List<LateReading> late() {
    Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AverageTypes.LATE);
    return late == null ? List.of() : late.stream().map(StreamRecord::getValue).toList();
  }

  private static PartialAggregate partial(Series series, long first, long last, double... values) {
    AverageAccumulator average = new AverageAccumulator();
    for (double value : values) {
      average.add(value);
    }
    SeriesWindow window = new SeriesWindow(series, first, last + GAP.toMillis());
    return new PartialAggregate(window, average, first);
  }
}
