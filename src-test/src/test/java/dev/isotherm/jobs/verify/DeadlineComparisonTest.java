package dev.isotherm.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.OffsetRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What falls due after the last reading of its series; the watermark is at 50. */
class DeadlineComparisonTest {

  private static final OffsetRange NOTHING = new OffsetRange("t", Map.of(), Map.of());

  private static final Series SERIES = new Series("a", "temperature");

  @Test
  void aDeadlineThatTheWatermarkHasPassedMustHaveBeenPublished() {
    Comparison comparison = comparison(50);
    comparison.afterEndOfInput(due(50));
    assertThat(comparison.finish())
        .singleElement()
        .extracting(Difference::sentence)
        .asString()
        .startsWith("transition ");
  }

  @Test
  void oneThatIsAheadNeedNot() {
    Comparison comparison = comparison(50);
    comparison.afterEndOfInput(due(51));
    assertThat(comparison.finish()).isEmpty();
  }

  @Test
  void oneThatIsAheadMayHaveBeenPublished() {
    Comparison comparison = comparison(50, due(51));
    comparison.afterEndOfInput(due(51));
    assertThat(comparison.finish()).isEmpty();
    assertThat(comparison.matches().transitions()).isEqualTo(1);
  }

  @Test
  void oneThatTheLogDoesNotGiveMustNot() {
    Comparison comparison = comparison(50, due(51));
    assertThat(comparison.finish()).hasSize(1);
  }

  @Test
  void inSilenceNoDeadlineMustHavePassed() {
    Comparison comparison = comparison(Long.MIN_VALUE);
    comparison.afterEndOfInput(due(50));
    assertThat(comparison.finish()).isEmpty();
  }

  private static Comparison comparison(long deadlinesMillis, Transition... published) {
    Map<String, Transition> transitions = new HashMap<>();
    List.of(published).forEach(one -> transitions.put(one.id(), one));
    Average average = new Average(SERIES, 0, 100, 1, 1, 1, 1, 1, 0, 0);
    Comparison comparison =
        new Comparison(
            new PublishedResults(
                Map.of(PublishedResults.Key.of(average), average),
                transitions,
                Map.of(),
                0,
                List.of()),
            new ComparisonScope(NOTHING, true, Long.MIN_VALUE, 50, deadlinesMillis),
            new WatermarkTransitions(Set.of("of averages"), 0, false));
    comparison.average(average);
    return comparison;
  }

  private static Transition due(long at) {
    return Transitions.byReading(
        "r",
        SERIES,
        Severity.WARNING,
        AlertState.NO_DATA,
        AlertState.INACTIVE,
        null,
        at,
        1,
        Double.NaN,
        at);
  }
}
