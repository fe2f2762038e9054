package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Readings wait to be evaluated in order: the watermark is at 50, and all up to 40 has been. */
class ReorderedComparisonTest {

  private static final OffsetRange NOTHING = new OffsetRange("t", Map.of(), Map.of());
  private static final Series SERIES = new Series("a", "temperature");

  @Test
  void whatHasWaitedLongEnoughMustHaveBeenPublished() {
    assertThat(compare(List.of(new Replayed(transition(40), false))).sentences(Kind.TRANSITION))
        .singleElement()
        .asString()
        .startsWith("transition ");
    assertThat(compare(List.of(new Replayed(transition(40), true))).sentences(Kind.TRANSITION))
        .hasSize(1);
  }

  @Test
  void whatWaitsNeedNotAndMay() {
    assertThat(
            compare(
                    List.of(
                        new Replayed(transition(41), false), new Replayed(transition(42), true)))
                .differences())
        .isEmpty();
    RecordedFindings published =
        compare(List.of(new Replayed(transition(41), false)), transition(41));
    assertThat(published.differences()).isEmpty();
    assertThat(published.matching()).isEqualTo(1);
  }

  @Test
  void oneThatTheLogDoesNotGiveIsADifference() {
    assertThat(compare(List.of(), transition(41)).sentences(Kind.TRANSITION)).hasSize(1);
  }

  /** A reading that is behind the watermark is evaluated if it is the latest of its series. */
  @Test
  void aLaterReadingMayExplainWhatWaitsAndThatOfItsInstantWhatIsDue() {
    assertThat(compare(List.of(), transition(41)).differences())
        .allMatch(one -> one.explainedBy().fromMillis() == Long.MIN_VALUE);
    assertThat(compare(List.of(), transition(40)).differences())
        .isNotEmpty()
        .allMatch(one -> one.explainedBy().fromMillis() == 40);
  }

  private static RecordedFindings compare(List<Replayed> log, Transition... published) {
    RecordedFindings findings = new RecordedFindings();
    new AlertComparison(
            new ComparisonScope(NOTHING, true, true, Long.MIN_VALUE, 50, 40),
            new WatermarkTransitions(
                Set.of("of averages"), Set.of(), Set.of(), Set.of(), 0, true, false))
        .compare(log, List.of(published), findings);
    return findings;
  }

  private static Transition transition(long at) {
    return Transitions.byReading(
        "r",
        SERIES,
        Severity.WARNING,
        AlertState.FIRING,
        AlertState.INACTIVE,
        null,
        at,
        29,
        28,
        at);
  }
}
