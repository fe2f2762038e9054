package dev.isotherm.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
 * @param value what the condition compares: the reading that caused it, or for a condition on
 *     changes the change; for a deadline of the last reading before; NaN if other rules caused it
 * @param threshold the limit that the value is compared with; NaN if nothing is compared, such as
 *     for missing data, or while the alert is only kept
 * @param sinceMillis when the alert left {@code INACTIVE} or {@code RESOLVED}
 * @param reason why it changed
 * @param repeat how many readings of the series at the same instant were evaluated before the one
 *     that caused it; 0 for a deadline
 * @param rulesVersion fingerprint of the active rules; {@code null} if unknown
 * @param summary what it says to people, in one sentence; {@code null} for nothing
 * @param annotations more texts for people, such as {@link #DESCRIPTION}, by their names; {@code
 *     null}, in state of earlier versions, becomes empty
 * @param labels the labels of the rule, for routing
 * @param severities those that the rule may have, so that readers know how bad this one is; {@code
 *     null}, in state of earlier versions, becomes the standard ones
 */
public record Transition(
    String rule,
    Series series,
    AlertSeverity severity,
    AlertState state,
    AlertState previous,
    @Nullable AlertSeverity previousSeverity,
    long atMillis,
    double value,
    double threshold,
    long sinceMillis,
    TransitionReason reason,
    int repeat,
    @Nullable String rulesVersion,
    @Nullable String summary,
    Map<String, String> annotations,
    Map<String, String> labels,
    Severities severities) {

  /** Name of the annotation that says more than the summary. */
  public static final String DESCRIPTION = "description";

  /** Name of the annotation that says where it is written what to do. */
  public static final String RUNBOOK = "runbook";

  /** Name of the annotation that names the worst members of a group. */
  public static final String MEMBERS = "members";

  /** Names of all annotations. */
  public static final List<String> ANNOTATIONS = List.of(DESCRIPTION, RUNBOOK, MEMBERS);

  public Transition {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(labels, "labels");
    annotations = annotations == null ? Map.of() : annotations;
    severities = severities == null ? Severities.STANDARD : severities;
  }

  /** A transition with the standard severities. */
  public Transition(
      String rule,
      Series series,
      AlertSeverity severity,
      AlertState state,
      AlertState previous,
      @Nullable AlertSeverity previousSeverity,
      long atMillis,
      double value,
      double threshold,
      long sinceMillis,
      TransitionReason reason,
      int repeat,
      @Nullable String rulesVersion,
      @Nullable String summary,
      Map<String, String> annotations,
      Map<String, String> labels) {
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
        reason,
        repeat,
        rulesVersion,
        summary,
        annotations,
        labels,
        Severities.STANDARD);
  }

  /** Returns this transition with another repeat and other rules. */
  public Transition numbered(int otherRepeat, @Nullable String otherVersion) {
    return with(otherRepeat, otherVersion, summary, annotations);
  }

  /** Returns this transition with other texts for people. */
  public Transition withTexts(@Nullable String otherSummary, Map<String, String> otherAnnotations) {
    return with(repeat, rulesVersion, otherSummary, otherAnnotations);
  }

  private Transition with(
      int otherRepeat,
      @Nullable String otherVersion,
      @Nullable String otherSummary,
      Map<String, String> otherAnnotations) {
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
        otherRepeat,
        otherVersion,
        otherSummary,
        otherAnnotations,
        labels,
        severities);
  }

  /**
   * Returns the id of this transition, which depends on rule, series, state, severity and event
   * time alone, so that a duplicate after a crash has the same id. Only if it was not the first
   * reading of an instant that caused the transition, its id also depends on {@code repeat}. A
   * transition that takes back another one has an id of its own.
   */
  public String id() {
    String identity =
        String.join(
            "\n",
            rule,
            series.sensorId(),
            series.metric(),
            state.name(),
            severity.text().toUpperCase(Locale.ROOT),
            Long.toString(atMillis));
    String kind = reason == TransitionReason.TAKEN_BACK ? identity + "\ntaken_back" : identity;
    String unique = repeat == 0 ? kind : kind + "\n" + repeat;
    return UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
