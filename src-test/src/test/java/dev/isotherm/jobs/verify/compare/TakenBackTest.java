package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import org.junit.jupiter.api.Test;

/** Which transitions that the log does not give a later transition undoes. */
class TakenBackTest {

  private static final Series SERIES = new Series("a", "temperature");

  private static final Transition PENDS =
      transition(10, AlertState.PENDING, Severity.WARNING, AlertState.INACTIVE, null);
  private static final Transition FIRES =
      transition(20, AlertState.FIRING, Severity.WARNING, AlertState.PENDING, null);
  private static final Transition WORSENS =
      transition(30, AlertState.FIRING, Severity.CRITICAL, AlertState.FIRING, Severity.WARNING);

  private final TakenBack takenBack = new TakenBack();

  @Test
  void theLastOneIsUndone() {
    untrue(PENDS);
    assertThat(takesBack(AlertState.PENDING, null, AlertState.INACTIVE)).isTrue();
    assertThat(takenBack.untrue()).isEmpty();
  }

  @Test
  void thoseThatLedThereAreUndoneToo() {
    untrue(PENDS, FIRES, WORSENS);
    assertThat(takesBack(AlertState.FIRING, Severity.CRITICAL, AlertState.RESOLVED)).isTrue();
    assertThat(takenBack.untrue()).isEmpty();
  }

  @Test
  void butNotThoseBeforeTheStateThatIsEntered() {
    untrue(PENDS, FIRES);
    assertThat(takesBack(AlertState.FIRING, Severity.WARNING, AlertState.PENDING)).isTrue();
    assertThat(takenBack.untrue()).containsExactly(PENDS);
  }

  @Test
  void theSeverityMustBeTheOneThatIsLeft() {
    untrue(WORSENS);
    assertThat(takesBack(AlertState.FIRING, Severity.WARNING, AlertState.RESOLVED)).isFalse();
    assertThat(takenBack.untrue()).containsExactly(WORSENS);
  }

  @Test
  void repeatedTransitionsAreUndoneTogether() {
    untrue(PENDS, FIRES, PENDS, FIRES);
    assertThat(takesBack(AlertState.FIRING, Severity.WARNING, AlertState.RESOLVED)).isTrue();
    assertThat(takenBack.untrue()).isEmpty();
  }

  /** After the crash, the first one has come again before the last one turns out to be untrue. */
  @Test
  void aTrueOneMayHaveBeenRepeatedMeanwhile() {
    takenBack.add(PENDS, true);
    untrue(FIRES);
    takenBack.add(PENDS, true);
    assertThat(takesBack(AlertState.FIRING, Severity.WARNING, AlertState.INACTIVE)).isTrue();
    assertThat(takenBack.untrue()).isEmpty();
  }

  /** The alert fires for another reason: the way there was untrue, and is taken back with it. */
  @Test
  void anUntrueOneBeforeATrueOneIsUndone() {
    untrue(PENDS);
    takenBack.add(FIRES, true);
    assertThat(takesBack(AlertState.FIRING, Severity.WARNING, AlertState.INACTIVE)).isTrue();
    assertThat(takenBack.untrue()).isEmpty();
  }

  @Test
  void whatIsPublishedAgainAfterwardsIsNotUndone() {
    untrue(PENDS);
    takesBack(AlertState.PENDING, null, AlertState.INACTIVE);
    untrue(PENDS);
    assertThat(takenBack.untrue()).containsExactly(PENDS);
  }

  @Test
  void aTrueTransitionIsTakenBackForNoReason() {
    takenBack.add(PENDS, true);
    assertThat(takesBack(AlertState.PENDING, null, AlertState.INACTIVE)).isFalse();
    assertThat(takenBack.needless()).hasSize(1);
  }

  /** A partition was idle after a crash: event time has passed them before their readings came. */
  @Test
  void trueTransitionsMayComeAgain() {
    takenBack.add(PENDS, true);
    takenBack.add(FIRES, true);
    takesBack(AlertState.FIRING, Severity.WARNING, AlertState.INACTIVE);
    takenBack.add(PENDS, true);
    assertThat(takenBack.needless()).hasSize(1);
    takenBack.add(FIRES, true);
    assertThat(takenBack.needless()).isEmpty();
    takesBack(AlertState.FIRING, Severity.WARNING, AlertState.INACTIVE);
    assertThat(takenBack.needless()).hasSize(1);
  }

  @Test
  void withoutSuchATransitionNothingIsUndone() {
    assertThat(takesBack(AlertState.PENDING, null, AlertState.INACTIVE)).isFalse();
    assertThat(takenBack.needless()).hasSize(1);
  }

  private void untrue(Transition... transitions) {
    for (Transition each : transitions) {
      takenBack.add(each, false);
    }
  }

  private boolean takesBack(AlertState left, Severity severityLeft, AlertState entered) {
    Severity ended = severityLeft == null ? Severity.WARNING : severityLeft;
    takenBack.takeBack(transition(40, entered, ended, left, severityLeft));
    return takenBack.needless().isEmpty();
  }

  private static Transition transition(
      long at, AlertState state, Severity severity, AlertState previous, Severity severityLeft) {
    return Transitions.byReading(
        "r", SERIES, severity, state, previous, severityLeft, at, 29, 28, 10);
  }
}
