package dev.isotherm.model;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * An alert that changed its state, or its severity while firing.
 *
 * @param rule name of the rule
 * @param series the series the alert is about
 * @param severity the severity entered; for an alert that ended the one it was last at
 * @param state the state entered
 * @param previous the state left
 * @param previousSeverity the severity left; {@code null} unless {@code previous} was firing
 * @param atMillis the instant, in event time, in milliseconds since the epoch
 * @param value the reading that caused it; of a deadline the last one before; NaN where other rules
 *     did
 * @param threshold the limit it crossed; NaN where there is none, as when data is missing
 * @param sinceMillis when the alert left {@code INACTIVE} or {@code RESOLVED}
 * @param reason what made it change
 * @param repeat how many transitions of this alert to this state and severity came before at the
 *     same instant; more than 0 only where readings of one instant are evaluated one by one
 * @param rulesVersion fingerprint of the rules in force; {@code null} where it is not known
 * @param summary for people; {@code null} where the rule has none
 * @param labels for routing, as the rule has them
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
    long sinceMillis,
    TransitionReason reason,
    int repeat,
    String rulesVersion,
    String summary,
    Map<String, String> labels) {

  public Transition {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(labels, "labels");
  }

  /** Caused by a reading, under a rule that has nothing to say to people. */
  public Transition(
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
    this(
        rule,
        series,
        severity,
        state,
        previous,
        previousSeverity,
        atMillis,
        value,
        threshold,
        sinceMillis,
        TransitionReason.READING,
        0,
        null,
        null,
        Map.of());
  }

  /** The same, as one that is not the first of its kind at its instant, under these rules. */
  public Transition numbered(int repeat, String rulesVersion) {
    return new Transition(
        rule,
        series,
        severity,
        state,
        previous,
        previousSeverity,
        atMillis,
        value,
        threshold,
        sinceMillis,
        reason,
        repeat,
        rulesVersion,
        summary,
        labels);
  }

  /**
   * Names this transition. Depends on rule, series, state, severity and event time alone, so that a
   * repeat after a crash has the same id and can be recognised. Only where readings of one instant
   * lead to the same state and severity twice, their order counts too.
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
    String unique = repeat == 0 ? identity : identity + "\n" + repeat;
    return UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
