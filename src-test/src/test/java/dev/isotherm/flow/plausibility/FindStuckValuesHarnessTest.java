package dev.isotherm.flow.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.HarnessSensors;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.sensors.SensorTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindStuckValuesHarnessTest {

  private static final Series A = new Series("a", "t");
  private static final Series B = new Series("b", "t");
  private static final long SILENCE = Duration.ofDays(7).toMillis() + 10;

  @TempDir private Path folder;

  private KeyedOneInputStreamOperatorTestHarness<Series, Reading, ReadingBlock> harness;
  private SensorTables table;

  @BeforeEach
  void open() throws Exception {
    open(null, 1, 0);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(table.latest().sensorCount()).isPositive();
  }

  private void open(OperatorSubtaskState state, int parallelism, int subtask) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new FindStuckValues(KnownSensors.OF_JOB_FILE),
            Reading::series,
            ModelTypes.SERIES,
            8,
            parallelism,
            subtask);
    table = HarnessSensors.give(harness, folder, "sensor,stuckAfter\na,10ms\nb,10ms\n");
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  @Test
  void aValueIsStuckOnceItHasBeenTheSameForLonger() throws Exception {
    send(at(A, 0, 5), at(A, 4, 5), at(A, 10, 5), at(A, 11, 5), at(A, 12, 5));
    send(at(A, 13, 6), at(A, 14, 5), at(A, 24, 5), at(A, 25, 5));
    watermark(30);
    assertThat(passed())
        .extracting(Reading::epochMillis)
        .containsExactly(0L, 4L, 10L, 13L, 14L, 24L);
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).containsExactly(11L, 12L, 25L);
  }

  @Test
  void readingsAreJudgedInTheOrderOfEventTimeAndSentBeforeTheWatermark() throws Exception {
    send(at(A, 11, 5), at(A, 0, 5), at(A, 12, 5), at(A, 6, 7));
    assertThat(harness.getOutput()).isEmpty();
    watermark(11);
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(11));
    assertThat(passed()).extracting(Reading::epochMillis).containsExactly(0L, 6L, 11L);
    watermark(20);
    assertThat(passed()).extracting(Reading::epochMillis).containsExactly(0L, 6L, 11L, 12L);
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).isEmpty();
  }

  /** By position, the last one of instant 11 is a 5 again, and no other value is between. */
  @Test
  void readingsOfOneInstantAreJudgedInTheOrderOfTheirPositions() throws Exception {
    send(at(A, 0, 5), new Reading(A, 11, 6, 9), new Reading(A, 11, 5, 8), new Reading(A, 21, 6, 1));
    watermark(30);
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).containsExactly(11L);
    assertThat(passed()).extracting(Reading::value).containsExactly(5.0, 6.0, 6.0);
  }

  @Test
  void aReadingBehindTheWatermarkThatChangesNothingIsJudgedAtOnce() throws Exception {
    send(at(A, 0, 5), at(A, 20, 5));
    watermark(30);
    send(at(A, 15, 5), at(A, 5, 5), at(A, 25, 5), at(A, 26, 7));
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).containsExactly(20L, 15L, 25L);
    assertThat(passed()).extracting(Reading::epochMillis).containsExactly(0L, 5L, 26L);
    assertThat(entries(Exclusion.STUCK_CHECK)).isEmpty();
  }

  @Test
  void oneThatComesTooLateIsPassedOnAndTheLateLogSaysSo() throws Exception {
    send(at(A, 0, 5), at(A, 20, 5));
    watermark(30);
    send(at(A, 15, 6), at(A, 21, 5));
    assertThat(passed()).extracting(Reading::epochMillis).containsExactly(0L, 15L);
    assertThat(entries(Exclusion.STUCK_CHECK)).containsExactly(15L);
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).containsExactly(20L, 21L);
  }

  @Test
  void whileTheInputIsIdleNothingIsBuffered() throws Exception {
    send(at(A, 20, 5), at(A, 0, 5));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(passed()).extracting(Reading::epochMillis).containsExactly(0L);
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).containsExactly(20L);
    send(at(A, 3, 5));
    assertThat(passed()).hasSize(2);
    send(at(A, 40, 6));
    harness.getOperator().prepareSnapshotPreBarrier(1);
    assertThat(passed()).hasSize(3);
    assertThat(harness.getOutput()).noneMatch(Watermark.class::isInstance);
  }

  @Test
  void aSeriesThatWasSilentForLongBeginsAnewAndIsForgotten() throws Exception {
    send(at(A, 0, 5), at(A, SILENCE, 5), at(A, 2 * SILENCE + 1, 5));
    watermark(2 * SILENCE + 1);
    assertThat(entries(Exclusion.IMPLAUSIBLE_STUCK)).containsExactly(SILENCE);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    watermark(4 * SILENCE + 1);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    send(at(A, 3 * SILENCE + 1, 5));
    assertThat(entries(Exclusion.STUCK_CHECK))
        .as("as late as that")
        .containsExactly(3 * SILENCE + 1);
    send(at(A, 3 * SILENCE + 2, 5));
    assertThat(entries(Exclusion.STUCK_CHECK)).hasSize(1);
  }

  @Test
  void goesOnAfterACrashWithAnotherParallelism() throws Exception {
    send(at(A, 0, 5), at(B, 0, 5), at(A, 20, 5));
    watermark(10);
    send(at(B, 20, 5));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    List<Long> stuck = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(state, 8, 1, 2, subtask);
      open(part, 2, subtask);
      watermark(30);
      stuck.addAll(entries(Exclusion.IMPLAUSIBLE_STUCK));
      if (subtask == 0) {
        harness.close();
      }
    }
    assertThat(stuck).containsExactly(20L, 20L);
  }

  @Test
  void countsWhatIsExcludedAndWhatIsBuffered() throws Exception {
    send(at(A, 0, 5), at(A, 20, 5), at(A, 40, 6));
    harness.getOperator().prepareSnapshotPreBarrier(1);
    watermark(30);
    harness.getOperator().prepareSnapshotPreBarrier(2);
    assertThat(counts()).extracting(Accounting::buffered).containsExactly(3L, -2L);
    assertThat(counts()).extracting(Accounting::implausible).containsExactly(0L, 1L);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    harness.endInput();
    assertThat(counts().stream().reduce(Accounting::plus).orElseThrow().buffered()).isZero();
  }

  private static Reading at(Series series, long millis, double value) {
    return new Reading(series, millis, value, millis + 1);
  }

  private void send(Reading... readings) throws Exception {
    for (Reading reading : readings) {
      harness.processElement(reading, reading.epochMillis());
    }
  }

  private void watermark(long millis) throws Exception {
    harness.processWatermark(millis);
  }

  private List<Reading> passed() {
    List<Reading> passed = new ArrayList<>();
    for (StreamRecord<? extends ReadingBlock> block : harness.extractOutputStreamRecords()) {
      passed.addAll(ReadingBlocks.readings(block.getValue()));
    }
    return passed;
  }

  /** The instants of the entries of the late log. */
  private List<Long> entries(Exclusion kind) {
    Queue<StreamRecord<LateReading>> entries = harness.getSideOutput(PlausibilityTypes.IMPLAUSIBLE);
    return entries == null
        ? List.of()
        : entries.stream()
            .map(StreamRecord::getValue)
            .filter(entry -> entry.excludedFrom() == kind)
            .map(entry -> entry.reading().epochMillis())
            .toList();
  }

  private List<Accounting> counts() {
    return harness.getSideOutput(ProgressTypes.PROGRESS_PARTS).stream()
        .map(record -> record.getValue().counted())
        .toList();
  }
}
