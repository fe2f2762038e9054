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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of a minute that can change for 10 s after their end. */
class PreAggregateHarnessTest {

  private static final long SEED = 20250701;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LATENESS = Duration.ofSeconds(10);
  private static final Series A = new Series("a", "temperature");
  private static final Series B = new Series("b", "temperature");

  /** At this watermark, the window [0, 60 s) is closed for good. */
  private static final long CLOSED_AT = 59_999 + 10_000;

  private RecordedMetrics metrics;
  private OneInputStreamOperatorTestHarness<Reading, PartialBlock> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    metrics = new RecordedMetrics();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            PreAggregateOperator.ofReadings(
                AverageSpec.of(Windowing.tumbling(MINUTE), LATENESS), Exclusion.AVERAGES),
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
  void foldsTheReadingsOfASeriesAndWindowUntilTheWatermarkThatEndsIt() throws Exception {
    read(A, 10, 1);
    harness.processWatermark(30);
    read(A, 59_999, 3);
    read(A, 60_000, 5);
    read(B, 20, 7);
    harness.processWatermark(59_998);
    assertThat(partials()).isEmpty();
    harness.processWatermark(59_999);
    assertThat(partials()).containsExactlyInAnyOrder(partial(A, 0, 10, 1, 3), partial(B, 0, 20, 7));
    assertThat(last(harness.getOutput())).isEqualTo(new Watermark(59_999));
    assertThat(harness.getOutput())
        .filteredOn(StreamRecord.class::isInstance)
        .extracting(element -> ((StreamRecord<?>) element).getTimestamp())
        .containsExactly(59_999L, 59_999L);
    read(A, 60_001, 6);
    harness.processWatermark(119_999);
    assertThat(partials()).hasSize(3).contains(partial(A, 60_000, 60_000, 5, 6));
  }

  /** What is published already changes with the next watermark. */
  @Test
  void whatComesAfterTheEndOfItsWindowWaitsForNoOtherEnd() throws Exception {
    harness.processWatermark(60_010);
    read(A, 40, 9);
    read(A, 60_020, 1);
    harness.processWatermark(60_011);
    assertThat(partials()).containsExactly(partial(A, 0, 40, 9));
  }

  @Test
  void nothingFoldedIsLeftBehindABarrier() throws Exception {
    read(A, 10, 1);
    read(A, 20, 3);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(partials()).containsExactly(partial(A, 0, 10, 1, 3));
  }

  @Test
  void nothingFoldedIsLeftBehindAnIdleStatus() throws Exception {
    read(A, 10, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(partials()).containsExactly(partial(A, 0, 10, 1));
    assertThat(last(harness.getOutput())).isEqualTo(WatermarkStatus.IDLE);
  }

  @Test
  void nothingFoldedIsLeftAtTheEnd() throws Exception {
    read(A, 10, 1);
    harness.endInput();
    assertThat(partials()).containsExactly(partial(A, 0, 10, 1));
  }

  @Test
  void whenThereIsMuchItGoesOut() throws Exception {
    for (int window = 0; window < 1 << 16; window++) {
      read(A, window * 60_000L, 1);
    }
    read(A, 0, 1);
    assertThat(harness.getOutput()).isEmpty();
    read(B, 0, 1);
    assertThat(harness.getOutput()).hasSize(1 << 16);
    harness.endInput();
    assertThat(partials().stream().mapToLong(partial -> partial.average().count()).sum())
        .isEqualTo((1 << 16) + 2);
  }

  @Test
  void aReadingIsLateOnceItsWindowIsClosedForGoodAndGoesToTheLedgerAsItIs() throws Exception {
    harness.processWatermark(CLOSED_AT - 1);
    read(A, 59_999, 1);
    assertThat(metrics.counter("late")).isZero();
    harness.processWatermark(CLOSED_AT);
    read(A, 59_999, 2);
    read(A, 60_000, 3);
    harness.endInput();
    assertThat(partials()).containsExactly(partial(A, 0, 59_999, 1), partial(A, 60_000, 60_000, 3));
    assertThat(late())
        .containsExactly(
            LateReadings.ofAverages(new Reading(A, 59_999, 2), new SeriesWindow(A, 0, 60_000)));
    assertThat(metrics.counter("late")).isEqualTo(1);
  }

  @Test
  void onceItWasIdleReadingsGoOneByOne() throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    read(A, 10, 1);
    read(A, 20, 2);
    assertThat(partials()).containsExactly(partial(A, 0, 10, 1), partial(A, 0, 20, 2));
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(100);
    read(A, 110, 3);
    assertThat(partials()).hasSize(3).contains(partial(A, 0, 110, 3));
  }

  @Test
  void afterARestartReadingsGoOneByOneUntilTheWatermarkIsBack() throws Exception {
    harness.processWatermark(1_000);
    restart();
    read(A, 1_001, 1);
    assertThat(partials()).hasSize(1);
    harness.processWatermark(999);
    read(A, 1_002, 2);
    assertThat(partials()).hasSize(2);
    restart();
    read(A, 1_003, 3);
    assertThat(partials()).hasSize(1);
    harness.processWatermark(1_000);
    read(A, 1_004, 4);
    assertThat(partials()).hasSize(1);
    harness.endInput();
    assertThat(partials()).hasSize(2);
  }

  @Test
  void whateverHappensNoReadingIsLostAndNoneCountsTwice() throws Exception {
    for (long seed = SEED; seed < SEED + 20; seed++) {
      System.out.println("CombineAveragesHarnessTest seed " + seed);
      close();
      open(null);
      runAtRandom(new Random(seed));
    }
  }

  private void runAtRandom(Random random) throws Exception {
    Map<SeriesWindow, AverageAccumulator> expected = new HashMap<>();
    Map<SeriesWindow, AverageAccumulator> actual = new HashMap<>();
    List<Reading> expectedLate = new ArrayList<>();
    List<Reading> actualLate = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    long latest = Long.MIN_VALUE;
    long now = 0;
    for (int step = 0; step < 3_000; step++) {
      now += random.nextInt(300);
      int dice = random.nextInt(200);
      if (dice < 185) {
        Series series = random.nextBoolean() ? A : B;
        Reading reading = new Reading(series, now - random.nextInt(120_000), random.nextGaussian());
        harness.processElement(reading, reading.epochMillis());
        latest = Math.max(latest, reading.epochMillis());
        long start = Math.floorDiv(reading.epochMillis(), 60_000L) * 60_000;
        if (start + CLOSED_AT <= watermark) {
          expectedLate.add(reading);
        } else {
          expected
              .computeIfAbsent(
                  new SeriesWindow(series, start, start + 60_000), w -> new AverageAccumulator())
              .add(reading.value());
        }
      } else if (dice < 195) {
        watermark = Math.max(watermark, now - 30_000);
        harness.processWatermark(watermark);
      } else if (dice < 198) {
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        watermark = Math.max(watermark, Math.floorDiv(latest, 60_000L) * 60_000 + 59_999);
      } else {
        take(actual, actualLate, restart());
        watermark = Long.MIN_VALUE;
      }
    }
    harness.endInput();
    take(actual, actualLate, harness);
    assertThat(actual).isEqualTo(expected);
    assertThat(actualLate).isEqualTo(expectedLate).isNotEmpty();
  }

  private static void take(
      Map<SeriesWindow, AverageAccumulator> averages,
      List<Reading> late,
      OneInputStreamOperatorTestHarness<Reading, PartialBlock> from) {
    for (PartialAggregate partial : Partials.sentBy(from)) {
      averages
          .computeIfAbsent(partial.window(), w -> new AverageAccumulator())
          .merge(partial.average());
    }
    late(from).forEach(reading -> late.add(reading.reading()));
  }

  /** Takes a checkpoint, dies, and lives again; returns the one that died, with what it emitted. */
  private OneInputStreamOperatorTestHarness<Reading, PartialBlock> restart() throws Exception {
    OneInputStreamOperatorTestHarness<Reading, PartialBlock> before = harness;
    before.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = before.snapshot(1, 1);
    before.close();
    open(state);
    return before;
  }

  private void read(Series series, long instant, double value) throws Exception {
    harness.processElement(new Reading(series, instant, value), instant);
  }

  private List<PartialAggregate> partials() {
    return Partials.sentBy(harness);
  }

  private List<LateReading> late() {
    return late(harness);
  }

  private static List<LateReading> late(
      OneInputStreamOperatorTestHarness<Reading, PartialBlock> harness) {
    Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AverageTypes.LATE);
    return late == null ? List.of() : late.stream().map(StreamRecord::getValue).toList();
  }

  private static PartialAggregate partial(Series series, long start, long first, double... values) {
    AverageAccumulator average = new AverageAccumulator();
    for (double value : values) {
      average.add(value);
    }
    return new PartialAggregate(new SeriesWindow(series, start, start + 60_000), average, first);
  }

  private static Object last(Queue<Object> output) {
    return new ArrayList<>(output).get(output.size() - 1);
  }
}
