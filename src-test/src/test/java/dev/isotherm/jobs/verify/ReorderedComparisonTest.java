package dev.isotherm.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.OffsetRange;
import java.util.HashMap;
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
    Comparison comparison = comparison();
    comparison.transition(transition(40));
    assertThat(comparison.finish())
        .singleElement()
        .extracting(Difference::sentence)
        .asString()
        .startsWith("transition ");
    comparison = comparison();
    comparison.afterEndOfInput(transition(40));
    assertThat(comparison.finish()).hasSize(1);
  }

  @Test
  void whatWaitsNeedNotAndMay() {
    Comparison comparison = comparison();
    comparison.transition(transition(41));
    comparison.afterEndOfInput(transition(42));
    assertThat(comparison.finish()).isEmpty();
    comparison = comparison(transition(41));
    comparison.transition(transition(41));
    assertThat(comparison.finish()).isEmpty();
    assertThat(comparison.matches().transitions()).isEqualTo(1);
  }

  @Test
  void oneThatTheLogDoesNotGiveIsADifference() {
    assertThat(comparison(transition(41)).finish()).hasSize(1);
  }

  private static Comparison comparison(Transition... published) {
    Map<String, Transition> transitions = new HashMap<>();
    List.of(published).forEach(one -> transitions.put(one.id(), one));
    return new Comparison(
        new PublishedResults(Map.of(), transitions, Map.of(), 0, List.of()),
        new ComparisonScope(NOTHING, true, Long.MIN_VALUE, 50, 40),
        new WatermarkTransitions(Set.of("of averages"), 0, true));
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
