package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Series A = new Series("a", "temperature");
  private static final OffsetRange READ = new OffsetRange("t", Map.of(0, 0L), Map.of(0, 10L));
  private static final long WATERMARK = 100;
  private static final long LATENESS = 20;
  private static final Windowing TUMBLING = Windowing.tumbling(Duration.ofMillis(10));

  private ComparisonScope scope =
      new ComparisonScope(READ, true, true, Long.MIN_VALUE, WATERMARK, WATERMARK);
  private Windowing windowing = TUMBLING;

  @Test
  void theRevisionDoesNotMatterButEveryBitDoes() {
    RecordedFindings same = last(average(0, 2, 3.0, 0), average(0, 2, 3.0, 5));
    assertThat(same.differences()).isEmpty();
    assertThat(same.matching()).isEqualTo(1);
    assertThat(last(average(0, 2, Math.nextUp(3.0), 0), average(0, 2, 3.0, 5)).sentences())
        .singleElement()
        .asString()
        .startsWith("average of a/temperature in [1970-01-01T00:00:00Z, 1970-01-01T00:00:00.010Z):")
        .contains("sum 3.0000000000000004,", "sum 3.0,", "averaged in another way");
  }

  @Test
  void aZeroIsNotANegativeZero() {
    assertThat(last(average(0, 1, 0.0, 0), average(0, 1, -0.0, 0)).differences()).hasSize(1);
  }

  @Test
  void whatIsClosedMustHaveBeenPublishedAndWhatIsOpenNeedNot() {
    assertThat(last(average(95, 1, 1, 0), null).differences()).isEmpty(); // ends at 105
    assertThat(last(average(91, 1, 1, 0), null).sentences()) // its last instant is 100
        .singleElement()
        .asString()
        .contains("published is none", "never published");
  }

  @Test
  void saysHowManyReadingsAreMissingOrTooMany() {
    assertThat(last(average(0, 7, 1, 0), average(0, 5, 1, 0)).sentences())
        .singleElement()
        .asString()
        .contains("partial: 5 of 7 readings; ")
        .endsWith("2 of the log are neither in the average nor in the late log: lost");
    assertThat(last(average(0, 4, 1, 0), average(0, 5, 1, 0)).sentences())
        .singleElement()
        .asString()
        .contains("1 too many");
  }

  @Test
  void otherPercentilesAreADifference() {
    Average published = average(0, 5, 1, 3).with(percentiles("50", 2));
    assertThat(last(average(0, 5, 1, 0).with(percentiles("50", 2)), published).differences())
        .isEmpty();
    for (Average log :
        List.of(average(0, 5, 1, 0), average(0, 5, 1, 0).with(percentiles("50", 2.5)))) {
      assertThat(last(log, published).sentences())
          .singleElement()
          .asString()
          .contains(", stddev 0.0, p50 2.0 until ")
          .contains("as many readings, but other values");
    }
  }

  private static Percentiles percentiles(String number, double value) {
    return new Percentiles(List.of(new Percentiles.Percentile(number, value)));
  }

  @Test
  void whatTheLogDoesNotGiveIsADifference() {
    assertThat(last(null, average(0, 5, 1, 0)).sentences())
        .singleElement()
        .asString()
        .contains("the log has no reading in time for it");
    Transition transition = transition(28.5);
    assertThat(alert(List.of(), List.of(transition)).sentences(Kind.TRANSITION))
        .singleElement()
        .asString()
        .startsWith("transition " + transition.id() + " of rule r, a/temp");
    assertThat(rejection(null, "EMPTY", 1).sentences())
        .singleElement()
        .asString()
        .startsWith("message at t-0:3: by the log it is accepted");
  }

  @Test
  void onlyRejectionsOfComparedMessagesAreCompared() {
    assertThat(comparison().compares("t-0", 3)).isTrue();
    assertThat(comparison().compares("t-0", 11)).isFalse(); // behind what was compared
    assertThat(comparison().compares("t-1", 3)).isFalse();
    assertThat(comparison().compares("other-0", 3)).isFalse();
    assertThat(comparison().compares("t-x-0", 3)).isFalse();
    assertThat(comparison().compares("t", 3)).isFalse();
  }

  @Test
  void transitionsAndRejectionsMustBeTheSame() {
    Transition transition = transition(28.5);
    RecordedFindings same = alert(List.of(transition), List.of(transition));
    assertThat(same.differences()).isEmpty();
    assertThat(same.matching()).isEqualTo(1);
    assertThat(rejection("EMPTY", "EMPTY", 1).differences()).isEmpty();
    assertThat(rejection("EMPTY", "EMPTY", 1).matching()).isEqualTo(1);

    // The id does not depend on the value.
    assertThat(alert(List.of(transition(29)), List.of(transition)).sentences())
        .singleElement()
        .asString()
        .endsWith("the same transition with other values");
    assertThat(rejection("NOT_JSON", "EMPTY", 1).sentences())
        .singleElement()
        .asString()
        .contains("by the log it is NOT_JSON, published is EMPTY");
  }

  @Test
  void aMessageMustBeRejectedOnce() {
    assertThat(rejection("EMPTY", "EMPTY", 2).sentences())
        .singleElement()
        .asString()
        .contains("was published as rejected 2 times");
  }

  @Test
  void countsAndTheLateLogAreCompared() {
    assertThat(
            comparison()
                .counts(
                    new Accounting(5, 5, Map.of(), 5, 0, 0),
                    new Accounting(6, 5, Map.of(), 5, 5, 0)))
        .extracting(Difference::sentence)
        .containsExactly(
            "messages: the log gives 5, the stream counted 6; some were read twice or not at all");
    var entry = LateReadings.ofAlerts(new Reading(A, 7, 1));
    assertThat(comparison().compares(entry)).isTrue();
    assertThat(LateLogDifferences.unmatched(entry).sentence())
        .isEqualTo(
            "late log: a/temperature = 1.0 at 1970-01-01T00:00:00.007Z is excluded from ALERTS, but"
                + " the log has no such reading left to exclude");
  }

  @Test
  void countsOfSeveralRunsAreNotThoseOfTheLog() {
    scope = new ComparisonScope(READ, true, false, Long.MIN_VALUE, WATERMARK, WATERMARK);
    assertThat(comparison().counts(new Accounting(5, 5, Map.of(), 5, 0, 0), Accounting.NONE))
        .isEmpty();
  }

  @Test
  void whatCameEarlierOrIsCutIsNotCompared() {
    scope = new ComparisonScope(READ, false, true, 20, WATERMARK, WATERMARK);
    assertThat(last(null, average(10, 1, 1, 0)).differences()).isEmpty();
    assertThat(last(average(0, 1, 1, 0), null).differences()).isEmpty();
    assertThat(revision(average(10, 1, 1, 0), average(10, 1, 1, 0)).differences()).isEmpty();
    assertThat(alert(List.of(), List.of(transition(28.5))).differences()).isEmpty();
    assertThat(comparison().counts(new Accounting(1, 1, Map.of(), 1, 0, 0), Accounting.NONE))
        .isEmpty();
    assertThat(comparison().compares(LateReadings.ofAlerts(new Reading(A, 30, 1)))).isFalse();
    assertThat(
            comparison()
                .compares(
                    LateReadings.ofAverages(new Reading(A, 7, 1), new SeriesWindow(A, 0, 10))))
        .isFalse();

    assertThat(last(average(20, 1, 1, 0), null).differences()).hasSize(1);
    assertThat(
            comparison()
                .compares(
                    LateReadings.ofAverages(new Reading(A, 25, 1), new SeriesWindow(A, 20, 30))))
        .isTrue();
  }

  @Test
  void revisionsMustBeConsecutiveAndMustNotShrink() {
    assertThat(revision(null, average(0, 1, 1, 3)).differences()).isEmpty();
    assertThat(revision(average(0, 1, 1, 0), average(0, 2, 1, 1)).differences()).isEmpty();
    assertThat(revision(average(0, 2, 1, 1), average(0, 2, 1, 1)).kinds())
        .containsExactly(Kind.REVISION);
    assertThat(revision(average(0, 12_000, 1, 0), average(0, 5_784, 1, 0)).sentences())
        .singleElement()
        .asString()
        .contains("revision 0 was published after revision 0, and overwrote 12000 readings with");
    assertThat(revision(average(0, 12_000, 1, 0), average(0, 5_784, 1, 1)).sentences())
        .singleElement()
        .asString()
        .contains("overwrote 12000 readings with 5784");
  }

  @Test
  void revisionsOfSessionsMaySkipButMustNotRepeat() {
    windowing = Windowing.sessions(Duration.ofMillis(10));
    assertThat(revision(average(0, 1, 1, 0), average(0, 2, 1, 7)).differences()).isEmpty();
    assertThat(revision(average(0, 1, 1, 7), average(0, 2, 1, 7)).differences()).hasSize(1);
  }

  @Test
  void aLaterReadingMayExplainOnlyWhatWasNotFinal() {
    // The window can change until the watermark is at 119.
    ExplainedBy open = explainedBy(last(average(90, 1, 1, 0), average(90, 2, 1, 0)));
    assertThat(open.fromMillis()).isEqualTo(90);
    assertThat(open.toMillis()).isEqualTo(99);
    // This one could until 89.
    ExplainedBy done = explainedBy(last(average(60, 1, 1, 0), average(60, 2, 1, 0)));
    assertThat(done.fromMillis()).isEqualTo(ExplainedBy.NONE);
    assertThat(done.lateFromMillis()).isEqualTo(60);
  }

  @Test
  void noLaterReadingExplainsAMissingWindow() {
    assertThat(last(average(80, 1, 1, 0), null).differences())
        .singleElement()
        .extracting(Difference::explainedBy)
        .isNull();
  }

  @Test
  void aLaterReadingNearASessionMayExplainItUnlessItWasLate() {
    windowing = Windowing.sessions(Duration.ofMillis(10));
    ExplainedBy open = explainedBy(last(average(95, 1, 1, 0), average(95, 2, 1, 0)));
    assertThat(open.fromMillis()).isEqualTo(85);
    assertThat(open.toMillis()).isEqualTo(105);
    // A reading at 71 is late at 71 + 10 - 1 + 20 = 100, one at 72 is not.
    ExplainedBy half = explainedBy(last(average(65, 1, 1, 0), average(65, 2, 1, 0)));
    assertThat(half.fromMillis()).isEqualTo(72);
    assertThat(half.toMillis()).isEqualTo(75);
  }

  private static ExplainedBy explainedBy(RecordedFindings findings) {
    return findings.differences().get(0).explainedBy();
  }

  private Comparison comparison() {
    return new Comparison(
        scope,
        new AverageComparison(scope, windowing, LATENESS),
        new AlertComparison(
            scope,
            new WatermarkTransitions(Set.of(), Set.of(), Set.of(), Set.of(), 0, false, false)),
        true);
  }

  private RecordedFindings last(Average log, Average published) {
    RecordedFindings findings = new RecordedFindings();
    comparison().averages().last(log, published, findings);
    return findings;
  }

  private RecordedFindings revision(Average before, Average after) {
    RecordedFindings findings = new RecordedFindings();
    comparison().averages().revision(before, after, findings);
    return findings;
  }

  private RecordedFindings alert(List<Transition> log, List<Transition> published) {
    RecordedFindings findings = new RecordedFindings();
    comparison()
        .alerts()
        .compare(log.stream().map(one -> new Replayed(one, false)).toList(), published, findings);
    return findings;
  }

  private static RecordedFindings rejection(String log, String published, long times) {
    RecordedFindings findings = new RecordedFindings();
    Comparison.rejection("t-0:3", log, published, times, findings);
    return findings;
  }

  private static Average average(long start, long count, double sum, int revision) {
    return new Average(A, start, start + 10, count, sum, 1, 1, 1, 0, revision);
  }

  private static Transition transition(double value) {
    return Transitions.byReading(
        "r", A, Severity.WARNING, AlertState.FIRING, AlertState.INACTIVE, null, 5, value, 28, 5);
  }
}
