package dev.isotherm.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.wire.OffsetRange;
import java.util.HashMap;
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
    Comparison comparison = comparison();
    comparison.transition(transition(41, TransitionReason.READING));
    assertThat(comparison.finish())
        .singleElement()
        .extracting(Difference::sentence)
        .asString()
        .startsWith("transition ");
  }

  @Test
  void thatOfAnOpenWindowNeedNotAndMay() {
    Comparison comparison = comparison();
    comparison.transition(transition(42, TransitionReason.READING));
    assertThat(comparison.finish()).isEmpty();
    comparison = comparison(transition(42, TransitionReason.READING));
    comparison.transition(transition(42, TransitionReason.READING));
    assertThat(comparison.finish()).isEmpty();
    assertThat(comparison.matches().transitions()).isEqualTo(1);
  }

  @Test
  void oneThatTheLogDoesNotGiveIsADifference() {
    assertThat(comparison(transition(41, TransitionReason.READING)).finish()).hasSize(1);
  }

  /** A silence closes the last windows, and the rules on averages hear of that. */
  @Test
  void aDeadlineThatHasPassedMustHaveBeenPublishedAlsoInSilence() {
    Comparison comparison = comparison();
    comparison.afterEndOfInput(transition(40, TransitionReason.NO_DATA));
    assertThat(comparison.finish()).hasSize(1);
    comparison = comparison();
    comparison.afterEndOfInput(transition(41, TransitionReason.NO_DATA));
    assertThat(comparison.finish()).isEmpty();
  }

  private static Comparison comparison(Transition... published) {
    Map<String, Transition> transitions = new HashMap<>();
    List.of(published).forEach(one -> transitions.put(one.id(), one));
    return new Comparison(
        new PublishedResults(Map.of(), transitions, Map.of(), 0, List.of()),
        new ComparisonScope(NOTHING, true, Long.MIN_VALUE, 50, 50),
        new WatermarkTransitions(Set.of("mean"), 10, false));
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
        Map.of());
  }
}
