package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.text.Annotations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Above 28 for 10 s is a warning, kept for 20 s; after 60 s there is no data. In milliseconds. */
class AlertDeadlinesHarnessTest {

  private static final Series A = new Series("a", "temperature");
  private static final RuleSet RULES =
      new RuleSet(
          List.of(
              new Rule(
                  "hot",
                  Selector.of("temperature"),
                  List.of(Level.above(Severity.WARNING, 28)),
                  new Timing(
                      Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(1), null),
                  Annotations.NONE)));

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void aDeadlineIsTheSameByWatermarkAndByTheNextReading() throws Exception {
    var byWatermark = open(null);
    read(byWatermark, 1_000, 29);
    byWatermark.processWatermark(11_000);
    byWatermark.processWatermark(12_000);
    read(byWatermark, 15_000, 20);
    byWatermark.processWatermark(35_000);
    byWatermark.processWatermark(75_000);
    assertThat(words(byWatermark))
        .containsExactly(
            "1000 PENDING READING",
            "11000 FIRING HOLD_FOR",
            "35000 RESOLVED KEEP_FIRING_FOR",
            "75000 NO_DATA NO_DATA");
    var byReading = open(null);
    read(byReading, 1_000, 29);
    read(byReading, 15_000, 20);
    read(byReading, 75_001, 20);
    assertThat(words(byReading))
        .containsExactly(
            "1000 PENDING READING",
            "11000 FIRING HOLD_FOR",
            "35000 RESOLVED KEEP_FIRING_FOR",
            "75000 NO_DATA NO_DATA",
            "75001 RESOLVED READING");
    assertThat(byReading.extractOutputValues().subList(0, 4))
        .isEqualTo(byWatermark.extractOutputValues());
  }

  @Test
  void aDeadlineThatHasPassedCannotBeUndoneByAnEarlierReading() throws Exception {
    var subtask = open(null);
    read(subtask, 1_000, 29);
    subtask.processWatermark(11_000);
    read(subtask, 5_000, 20);
    read(subtask, 11_000, 20);
    read(subtask, 11_001, 29);
    assertThat(words(subtask)).containsExactly("1000 PENDING READING", "11000 FIRING HOLD_FOR");
    assertThat(ledger(subtask))
        .containsExactly(new Reading(A, 5_000, 20), new Reading(A, 11_000, 20));
  }

  @Test
  void aReadingAtTheVeryDeadlineDecides() throws Exception {
    var subtask = open(null);
    read(subtask, 1_000, 29);
    read(subtask, 11_000, 20);
    subtask.processWatermark(11_000);
    read(subtask, 20_000, 29);
    read(subtask, 30_000, 29);
    subtask.processWatermark(30_000);
    assertThat(words(subtask))
        .containsExactly(
            "1000 PENDING READING",
            "11000 INACTIVE READING",
            "20000 PENDING READING",
            "30000 FIRING HOLD_FOR");
  }

  @Test
  void readingsThatKeepComingSetNoTimerEach() throws Exception {
    var subtask = open(null);
    for (int second = 0; second < 1_000; second++) {
      read(subtask, second * 1_000L, 20);
    }
    assertThat(subtask.numEventTimeTimers()).isEqualTo(1);
    subtask.processWatermark(500_000);
    assertThat(words(subtask)).isEmpty();
    assertThat(subtask.numEventTimeTimers()).isEqualTo(1);
    subtask.processWatermark(1_059_000);
    assertThat(words(subtask)).containsExactly("1059000 NO_DATA NO_DATA");
    assertThat(subtask.numEventTimeTimers()).isZero();
  }

  @Test
  void aRestartForgetsNoDeadline() throws Exception {
    var before = open(null);
    read(before, 1_000, 29);
    var after = open(before.snapshot(1, 1));
    after.processWatermark(11_000);
    assertThat(words(after)).containsExactly("11000 FIRING HOLD_FOR");
  }

  @Test
  void theEndOfTheInputIsNoTime() throws Exception {
    var subtask = open(null);
    read(subtask, 1_000, 29);
    subtask.processWatermark(Long.MAX_VALUE);
    assertThat(words(subtask)).containsExactly("1000 PENDING READING");
  }

  /** Flink keeps a timer of the past until the next watermark, and that may be the last one. */
  @Test
  void aDeadlineThatHasPassedWhenItIsSetIsOwedUntilTheNextWatermark() throws Exception {
    var subtask = open(null);
    subtask.processWatermark(50_000);
    assertThat(deadlinesPassed(subtask)).isEqualTo(50_000);
    read(subtask, 1_000, 29);
    assertThat(deadlinesPassed(subtask)).isEqualTo(10_999);
    subtask.processWatermark(Long.MAX_VALUE);
    assertThat(words(subtask)).containsExactly("1000 PENDING READING", "11000 FIRING HOLD_FOR");
    assertThat(deadlinesPassed(subtask)).isEqualTo(50_000);
  }

  private static long deadlinesPassed(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> subtask)
      throws Exception {
    subtask.prepareSnapshotPreBarrier(1);
    return subtask.getSideOutput(ProgressTypes.PROGRESS_PARTS).stream()
        .map(part -> part.getValue().deadlinesMillis())
        .reduce((before, last) -> last)
        .orElseThrow();
  }

  private static void read(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> subtask,
      long instant,
      double value)
      throws Exception {
    subtask.processElement(SeriesReadings.of(new Reading(A, instant, value)), instant);
  }

  private static List<String> words(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> subtask) {
    return subtask.extractOutputValues().stream()
        .map(one -> one.atMillis() + " " + one.state() + " " + one.reason())
        .toList();
  }

  private static List<Reading> ledger(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> subtask) {
    Queue<StreamRecord<LateReading>> late = subtask.getSideOutput(AlertTypes.LATE);
    return late.stream().map(one -> one.getValue().reading()).toList();
  }

  private KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> open(
      OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateRules(
                RuleSetHistory.of(RULES), List::of, RuleScope.READINGS, PublishedTransitions.NONE),
            SeriesReadings::series,
            ModelTypes.SERIES,
            new RecordedMetrics().environment(1, 0));
    harness.initializeState(state);
    harness.open();
    open.add(harness);
    return harness;
  }
}
