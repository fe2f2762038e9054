package dev.isotherm.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * An alert that changed its state, or its severity while firing.
 *
 * @param rule name of the rule
 * @param series the series the alert is about
 * @param severity the severity fired at; for a resolved alert the one it was last at
 * @param state the state entered
 * @param previous the state left
 * @param previousSeverity the severity left; {@code null} unless {@code previous} was firing
 * @param atMillis the instant, in event time, in milliseconds since the epoch
 * @param value the reading that caused it
 * @param threshold the limit it crossed
 * @param sinceMillis when the alert left {@code INACTIVE} or {@code RESOLVED}
 */
public record Transition(
    String rule,
    Series series,
    Severity severity,
    AlertState state,
    AlertState previous,
    Severity previousSeverity,
    long atMillis,
    double value,
    double threshold,
    long sinceMillis) {

  public Transition {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(previous, "previous");
  }

  /**
   * Names this transition. Depends on rule, series, state, severity and event time alone, so that a
   * repeat after a crash has the same id and can be recognised.
   */
  public String id() {
    String identity =
        String.join(
            "\n",
            rule,
            series.sensorId(),
            series.metric(),
            state.name(),
            severity.name(),
            Long.toString(atMillis));
    return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
