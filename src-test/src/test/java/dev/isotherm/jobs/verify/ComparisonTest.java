package dev.isotherm.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.OffsetRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Series A = new Series("a", "temperature");
  private static final OffsetRange READ = new OffsetRange("t", Map.of(0, 0L), Map.of(0, 10L));
  private static final long WATERMARK = 100;

  private final Map<PublishedResults.Key, Average> averages = new HashMap<>();
  private final Map<String, Transition> transitions = new HashMap<>();
  private final Map<String, String> rejected = new HashMap<>();
  private ComparisonScope scope =
      new ComparisonScope(READ, true, Long.MIN_VALUE, WATERMARK, WATERMARK);

  @Test
  void theRevisionDoesNotMatterButEveryBitDoes() {
    publish(average(0, 2, 3.0, 5));
    Comparison comparison = comparison();
    comparison.average(average(0, 2, 3.0, 0));
    assertThat(comparison.finish()).isEmpty();
    assertThat(comparison.matches()).isEqualTo(new Comparison.MatchCounts(1, 0, 0));

    comparison = comparison();
    comparison.average(average(0, 2, Math.nextUp(3.0), 0));
    assertThat(sentences(comparison))
        .singleElement()
        .asString()
        .startsWith("average of a/temperature in [1970-01-01T00:00:00Z, 1970-01-01T00:00:00.010Z):")
        .contains("sum 3.0000000000000004,", "sum 3.0,", "averaged in another way");
  }

  @Test
  void aZeroIsNotANegativeZero() {
    publish(average(0, 1, -0.0, 0));
    Comparison comparison = comparison();
    comparison.average(average(0, 1, 0.0, 0));
    assertThat(comparison.finish()).hasSize(1);
  }

  @Test
  void whatIsClosedMustHaveBeenPublishedAndWhatIsOpenNeedNot() {
    Comparison comparison = comparison();
    comparison.average(average(95, 1, 1, 0)); // ends at 105
    assertThat(comparison.finish()).isEmpty();
    comparison = comparison();
    comparison.average(average(91, 1, 1, 0)); // its last instant is 100
    assertThat(sentences(comparison))
        .singleElement()
        .asString()
        .contains("published is none", "never published");
  }

  @Test
  void saysHowManyReadingsAreMissingOrTooMany() {
    publish(average(0, 5, 1, 0));
    Comparison fewer = comparison();
    fewer.average(average(0, 7, 1, 0));
    assertThat(sentences(fewer))
        .singleElement()
        .asString()
        .endsWith("2 of the log are neither in the average nor in the late log: lost");
    Comparison more = comparison();
    more.average(average(0, 4, 1, 0));
    assertThat(sentences(more)).singleElement().asString().contains("1 too many");
  }

  @Test
  void whatTheLogDoesNotGiveIsADifference() {
    publish(average(0, 5, 1, 0));
    Transition transition = transition(28.5);
    transitions.put(transition.id(), transition);
    rejected.put("t-0:3", "EMPTY");
    rejected.put("t-0:11", "EMPTY"); // behind what was compared
    rejected.put("other-0:3", "EMPTY");
    List<String> sentences = sentences(comparison());
    assertThat(sentences)
        .hasSize(3)
        .anyMatch(one -> one.contains("the log has no reading in time for it"))
        .anyMatch(one -> one.startsWith("transition " + transition.id() + " of rule r, a/temp"))
        .anyMatch(one -> one.startsWith("message at t-0:3: by the log it is accepted"));
  }

  @Test
  void transitionsAndRejectionsMustBeTheSame() {
    Transition transition = transition(28.5);
    transitions.put(transition.id(), transition);
    rejected.put("t-0:3", "EMPTY");
    Comparison comparison = comparison();
    comparison.transition(transition);
    comparison.rejection(rejection(RejectionReason.EMPTY));
    assertThat(comparison.finish()).isEmpty();
    assertThat(comparison.matches()).isEqualTo(new Comparison.MatchCounts(0, 1, 1));

    comparison = comparison();
    comparison.transition(transition(29)); // the id does not depend on the value
    comparison.rejection(rejection(RejectionReason.NOT_JSON));
    assertThat(sentences(comparison))
        .hasSize(2)
        .anyMatch(one -> one.endsWith("the same transition with other values"))
        .anyMatch(one -> one.contains("by the log it is NOT_JSON, published is EMPTY"));
  }

  @Test
  void countsAndTheLateLogAreCompared() {
    Comparison comparison = comparison();
    comparison.counts(
        new Accounting(5, 5, Map.of(), 5, 0, 0), new Accounting(6, 5, Map.of(), 5, 5, 0));
    comparison.unmatched(LateReadings.ofAlerts(new Reading(A, 7, 1)));
    assertThat(sentences(comparison))
        .containsExactly(
            "messages: the log gives 5, the stream counted 6; some were read twice or not at all",
            "late log: a/temperature = 1.0 at 1970-01-01T00:00:00.007Z is excluded from ALERTS, but"
                + " the log has no such reading left to exclude");
  }

  @Test
  void whatCameEarlierOrIsCutIsNotCompared() {
    scope = new ComparisonScope(READ, false, 20, WATERMARK, WATERMARK);
    publish(average(10, 1, 1, 0));
    Transition transition = transition(28.5);
    transitions.put(transition.id(), transition);
    Comparison comparison = comparison();
    comparison.average(average(0, 1, 1, 0));
    comparison.counts(new Accounting(1, 1, Map.of(), 1, 0, 0), Accounting.NONE);
    comparison.unmatched(LateReadings.ofAlerts(new Reading(A, 30, 1)));
    comparison.unmatched(LateReadings.ofAverages(new Reading(A, 7, 1), new SeriesWindow(A, 0, 10)));
    assertThat(comparison.finish()).isEmpty();

    comparison = comparison();
    comparison.average(average(20, 1, 1, 0));
    comparison.unmatched(
        LateReadings.ofAverages(new Reading(A, 25, 1), new SeriesWindow(A, 20, 30)));
    assertThat(comparison.finish()).hasSize(2);
  }

  private Comparison comparison() {
    return new Comparison(
        new PublishedResults(averages, transitions, rejected, 0, new ArrayList<>()),
        scope,
        new WatermarkTransitions(Set.of(), 0, false));
  }

  private static List<String> sentences(Comparison comparison) {
    return comparison.finish().stream().map(Difference::sentence).toList();
  }

  private void publish(Average average) {
    averages.put(PublishedResults.Key.of(average), average);
  }

  private static Average average(long start, long count, double sum, int revision) {
    return new Average(A, start, start + 10, count, sum, 1, 1, 1, 0, revision);
  }

  private static Transition transition(double value) {
    return Transitions.byReading(
        "r", A, Severity.WARNING, AlertState.FIRING, AlertState.INACTIVE, null, 5, value, 28, 5);
  }

  private static Rejection rejection(RejectionReason reason) {
    return new Rejection(reason, "is bad", "t-0", 3, new byte[0], null, new MessageHeader[0]);
  }
}
