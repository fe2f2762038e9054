package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.wire.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Transitions that come of averages; the watermark is at 50, and windows may lag by 10. */
class AverageTransitionComparisonTest {

  private static final OffsetRange NOTHING = new OffsetRange("t", Map.of(), Map.of());
  private static final Series SERIES = new Series("a", "temperature");

  @Test
  void thatOfAClosedWindowMustHaveBeenPublished() {
    RecordedFindings findings = compare(false, transition(41, TransitionReason.READING));
    assertThat(findings.sentences(Kind.TRANSITION))
        .singleElement()
        .asString()
        .startsWith("transition ");
    assertThat(findings.differences())
        .allMatch(one -> one.explainedBy().fromMillis() == ExplainedBy.NONE);
  }

  @Test
  void thatOfAnOpenWindowNeedNotAndMay() {
    Transition open = transition(42, TransitionReason.READING);
    assertThat(compare(false, open).differences()).isEmpty();
    RecordedFindings published = compare(false, open, open);
    assertThat(published.differences()).isEmpty();
    assertThat(published.matching()).isEqualTo(1);
  }

  @Test
  void oneThatTheLogDoesNotGiveIsADifference() {
    assertThat(
            compare(false, null, transition(41, TransitionReason.READING))
                .sentences(Kind.TRANSITION))
        .hasSize(1);
  }

  /** A silence closes the last windows, and the rules on averages hear of that. */
  @Test
  void aDeadlineThatHasPassedMustHaveBeenPublishedAlsoInSilence() {
    assertThat(compare(true, transition(40, TransitionReason.NO_DATA)).sentences(Kind.TRANSITION))
        .hasSize(1);
    assertThat(compare(true, transition(41, TransitionReason.NO_DATA)).differences()).isEmpty();
  }

  private static RecordedFindings compare(
      boolean afterLastReading, Transition log, Transition... published) {
    RecordedFindings findings = new RecordedFindings();
    new AlertComparison(
            new ComparisonScope(NOTHING, true, true, Long.MIN_VALUE, 50, 50),
            new WatermarkTransitions(
                Set.of("mean"), Set.of(), Set.of(), Set.of(), 10, false, false))
        .compare(
            log == null ? List.of() : List.of(new Replayed(log, afterLastReading)),
            List.of(published),
            findings);
    return findings;
  }

  private static Transition transition(long at, TransitionReason reason) {
    return new Transition(
        "mean",
        SERIES,
        Severity.WARNING,
        AlertState.FIRING,
        AlertState.INACTIVE,
        null,
        at,
        29,
        28,
        at,
        reason,
        0,
        "r",
        null,
        Map.of(),
        Map.of());
  }
}
