package dev.isotherm.jobs.verify.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.jobs.verify.compare.ExplainedBy;
import dev.isotherm.jobs.verify.compare.LateLogDifferences;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Which differences messages after the last checkpoint may explain. Clues come sorted. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class ExplainDifferencesHarnessTest {

  private static final Series A = new Series("a", "temperature");
  private static final Series B = new Series("b", "temperature");

  @Test
  void aLaterReadingInTheSpanExplains() throws Exception {
    assertThat(undecided(window(10, 19), later(10))).hasSize(1);
    assertThat(undecided(window(10, 19), later(19)))
        .singleElement()
        .asString()
        .isEqualTo(
            "differs; undecided: a message after the last checkpoint, with a reading of"
                + " a/temperature at 1970-01-01T00:00:00.019Z, may explain it");
    assertThat(undecided(window(10, 19), later(5), later(12), later(30))).hasSize(1);
  }

  @Test
  void readingsBeforeAndAfterTheSpanDoNot() throws Exception {
    assertThat(certain(window(10, 19), later(9), later(20))).containsExactly("differs");
  }

  @Test
  void readingsOfAnotherSeriesDoNot() throws Exception {
    assertThat(certain(window(10, 19), Clue.laterReading(new Reading(B, 12, 1)))).hasSize(1);
  }

  @Test
  void whatWasFinalNoLaterReadingExplains() throws Exception {
    assertThat(certain(finalWindow(10, 19), later(12))).hasSize(1);
  }

  /** The stream excluded one of two equal readings, and nobody knows which. */
  @Test
  void aLaterReadingThatTheLateLogNamesExplainsAlsoWhatWasFinal() throws Exception {
    Clue entry = late(12, 1);
    assertThat(undecided(finalWindow(10, 19), later(12), entry))
        .singleElement()
        .asString()
        .contains("the late log names a reading of a/temperature at 1970-01-01T00:00:00.012Z");
    assertThat(certain(finalWindow(10, 19), later(13), entry)).hasSize(1);
    assertThat(certain(finalWindow(10, 19), Clue.laterReading(new Reading(A, 12, 7)), entry))
        .as("another value")
        .hasSize(1);
    assertThat(
            certain(
                finalWindow(10, 19),
                later(12),
                Clue.lateEntry(LateReadings.ofAlerts(new Reading(A, 12, 1)))))
        .as("excluded from something else")
        .hasSize(1);
  }

  @Test
  void aReadingThatIsOutOfOrderExplainsNoAlert() throws Exception {
    Clue alert = alert(20);
    Clue last = Clue.lastEvaluated(new Reading(A, 21, 1));
    assertThat(undecided(alert, later(20))).hasSize(1);
    assertThat(certain(alert, later(20), last)).hasSize(1);
    assertThat(undecided(alert(21), later(21), last)).as("of the same instant").hasSize(1);
    assertThat(undecided(alert(22), later(22), last)).hasSize(1);
  }

  @Test
  void anEntryOfTheLateLogMustHaveTheSameValue() throws Exception {
    LateReading entry = LateReadings.ofAverages(new Reading(A, 12, 1), new SeriesWindow(A, 10, 20));
    Clue unmatched = Clue.difference(LateLogDifferences.unmatched(entry));
    assertThat(undecided(unmatched, later(12), Clue.lateEntry(entry))).hasSize(1);
    assertThat(
            certain(
                unmatched,
                Clue.laterReading(new Reading(A, 12, 7)),
                Clue.lateEntry(entry),
                later(11)))
        .hasSize(1);
  }

  private static Clue window(long from, long to) {
    return difference(ExplainedBy.anyValue(A, from, to, false, Exclusion.AVERAGES, from));
  }

  private static Clue finalWindow(long from, long to) {
    return difference(
        ExplainedBy.anyValue(A, ExplainedBy.NONE, to, false, Exclusion.AVERAGES, from));
  }

  private static Clue alert(long at) {
    return difference(ExplainedBy.anyValue(A, at, at, true, Exclusion.ALERTS, Long.MIN_VALUE));
  }

  private static Clue difference(ExplainedBy by) {
    return Clue.difference(new Difference(Kind.AVERAGE, "differs", by));
  }

  private static Clue later(long instant) {
    return Clue.laterReading(new Reading(A, instant, 1));
  }

  private static Clue late(long instant, double value) {
    return Clue.lateEntry(
        LateReadings.ofAverages(new Reading(A, instant, value), new SeriesWindow(A, 10, 20)));
  }

  private static List<String> certain(Clue... clues) throws Exception {
    return explain(false, clues);
  }

  private static List<String> undecided(Clue... clues) throws Exception {
    return explain(true, clues);
  }

  private static List<String> explain(boolean undecided, Clue... clues) throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Series, Clue, Difference>(
            new KeyedProcessOperator<>(new ExplainDifferences()),
            Clue::series,
            ModelTypes.SERIES)) {
      harness.open();
      for (Clue clue :
          Arrays.stream(clues).sorted(Comparator.comparingLong(Clue::order)).toList()) {
        harness.processElement(clue, clue.order());
      }
      List<Difference> certain = harness.extractOutputValues();
      var side = harness.getSideOutput(ResultTypes.UNDECIDED);
      List<Difference> open =
          side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
      assertThat(certain.size() + open.size()).isEqualTo(1);
      return (undecided ? open : certain).stream().map(Difference::sentence).toList();
    }
  }
}
