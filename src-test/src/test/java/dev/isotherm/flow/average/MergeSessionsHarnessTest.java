package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions with gaps of 10 s, that can change for 20 s. */
class MergeSessionsHarnessTest {

  private static final long GAP = 10_000;
  private static final Duration LATENESS = Duration.ofSeconds(20);
  private static final SessionWindows SESSIONS =
      (SessionWindows) Windowing.sessions(Duration.ofMillis(GAP));
  private static final Series SERIES = new Series("boiler", "temperature");

  private RecordedMetrics metrics;
  private KeyedOneInputStreamOperatorTestHarness<Series, PartialBlock, AverageUpdate> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    open(new MergeSessions(SESSIONS, LATENESS, Exclusion.AVERAGES), state);
  }

  private void open(MergeSessions merge, OperatorSubtaskState state) throws Exception {
    metrics = new RecordedMetrics();
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(merge),
            PartialBlock::series,
            ModelTypes.SERIES,
            metrics.environment(1, 0));
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aSessionComesOneGapAfterItsLastReading() throws Exception {
    merge(0, 4_000, 1, 2);
    merge(14_000, 14_000, 6);
    harness.processWatermark(23_998);
    assertThat(updates()).isEmpty();
    harness.processWatermark(23_999);
    assertThat(updates()).containsExactly("[0, 24000) 3 readings, mean 3.0, revision 0");
    assertThat(metrics.counter("aggregated")).isEqualTo(3);
  }

  @Test
  void readingsFurtherApartThanTheGapAreInTwoSessions() throws Exception {
    merge(0, 0, 1);
    merge(10_001, 10_001, 2);
    harness.processWatermark(20_000);
    assertThat(updates())
        .containsExactly(
            "[0, 10000) 1 readings, mean 1.0, revision 0",
            "[10001, 20001) 1 readings, mean 2.0, revision 0");
  }

  @Test
  void aLateReadingBetweenTwoSessionsMakesThemOne() throws Exception {
    merge(0, 0, 1);
    merge(18_000, 18_000, 3);
    harness.processWatermark(27_999);
    merge(9_000, 9_000, 8);
    assertThat(updates())
        .containsExactly(
            "[0, 10000) 1 readings, mean 1.0, revision 0",
            "[18000, 28000) 1 readings, mean 3.0, revision 0",
            "[18000, 28000) withdrawn",
            "[0, 28000) 3 readings, mean 4.0, revision 1");
  }

  @Test
  void theRevisionOfSeveralIsAboveThoseOfAll() throws Exception {
    merge(18_000, 18_000, 3);
    harness.processWatermark(27_999);
    merge(18_000, 18_000, 3);
    merge(18_000, 18_000, 3);
    merge(0, 0, 1);
    merge(9_000, 9_000, 10);
    assertThat(updates().subList(2, 6))
        .containsExactly(
            "[18000, 28000) 3 readings, mean 3.0, revision 2",
            "[0, 10000) 1 readings, mean 1.0, revision 0",
            "[18000, 28000) withdrawn",
            "[0, 28000) 5 readings, mean 4.0, revision 3");
  }

  @Test
  void anEarlierFirstReadingIsAnotherWindow() throws Exception {
    merge(8_000, 8_000, 3);
    harness.processWatermark(17_999);
    merge(5_000, 5_000, 1);
    assertThat(updates().subList(1, 3))
        .containsExactly(
            "[8000, 18000) withdrawn", "[5000, 18000) 2 readings, mean 2.0, revision 1");
  }

  @Test
  void whatWasNeverPublishedIsNotWithdrawn() throws Exception {
    merge(8_000, 8_000, 3);
    merge(5_000, 5_000, 1);
    harness.processWatermark(17_999);
    assertThat(updates()).containsExactly("[5000, 18000) 2 readings, mean 2.0, revision 0");
  }

  @Test
  void aPublishedSessionThatGoesOnIsRevisedAtOnce() throws Exception {
    merge(0, 0, 1);
    harness.processWatermark(9_999);
    merge(10_000, 10_000, 3);
    assertThat(updates()).hasSize(2).contains("[0, 20000) 2 readings, mean 2.0, revision 1");
    harness.processWatermark(19_999);
    assertThat(updates()).as("there is nothing new at its end").hasSize(2);
  }

  /** It would be in time if it were alone; but of a session that was seen nothing can change. */
  @Test
  void whereSessionsComeOnceAReadingThatTouchesOneIsLate() throws Exception {
    open(new MergeSessions(SESSIONS, Duration.ZERO, Exclusion.AVERAGE_ALERTS), null);
    merge(0, 0, 1);
    harness.processWatermark(9_999);
    merge(10_000, 10_000, 3);
    merge(10_001, 10_001, 5);
    harness.processWatermark(20_000);
    assertThat(updates())
        .containsExactly(
            "[0, 10000) 1 readings, mean 1.0, revision 0",
            "[10001, 20001) 1 readings, mean 5.0, revision 0");
    assertThat(ledger()).extracting(late -> late.reading().value()).containsExactly(3.0);
    assertThat(metrics.counter("late")).isEqualTo(1);
    assertThat(metrics.counter("aggregated")).isEqualTo(2);
  }

  @Test
  void whatComesFirstAfterTheEndOfItsSessionWaitsForNothing() throws Exception {
    harness.processWatermark(20_000);
    merge(0, 0, 1);
    assertThat(updates()).containsExactly("[0, 10000) 1 readings, mean 1.0, revision 0");
    harness.processWatermark(39_999);
    assertNothingIsKept();
  }

  /** A reading at its end, 10 000, is in time until 10 000 + gap - 1 + lateness. */
  @Test
  void aSessionIsKeptAsLongAsAReadingInTimeCanTouchIt() throws Exception {
    merge(0, 0, 1);
    harness.processWatermark(39_998);
    merge(10_000, 10_000, 3);
    assertThat(updates()).hasSize(2).contains("[0, 20000) 2 readings, mean 2.0, revision 1");
    harness.processWatermark(49_998);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    harness.processWatermark(49_999);
    assertNothingIsKept();
    merge(20_001, 20_001, 5);
    assertThat(updates()).hasSize(3).contains("[20001, 30001) 1 readings, mean 5.0, revision 0");
    late(20_000, 7);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void sessionsOfASeriesComeAndGoEachInItsTime() throws Exception {
    merge(0, 0, 1); // let go at 39 999, when the next one ends
    merge(30_000, 30_000, 2);
    merge(60_000, 60_000, 3);
    harness.processWatermark(39_999);
    assertThat(updates()).hasSize(2);
    harness.processWatermark(69_999);
    assertThat(updates()).hasSize(3).contains("[60000, 70000) 1 readings, mean 3.0, revision 0");
    harness.processWatermark(99_998);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    harness.processWatermark(99_999);
    assertNothingIsKept();
  }

  @Test
  void aLateReadingGoesToTheLedgerAsItCame() throws Exception {
    harness.processWatermark(5_000 + GAP - 1 + 20_000);
    late(5_000, -0.1);
    assertThat(ledger())
        .containsExactly(
            LateReadings.ofAverages(
                new Reading(SERIES, 5_000, -0.1), new SeriesWindow(SERIES, 5_000, 15_000)));
    assertThat(metrics.counter("late")).isEqualTo(1);
    assertThat(metrics.counter("aggregated")).isZero();
    assertNothingIsKept();
    assertThatThrownBy(() -> merge(5_000, 9_000, 1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("2 aggregated readings came too late for boiler/temperature in [");
  }

  @Test
  void aRestartForgetsNeitherRevisionsNorWhatIsLate() throws Exception {
    merge(0, 0, 1);
    merge(18_000, 18_000, 3);
    harness.processWatermark(27_999);
    merge(18_000, 18_000, 5);
    restart();
    merge(9_000, 9_000, 7);
    assertThat(updates())
        .containsExactly("[18000, 28000) withdrawn", "[0, 28000) 4 readings, mean 4.0, revision 2");
    harness.processWatermark(57_999);
    assertNothingIsKept();
    restart();
    late(28_000, 7);
    assertThat(ledger()).hasSize(1);
    assertThat(updates()).isEmpty();
  }

  /** As in BATCH mode: by their starts, and no watermark before the last of them. */
  @Test
  void whereAllIsReadBeforeAnythingIsPublishedNothingIsWithdrawn() throws Exception {
    merge(0, 3_000, 1, 1);
    merge(1_000, 25_000, 1, 1);
    merge(2_000, 2_000, 1);
    merge(35_000, 35_000, 1);
    merge(50_000, 50_000, 1);
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(updates())
        .containsExactly(
            "[0, 45000) 6 readings, mean 1.0, revision 0",
            "[50000, 60000) 1 readings, mean 1.0, revision 0");
    assertNothingIsKept();
    restart();
    merge(60_000, 60_000, 1);
    assertThat(ledger()).as("the end of the input is not a time").isEmpty();
  }

  private void restart() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
  }

  private void merge(long first, long last, double... values) throws Exception {
    AverageAccumulator average = new AverageAccumulator();
    for (double value : values) {
      average.add(value);
    }
    SeriesWindow window = new SeriesWindow(SERIES, first, last + GAP);
    harness.processElement(Partials.alone(new PartialAggregate(window, average, first)), first);
  }

  private void late(long instant, double value) throws Exception {
    merge(instant, instant, value);
  }

  private List<String> updates() {
    return harness.extractOutputValues().stream().map(MergeSessionsHarnessTest::inWords).toList();
  }

  private static String inWords(AverageUpdate update) {
    SeriesWindow window = update.window();
    String bounds = String.format("[%d, %d) ", window.startMillis(), window.endMillis());
    return update.isWithdrawal()
        ? bounds + "withdrawn"
        : String.format(
            "%s%d readings, mean %s, revision %d",
            bounds, update.average().count(), update.average().mean(), update.average().revision());
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
