package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.KeyPlacement;
import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.MergeHarness;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.partial.KeptReadings;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialBlocks;
import dev.isotherm.flow.partial.SeriesShares;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of a minute that can change for 10 s after their end. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class MergeWindowsHarnessTest {

  private static final Duration LATENESS = Duration.ofSeconds(10);
  private static final Series SERIES = new Series("boiler", "temperature");
  private static final SeriesWindow WINDOW = new SeriesWindow(SERIES, 0, 60_000);
  private static final SeriesWindow NEXT = new SeriesWindow(SERIES, 60_000, 120_000);
  private static final long END = 59_999;
  private static final long CLOSED_AT = END + 10_000;

  private RecordedMetrics metrics;
  private MergeHarness harness;

  @BeforeEach
  void open() throws Exception {
    open(LATENESS, null);
  }

  private void open(Duration lateness, OperatorSubtaskState state) throws Exception {
    metrics = new RecordedMetrics();
    harness = MergeHarness.open(spec(lateness), metrics.environment(1, 0), state);
  }

  private static AverageSpec spec(Duration lateness) {
    return AverageSpec.of(Windowing.tumbling(Duration.ofMinutes(1)), lateness);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void anAverageComesWhenItsWindowEndsAndNotBefore() throws Exception {
    merge(WINDOW, 1, 2);
    merge(WINDOW, 6);
    merge(NEXT, 5);
    harness.processWatermark(END - 1);
    assertThat(averages()).isEmpty();
    harness.processWatermark(END);
    assertThat(averages()).containsExactly("0 3 readings, mean 3.0, revision 0");
  }

  @Test
  void eachLaterChangeIsOneRevisionOn() throws Exception {
    merge(WINDOW, 1);
    harness.processWatermark(END);
    merge(WINDOW, 2, 3);
    merge(WINDOW, 6);
    harness.processWatermark(CLOSED_AT - 1);
    merge(WINDOW, 8);
    assertThat(metrics.counter("aggregated")).isEqualTo(5);
    assertThat(averages())
        .containsExactly(
            "0 1 readings, mean 1.0, revision 0",
            "0 3 readings, mean 2.0, revision 1",
            "0 4 readings, mean 3.0, revision 2",
            "0 5 readings, mean 4.0, revision 3");
  }

  @Test
  void whatComesFirstAfterTheEndOfItsWindowWaitsForNothing() throws Exception {
    harness.processWatermark(END);
    merge(WINDOW, 1);
    assertThat(averages()).containsExactly("0 1 readings, mean 1.0, revision 0");
    merge(WINDOW, 3);
    assertThat(averages()).hasSize(2).contains("0 2 readings, mean 2.0, revision 1");
    harness.processWatermark(CLOSED_AT);
    assertThat(averages()).hasSize(2);
    assertNothingIsKept();
  }

  @Test
  void nothingIsKeptOfAWindowThatIsClosedForGood() throws Exception {
    merge(WINDOW, 1);
    harness.processWatermark(CLOSED_AT - 1);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    harness.processWatermark(CLOSED_AT);
    assertNothingIsKept();
    merge(NEXT, 1);
    harness.processWatermark(Long.MAX_VALUE);
    assertNothingIsKept();
  }

  @Test
  void withoutAllowedLatenessAWindowEndsAndCloses() throws Exception {
    open(Duration.ZERO, null);
    merge(WINDOW, 1);
    harness.processWatermark(END);
    assertThat(averages()).containsExactly("0 1 readings, mean 1.0, revision 0");
    assertNothingIsKept();
    late(WINDOW, 7, 2);
    assertThat(averages()).hasSize(1);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void lateEnoughForEverIsNeverLate() throws Exception {
    open(Duration.ofMillis(Long.MAX_VALUE), null);
    harness.processWatermark(Long.MAX_VALUE - 1);
    merge(WINDOW, 1);
    assertThat(averages()).containsExactly("0 1 readings, mean 1.0, revision 0");
    assertThat(ledger()).isEmpty();
  }

  @Test
  void aSingleLateReadingGoesToTheLedgerAsItCame() throws Exception {
    harness.processWatermark(CLOSED_AT);
    late(WINDOW, 7, -0.1);
    assertThat(ledger())
        .containsExactly(LateReadings.ofAverages(new Reading(SERIES, 7, -0.1), WINDOW));
    assertThat(metrics.counter("late")).isEqualTo(1);
    assertThat(averages()).isEmpty();
    assertNothingIsKept();
  }

  @Test
  void lateReadingsThatCannotBeToldApartAreNotLostWithoutAWord() throws Exception {
    harness.processWatermark(CLOSED_AT);
    assertThatThrownBy(() -> merge(WINDOW, 1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "2 aggregated readings came too late for boiler/temperature in [1970-01-01T00:00:00Z,"
                + " 1970-01-01T00:01:00Z)");
  }

  @Test
  void aRestartForgetsNeitherRevisionsNorWhatIsClosed() throws Exception {
    merge(WINDOW, 1);
    merge(NEXT, 1);
    harness.processWatermark(END);
    merge(WINDOW, 3);
    restart();
    merge(WINDOW, 5);
    assertThat(averages()).containsExactly("0 3 readings, mean 3.0, revision 2");
    harness.processWatermark(CLOSED_AT);
    restart();
    late(WINDOW, 7, 100);
    assertThat(ledger()).hasSize(1);
    assertThat(averages()).isEmpty();
    harness.processWatermark(119_999);
    assertThat(averages()).containsExactly("60000 1 readings, mean 1.0, revision 0");
  }

  /** Watermarks go on where no window of this subtask ends; what falls due by them is told. */
  @Test
  void whatWasLateStaysLateAfterARestartAlsoWhereNothingHadEnded() throws Exception {
    harness.processWatermark(CLOSED_AT);
    restart();
    late(WINDOW, 7, 2);
    assertThat(ledger()).hasSize(1);
    assertThat(averages()).isEmpty();
  }

  @Test
  void everySubtaskKnowsWhatAnyHadClosedBeforeRescaling() throws Exception {
    merge(WINDOW, 1);
    harness.processWatermark(CLOSED_AT);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState part =
          MergeHarness.repartitionOperatorState(
              state, RecordedMetrics.MAX_PARALLELISM, 1, 2, subtask);
      try (MergeHarness one =
          MergeHarness.open(spec(LATENESS), new RecordedMetrics().environment(2, subtask), part)) {
        // A window whose key belongs to this very subtask.
        for (int sensor = 0; one.getSideOutput(AverageTypes.LATE) == null; sensor++) {
          SeriesWindow window =
              new SeriesWindow(new Series("s" + sensor, "temperature"), 0, 60_000);
          PartialAggregate partial = new PartialAggregate(window, AverageAccumulator.of(1), 7);
          if (KeyPlacement.subtaskOf(MergeHarness.key(partial), 2) == subtask) {
            one.merge(partial);
            assertThat(one.getSideOutput(AverageTypes.LATE)).hasSize(1);
          }
        }
      }
    }
  }

  @Test
  void readingsThatWereKeptAreLateOneByOne() throws Exception {
    AverageAccumulator average = AverageAccumulator.of(1);
    average.add(2);
    KeptReadings kept = new KeptReadings();
    kept.add(7, 1);
    kept.add(5, 2);
    PartialAggregate partial = new PartialAggregate(WINDOW, average, 7, kept);
    harness.merge(partial);
    harness.processWatermark(CLOSED_AT);
    assertThat(averages()).containsExactly("0 2 readings, mean 1.5, revision 0");
    harness.merge(partial);
    assertThat(averages()).hasSize(1);
    assertThat(ledger())
        .containsExactly(
            LateReadings.ofAverages(new Reading(WINDOW.series(), 7, 1), WINDOW),
            LateReadings.ofAverages(new Reading(WINDOW.series(), 5, 2), WINDOW));
    assertThat(metrics.counter("late")).isEqualTo(2);
  }

  /** Series of one share; one of them is published already, and one comes twice. */
  @Test
  void eachSeriesOfABlockIsMergedByItself() throws Exception {
    List<SeriesWindow> shared = windowsOfOneShare();
    merge(shared.get(0), 1);
    harness.processWatermark(END);
    List<PartialBlock> blocks = new ArrayList<>();
    PartialBlocks packing = new PartialBlocks(SeriesShares.BY_WINDOW, blocks::add);
    packing.add(shared.get(0), 7, 3);
    packing.add(shared.get(1), 8, 10);
    packing.add(shared.get(2), 9, 20);
    packing.add(shared.get(1), 9, 12);
    packing.flush();
    assertThat(blocks).hasSize(1);
    harness.processElement(blocks.get(0), END);
    assertThat(averages())
        .containsExactly(
            "0 1 readings, mean 1.0, revision 0",
            "0 2 readings, mean 2.0, revision 1",
            "0 1 readings, mean 10.0, revision 0",
            "0 1 readings, mean 20.0, revision 0",
            "0 2 readings, mean 11.0, revision 1");
    harness.processWatermark(CLOSED_AT);
    harness.processElement(blocks.get(0), END);
    assertThat(ledger())
        .extracting(late -> late.reading().value())
        .containsExactly(3.0, 10.0, 20.0, 12.0);
  }

  private static List<SeriesWindow> windowsOfOneShare() {
    List<SeriesWindow> shared = new ArrayList<>();
    for (int sensor = 0; shared.size() < 3; sensor++) {
      SeriesWindow window = new SeriesWindow(new Series("s" + sensor, "t"), 0, END + 1);
      if (SeriesShares.BY_WINDOW.of(window) == 7) {
        shared.add(window);
      }
    }
    return shared;
  }

  private void restart() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(LATENESS, state);
  }

  private void merge(SeriesWindow window, double... values) throws Exception {
    AverageAccumulator average = new AverageAccumulator();
    for (double value : values) {
      average.add(value);
    }
    harness.merge(new PartialAggregate(window, average, window.startMillis()));
  }

  private void late(SeriesWindow window, long instant, double value) throws Exception {
    harness.merge(new PartialAggregate(window, AverageAccumulator.of(value), instant));
  }

  private List<String> averages() {
    return harness.extractOutputValues().stream()
        .map(AverageUpdate::average)
        .map(
            average ->
                String.format(
                    "%d %d readings, mean %s, revision %d",
                    average.windowStartMillis(),
                    average.count(),
                    average.mean(),
                    average.revision()))
        .toList();
  }

  private List<LateReading> ledger() {
    Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AverageTypes.LATE);
    return late == null ? List.of() : late.stream().map(StreamRecord::getValue).toList();
  }

  private void assertNothingIsKept() {
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }
}
