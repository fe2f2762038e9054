package dev.isotherm.alert;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Rule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of an alert: a pure function of rule, status and event time.
 *
 * <pre>
 *               condition holds        for holdFor
 *   inactive ──────────────────► pending ────────► firing (warning ⇄ critical)
 *      ▲  ▲───── no longer ─────────┘                 │
 *      └──────── resolved: over for keepFiringFor ────┘
 *
 *   any ── no reading for noDataAfter ──► no data ── a reading ──► what it says
 *     (with missing: ends, the condition no longer holds instead)
 *   any ── too many changes ──► flapping ── none any more ──► where the alert then stands
 *   any ── the rule is not active any more ──► resolved; inactive, if it was pending
 * </pre>
 *
 * <p>Each level goes through these states by itself, and the alert has the state of its worst
 * level: critical, too, must hold for its {@code holdFor} before a firing warning becomes critical,
 * and is kept for its {@code keepFiringFor} before it becomes a warning again.
 *
 * <p>Readings of a series come in the order of their instants. A deadline between two readings
 * keeps its own instant, whether a timer or the next reading triggers it. A deadline at the instant
 * of a reading is decided with that reading. A condition lasts from the first reading where it
 * holds to the next one where it does not; missing data does not end it, unless the rule says so.
 *
 * <p>Scenario, with warning above 28 and critical above 30:
 *
 * <pre>
 * 27.0  nothing
 * 28.5  inactive → firing (warning)
 * 29.0  nothing: a transition comes once per change, not once per reading
 * 30.5  firing (warning) → firing (critical)
 * 28.5  firing (critical) → firing (warning)
 * 28.0  firing (warning) → resolved
 * </pre>
 *
 * <p>Missing data never resolves an alert. With the next reading, an alert that fired goes on as if
 * no data had been missing: it still fires, or begins to end. A pending alert begins anew, because
 * nobody knows whether the condition lasted. An alert that did not fire is resolved.
 *
 * <p>While the {@linkplain dev.isotherm.rules.schedule.Schedule schedule} of a rule says that it is
 * not active, it is as if there were no rule: see {@link ActiveTimes}.
 *
 * <p>While an alert is flapping its status still changes, without transitions. Once nothing has
 * changed for {@code within}, one transition reports the present state. A change counts if it is to
 * or from firing, between severities, or to or from no data: what is pending and does not fire is
 * no change.
 */
public final class AlertMachine {

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  private AlertMachine() {}

  /**
   * The result of a step.
   *
   * @param status the new status
   * @param transitions in their order; mostly none
   */
  public record Step(AlertStatus status, List<Transition> transitions) {}

  /**
   * The status of an alert of a series that should send readings, and has not sent any: data is
   * missing once {@code noDataAfter} has passed.
   *
   * @param sinceMillis from when on readings are expected
   */
  public static AlertStatus expected(long sinceMillis) {
    return AlertStatus.INACTIVE.withLast(new AlertStatus.LastReading(sinceMillis, Double.NaN));
  }

  /**
   * Applies deadlines.
   *
   * @param toMillis last instant of the deadlines to apply, inclusive
   */
  public static Step advance(Rule rule, Series series, AlertStatus status, long toMillis) {
    if (nextDeadline(rule, status) > toMillis) {
      return new Step(status, List.of());
    }
    AlertEvaluation step = new AlertEvaluation(rule, series, status);
    step.advance(toMillis);
    return step.done();
  }

  /**
   * Applies the deadlines before a reading, then the reading itself, to the alert of a rule and the
   * reading's series.
   */
  public static Step observe(Rule rule, AlertStatus status, Reading reading) {
    if (isNoOp(rule, status, reading.value())) {
      return new Step(status, List.of());
    }
    return observe(new AlertEvaluation(rule, reading.series(), status), Evidence.of(reading));
  }

  /**
   * Applies the deadlines before the result of a signal, then the result itself.
   *
   * @param series of the alert
   */
  public static Step observe(Rule rule, Series series, AlertStatus status, Evidence evidence) {
    boolean isNoOp =
        status.isDefault() && rule.isIndifferentToTime() && evidence.severity(rule) == null;
    return isNoOp || evidence.isEmpty(rule)
        ? new Step(status, List.of())
        : observe(new AlertEvaluation(rule, series, status), evidence);
  }

  private static Step observe(AlertEvaluation step, Evidence evidence) {
    step.observe(evidence);
    return step.done();
  }

  /**
   * Applies a new version of the rules to an alert.
   *
   * <p>If the new rule has {@linkplain Rule#hasSameSemanticsAs the same semantics}, the status
   * stays, and the new annotations come with the next transition. Otherwise the alert ends, and
   * begins anew if there still is a rule of that name.
   *
   * <p>If only the schedule has changed, the alert goes on where the new schedule, too, was active
   * since before the last change of the alert. So a window of maintenance that is announced for
   * later ends no alert now.
   *
   * @param before the rule of the alert
   * @param status after all deadlines before the change
   * @param after the rule of the same name that now watches the series; {@code null} for none
   * @param atMillis when the version becomes active
   */
  public static Step applyVersion(
      Rule before, Series series, AlertStatus status, @Nullable Rule after, long atMillis) {
    if (status.isDefault() || (after != null && after.hasSameSemanticsAs(before))) {
      return new Step(status, List.of());
    }
    if (after != null
        && after.withSchedule(before.timing().schedule()).hasSameSemanticsAs(before)) {
      return applySchedule(before, series, status, after, atMillis);
    }
    AlertEvaluation step = new AlertEvaluation(before, series, status);
    step.end(
        atMillis, after == null ? TransitionReason.RULE_REMOVED : TransitionReason.RULE_CHANGED);
    return step.done();
  }

  private static Step applySchedule(
      Rule before, Series series, AlertStatus status, Rule after, long atMillis) {
    AlertStatus kept = ActiveTimes.keptUnder(after, status, atMillis);
    if (kept != null) {
      return new Step(kept, List.of());
    }
    AlertEvaluation step = new AlertEvaluation(before, series, status);
    if (after.timing().schedule().isActiveAt(atMillis)) {
      step.end(atMillis, TransitionReason.RULE_CHANGED);
    } else {
      step.endNotActive(atMillis);
    }
    return step.done();
  }

  /** Whether a reading changes nothing and the alert has the default status: the usual case. */
  public static boolean isNoOp(Rule rule, AlertStatus status, double value) {
    return status.isDefault() && rule.isNoOpFor(value);
  }

  /** When time alone changes the alert next; {@link #NEVER} if it does not. */
  public static long nextDeadline(Rule rule, AlertStatus status) {
    long next = Math.min(noDataDeadline(rule, status), overDeadline(rule, status));
    for (LevelStatus level : status.levels()) {
      next = Math.min(next, level.dueMillis(rule));
    }
    return Math.min(
        Math.min(next, calmDeadline(rule, status)), ActiveTimes.endDeadline(rule, status));
  }

  /** When data will be missing; {@link #NEVER} if the rule does not care or data is missing now. */
  static long noDataDeadline(Rule rule, AlertStatus status) {
    Duration noDataAfter = rule.timing().noDataAfter();
    return noDataAfter.isZero() || status.last() == null || status.isWithoutData()
        ? NEVER
        : ActiveTimes.noDataDeadline(rule.timing(), status, status.last());
  }

  /** When conditions that hold are over for want of readings; {@link #NEVER} if they are not. */
  static long overDeadline(Rule rule, AlertStatus status) {
    Absence missing = rule.timing().missing();
    return missing.policy() == Absence.Policy.ENDS && status.last() != null && status.hasHeldLevel()
        ? rule.timing().after(status.last().millis(), missing.after())
        : NEVER;
  }

  /** When flapping will be over; {@link #NEVER} if the alert is not flapping. */
  static long calmDeadline(Rule rule, AlertStatus status) {
    return status.flaps().flapping() ? status.flaps().calmMillis(rule.timing()) : NEVER;
  }
}
