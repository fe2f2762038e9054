package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens, each reading is once in each of its windows, or once in the ledger for it, and
 * what is late for the watermark is never folded.
 */
class PreAggregateAtRandomHarnessTest {

  private static final long SEED = 20250701;
  private static final long LATENESS_MILLIS = 10_000;
  private static final Series A = new Series("a", "temperature");
  private static final Series B = new Series("b", "temperature");

  private final Map<SeriesWindow, AverageAccumulator> expected = new HashMap<>();
  private final Map<SeriesWindow, AverageAccumulator> actual = new HashMap<>();
  private final List<LateReading> expectedLate = new ArrayList<>();
  private final List<LateReading> actualLate = new ArrayList<>();

  private Windowing windowing;
  private boolean sessions;
  private OneInputStreamOperatorTestHarness<ReadingBlock, PartialBlock> harness;
  private int separable;
  private long watermark;

  @Test
  void slidingWindows() throws Exception {
    windowing = Windowing.sliding(Duration.ofSeconds(60), Duration.ofSeconds(12));
    runAll();
  }

  /** Which sessions there are in the end is for the merge to say: here they count by series. */
  @Test
  void sessions() throws Exception {
    windowing = Windowing.sessions(Duration.ofSeconds(1));
    sessions = true;
    runAll();
  }

  private void runAll() throws Exception {
    for (long seed = SEED; seed < SEED + 20; seed++) {
      System.out.println("CombineAtRandomHarnessTest seed " + seed);
      List.of(expected, actual).forEach(Map::clear);
      List.of(expectedLate, actualLate).forEach(List::clear);
      open(null);
      run(new Random(seed));
      take();
      harness.close();
      assertThat(actual).isEqualTo(expected);
      assertThat(actualLate).isEqualTo(expectedLate).isNotEmpty();
    }
    assertThat(separable).isPositive();
  }

  private void open(OperatorSubtaskState state) throws Exception {
    watermark = Long.MIN_VALUE;
    harness =
        new OneInputStreamOperatorTestHarness<>(
            PreAggregateOperator.ofBlocks(
                AverageSpec.of(windowing, Duration.ofMillis(LATENESS_MILLIS)),
                Exclusion.AVERAGES,
                false),
            IngestTypes.READING_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.setup(PartialTypes.PARTIAL_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.initializeState(state);
    harness.open();
  }

  private void run(Random random) throws Exception {
    long now = 0;
    long latest = Long.MIN_VALUE;
    for (int step = 0; step < 3_000; step++) {
      now += random.nextInt(300);
      int dice = random.nextInt(200);
      if (dice < 185) {
        Series series = random.nextBoolean() ? A : B;
        Reading reading = new Reading(series, now - random.nextInt(120_000), random.nextGaussian());
        latest = Math.max(latest, reading.epochMillis());
        harness.processElement(
            ReadingBlocks.of(random.nextInt(10) > 0, reading), reading.epochMillis());
        expect(reading);
      } else if (dice < 195) {
        watermark = Math.max(watermark, now - 30_000);
        harness.processWatermark(watermark);
      } else if (dice < 197) {
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        watermark = Math.max(watermark, endOfSilence(latest));
      } else {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        take();
        harness.close();
        open(state);
      }
    }
    harness.endInput();
  }

  private long endOfSilence(long latest) {
    long open = windowing.endOf(latest) - 1 + LATENESS_MILLIS - 1;
    return Math.min(windowing.lastEndOf(latest) - 1, open);
  }

  private void expect(Reading reading) {
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      long start = windowing.startOf(reading.epochMillis()) + i * windowing.slideMillis();
      long end = windowing.endOf(reading.epochMillis()) + i * windowing.slideMillis();
      SeriesWindow window = new SeriesWindow(reading.series(), start, end);
      if (end - 1 + LATENESS_MILLIS <= watermark) {
        expectedLate.add(LateReadings.ofAverages(reading, window));
      } else {
        expected
            .computeIfAbsent(counted(window), any -> new AverageAccumulator())
            .add(reading.value());
      }
    }
  }

  private SeriesWindow counted(SeriesWindow window) {
    return sessions ? new SeriesWindow(window.series(), 0, 1) : window;
  }

  private void take() {
    for (PartialAggregate partial : Partials.sentBy(harness)) {
      if (partial.kept() != null) {
        AverageAccumulator kept = new AverageAccumulator();
        partial.lateReadings(Exclusion.AVERAGES).forEach(one -> kept.add(one.reading().value()));
        assertThat(kept).isEqualTo(partial.average());
        separable++;
      }
      actual
          .computeIfAbsent(counted(partial.window()), any -> new AverageAccumulator())
          .merge(partial.average());
    }
    Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AverageTypes.LATE);
    if (late != null) {
      late.forEach(record -> actualLate.add(record.getValue()));
    }
  }
}
