package dev.isotherm.jobs.notify;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.Map;

/** Transitions of a rule for temperatures, as far as who is told of them cares. */
final class TestTransitions {
  private TestTransitions() {}

  static Transition transition(String sensor, AlertState state, Severity severity, long atMillis) {
    return transition(sensor, state, severity, atMillis, Map.of());
  }

  static Transition transition(
      String sensor,
      AlertState state,
      AlertSeverity severity,
      long atMillis,
      Map<String, String> labels) {
    return new Transition(
        "overheating",
        new Series(sensor, "temperature"),
        severity,
        state,
        AlertState.INACTIVE,
        null,
        atMillis,
        31.5,
        state == AlertState.NO_DATA ? Double.NaN : 28,
        TestClock.START - 60_000,
        TransitionReason.READING,
        0,
        "v1",
        sensor + " is hot",
        Map.of(),
        labels);
  }

  /** Takes back that the alert fires with a severity. */
  static Transition takenBack(String sensor, Severity untrue, AlertState state, long atMillis) {
    return new Transition(
        "overheating",
        new Series(sensor, "temperature"),
        state == AlertState.FIRING ? Severity.WARNING : untrue,
        state,
        AlertState.FIRING,
        untrue,
        atMillis,
        Double.NaN,
        Double.NaN,
        TestClock.START - 60_000,
        TransitionReason.TAKEN_BACK,
        0,
        "v1",
        sensor + " is hot",
        Map.of(),
        Map.of());
  }

  static Transition fires(String sensor, long atMillis) {
    return transition(sensor, AlertState.FIRING, Severity.WARNING, atMillis);
  }

  static Transition resolves(String sensor, long atMillis) {
    return transition(sensor, AlertState.RESOLVED, Severity.WARNING, atMillis);
  }
}
