package dev.isotherm.jobs.page.model;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertBookTest {

  private final AlertBook book = new AlertBook(10, 20);

  @Test
  void anAlertIsActiveUntilItIsResolved() {
    book.put(transition("a", PENDING, INACTIVE, 100));
    book.put(transition("a", FIRING, PENDING, 200));
    assertThat(book.active()).hasSize(1);
    book.put(transition("a", RESOLVED, FIRING, 500));
    assertThat(book.active()).isEmpty();
    assertThat(book.spans())
        .isEqualTo(Map.of(span("a", PENDING, 100), 200L, span("a", FIRING, 200), 500L));
  }

  @Test
  void transitionsThatComeAgainAfterACrashChangeNothing() {
    Transition firing = transition("a", FIRING, INACTIVE, 200);
    Transition resolved = transition("a", RESOLVED, FIRING, 500);
    book.put(firing);
    book.put(firing);
    book.put(resolved);
    book.put(firing);
    assertThat(book.active()).containsExactly(firing);
    book.put(resolved);
    assertThat(book.spans()).isEqualTo(Map.of(span("a", FIRING, 200), 500L));
    assertThat(book.active()).isEmpty();
  }

  @Test
  void whatIsTakenBackHasNotFired() {
    book.put(transition("a", FIRING, INACTIVE, 200));
    assertThat(book.takeChangedSpans()).hasSize(1);
    Transition untrue = transition("a", INACTIVE, FIRING, 200);
    book.put(
        new Transition(
            untrue.rule(),
            untrue.series(),
            untrue.severity(),
            untrue.state(),
            untrue.previous(),
            Severity.WARNING,
            200,
            1,
            2,
            200,
            TransitionReason.TAKEN_BACK,
            0,
            null,
            null,
            Map.of(),
            Map.of()));
    assertThat(book.active()).isEmpty();
    assertThat(book.spans()).isEmpty();
    // A browser that has it removes a span of no length.
    assertThat(book.takeChangedSpans()).isEqualTo(Map.of(span("a", FIRING, 200), 200L));
  }

  @Test
  void isBounded() {
    for (int i = 0; i < 1000; i++) {
      book.put(transition("s" + i, FIRING, INACTIVE, i));
    }
    assertThat(book.active()).hasSize(10).last().extracting(Transition::atMillis).isEqualTo(999L);
    assertThat(book.spans()).hasSize(20);
    assertThat(book.forgotten()).isEqualTo(990);
    assertThat(book.takeChangedAlerts()).hasSizeLessThanOrEqualTo(20);
    assertThat(book.takeChangedSpans()).hasSizeLessThanOrEqualTo(20);
    // One that was forgotten may still end.
    book.put(transition("s1", RESOLVED, FIRING, 2000));
    assertThat(book.active()).hasSize(10);
  }

  private static AlertSpan span(String sensor, AlertState state, long from) {
    return new AlertSpan(
        new AlertKey("hot", new Series(sensor, "t")),
        state,
        Severity.WARNING,
        Severities.STANDARD,
        from,
        from);
  }

  private static Transition transition(
      String sensor, AlertState state, AlertState previous, long at) {
    return Transitions.byReading(
        "hot", new Series(sensor, "t"), Severity.WARNING, state, previous, null, at, 30, 28, at);
  }
}
