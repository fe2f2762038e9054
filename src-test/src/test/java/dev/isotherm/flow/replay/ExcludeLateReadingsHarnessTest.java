package dev.isotherm.flow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.flow.partial.PartialAggregate;
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
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The claims of one series, sorted by instant, and then the end of all time. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class ExcludeLateReadingsHarnessTest {

  private static final Series A = new Series("a", "temperature");
  private static final SeriesWindow FIRST = new SeriesWindow(A, 0, 20);
  private static final SeriesWindow SECOND = new SeriesWindow(A, 10, 30);

  private KeyedOneInputStreamOperatorTestHarness<Series, TaggedReading, Reading> harness;

  private void open(Windowing windowing) throws Exception {
    open(windowing, windowing == null ? Exclusion.ALERTS : Exclusion.AVERAGES);
  }

  private void open(Windowing windowing, Exclusion exclusion) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ExcludeLateReadings(windowing, exclusion)),
            claim -> claim.reading().series(),
            ModelTypes.SERIES);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void ofEqualReadingsAsManyStayAsTheLedgerDoesNotName() throws Exception {
    open(null);
    log(5, 1, 1, 1, 2);
    ledger(LateReadings.ofAlerts(reading(5, 1)));
    log(6, 1);
    end();
    assertThat(readings())
        .containsExactlyInAnyOrder(reading(5, 1), reading(5, 1), reading(5, 2), reading(6, 1));
    assertThat(unmatched()).isEmpty();
  }

  /** Which of equal readings is excluded matters where another value stands between them. */
  @Test
  void forAlertsTheOneAtThePositionOfTheEntryIsExcluded() throws Exception {
    open(null);
    for (long position = 1; position <= 4; position++) {
      harness.processElement(TaggedReading.of(new Reading(A, 5, 1, position)), 5);
    }
    ledger(LateReadings.ofAlerts(new Reading(A, 5, 1, 2)));
    ledger(LateReadings.ofAlerts(new Reading(A, 5, 1, 9)));
    end();
    assertThat(readings()).extracting(Reading::position).containsExactlyInAnyOrder(1L, 3L);
    assertThat(unmatched()).isEmpty();
  }

  /** At instant 6 both are named, and at instant 7 the entry names a reading that is not there. */
  @Test
  void aRepeatIsTheReadingAtThePositionOfTheEntryAndNeedsAnotherOne() throws Exception {
    open(null, Exclusion.EVERYTHING);
    for (long position = 1; position <= 3; position++) {
      harness.processElement(TaggedReading.of(new Reading(A, 5, 1, position)), 5);
    }
    repeat(new Reading(A, 5, 1, 1));
    repeat(new Reading(A, 5, 1, 3));
    harness.processElement(TaggedReading.of(new Reading(A, 6, 1, 4)), 6);
    harness.processElement(TaggedReading.of(new Reading(A, 6, 1, 5)), 6);
    repeat(new Reading(A, 6, 1, 4));
    repeat(new Reading(A, 6, 1, 5));
    harness.processElement(TaggedReading.of(new Reading(A, 7, 1, 6)), 7);
    harness.processElement(TaggedReading.of(new Reading(A, 7, 1, 7)), 7);
    repeat(new Reading(A, 7, 1, 8));
    end();
    assertThat(readings()).extracting(Reading::position).containsExactlyInAnyOrder(2L, 6L, 7L);
    assertThat(unmatched())
        .extracting(late -> late.reading().position())
        .containsExactlyInAnyOrder(4L, 8L);
  }

  /** Equal readings of other messages are no substitute. */
  @Test
  void anImplausibleReadingIsTheOneAtThePositionOfTheEntry() throws Exception {
    open(null, Exclusion.IMPLAUSIBLE_RANGE);
    for (long position = 1; position <= 2; position++) {
      harness.processElement(TaggedReading.of(new Reading(A, 5, 1, position)), 5);
    }
    for (long position = 2; position <= 3; position++) {
      Reading named = new Reading(A, 5, 1, position);
      ledger(LateReading.fromEverything(named, Exclusion.IMPLAUSIBLE_RANGE));
    }
    end();
    assertThat(readings()).extracting(Reading::position).containsExactly(1L);
    assertThat(unmatched()).extracting(late -> late.reading().position()).containsExactly(3L);
  }

  private void repeat(Reading reading) throws Exception {
    ledger(new LateReading(reading, Exclusion.EVERYTHING, null));
  }

  @Test
  void anEntryThatNamesNothingIsSaid() throws Exception {
    open(null);
    log(5, 1);
    ledger(LateReadings.ofAlerts(reading(5, 2)));
    ledger(LateReadings.ofAlerts(reading(7, 1)));
    end();
    assertThat(readings()).containsExactly(reading(5, 1));
    assertThat(unmatched())
        .containsExactly(
            LateReadings.ofAlerts(reading(5, 2)), LateReadings.ofAlerts(reading(7, 1)));
  }

  @Test
  void oneThatWasLateForAWindowStaysInTheOthers() throws Exception {
    open(Windowing.sliding(Duration.ofMillis(20), Duration.ofMillis(10)));
    log(15, 1, 1, 3);
    ledger(LateReadings.ofAverages(reading(15, 1), FIRST));
    end();
    assertThat(readings()).containsExactly(reading(15, 3));
    assertThat(partials())
        .extracting(partial -> partial.window() + " " + partial.average().count())
        .containsExactly(FIRST + " 1", SECOND + " 1", SECOND + " 1"); // percentiles need each
    assertThat(unmatched()).isEmpty();
  }

  @Test
  void anEntryOfAWindowThatTheReadingIsNotInIsSaid() throws Exception {
    open(Windowing.tumbling(Duration.ofMillis(10)));
    log(15, 1);
    ledger(LateReadings.ofAverages(reading(15, 1), new SeriesWindow(A, 20, 30)));
    end();
    assertThat(unmatched()).hasSize(1);
  }

  private static Reading reading(long instant, double value) {
    return new Reading(A, instant, value);
  }

  private void log(long instant, double... values) throws Exception {
    for (double value : values) {
      harness.processElement(TaggedReading.of(reading(instant, value)), instant);
    }
  }

  private void ledger(LateReading late) throws Exception {
    harness.processElement(TaggedReading.of(late), late.reading().epochMillis());
  }

  private void end() throws Exception {
    harness.processWatermark(Long.MAX_VALUE);
  }

  private List<Reading> readings() {
    return harness.extractOutputValues();
  }

  private List<PartialAggregate> partials() {
    return Partials.of(values(harness.getSideOutput(ReplayTypes.PARTIALS)));
  }

  private List<LateReading> unmatched() {
    return values(harness.getSideOutput(ReplayTypes.UNMATCHED));
  }

  private static <T> List<T> values(Queue<StreamRecord<T>> records) {
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }
}
