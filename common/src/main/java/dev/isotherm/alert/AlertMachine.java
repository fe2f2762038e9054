package dev.isotherm.alert;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import java.time.Duration;
import java.util.List;

/**
 * The life of an alert, as a pure function of rule, status and event time.
 *
 * <pre>
 *               condition holds        for holdFor
 *   inactive ──────────────────► pending ────────► firing (warning ⇄ critical)
 *      ▲  ▲───── no longer ─────────┘                 │
 *      └──────── resolved: over for keepFiringFor ────┘
 *
 *   any ── no reading for noDataAfter ──► no data ── a reading ──► what it says
 *   any ── too many changes ──► flapping ── none any more ──► where the alert then stands
 * </pre>
 *
 * <p>Each level goes this way by itself, and the alert is where its worst level is: critical, too,
 * must hold for {@code holdFor} before a firing warning becomes critical, and is kept for {@code
 * keepFiringFor} before it becomes a warning again.
 *
 * <p>Readings of a series come in the order of their instants. What falls due between two of them
 * has the instant at which it fell due, whether a timer or the next reading brings it to light.
 * What falls due exactly when a reading comes is decided with that reading. A condition lasts from
 * a reading that says so to the next one that does not; silence does not end it.
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
 * <p>Silence never resolves an alert. With a reading after silence, an alert that fired goes on as
 * if there had been none: it still fires, or begins to end. One that was pending begins anew,
 * because nobody knows whether the condition lasted. One that did not fire is resolved.
 *
 * <p>While an alert is flapping it still goes its way, unseen. Once nothing has changed for as long
 * as the rule looks back, one transition says where it stands. Falling silent is such a change,
 * too.
 */
public final class AlertMachine {

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  private AlertMachine() {}

  /**
   * What time or a reading led to.
   *
   * @param status where the alert stands now
   * @param transitions how it came there, in their order; mostly none
   */
  public record Step(AlertStatus status, List<Transition> transitions) {}

  /**
   * Lets time pass.
   *
   * @param toMillis what has fallen due by then, inclusively, happens
   */
  public static Step advance(Rule rule, Series series, AlertStatus status, long toMillis) {
    if (nextDeadline(rule, status) > toMillis) {
      return new Step(status, List.of());
    }
    AlertStep step = new AlertStep(rule, series, status);
    step.advance(toMillis);
    return step.done();
  }

  /**
   * Lets time pass until just before a reading, and shows it to the alert of a rule and the
   * reading's series.
   */
  public static Step observe(Rule rule, AlertStatus status, Reading reading) {
    if (isNoOp(rule, status, reading.value())) {
      return new Step(status, List.of());
    }
    AlertStep step = new AlertStep(rule, reading.series(), status);
    if (reading.epochMillis() > Long.MIN_VALUE) {
      step.advance(reading.epochMillis() - 1);
    }
    step.read(reading.epochMillis(), reading.value());
    return step.done();
  }

  /** Whether a reading leaves an alert as it is, with nothing to remember: the case of most. */
  public static boolean isNoOp(Rule rule, AlertStatus status, double value) {
    return status.isDefault() && rule.isNoOpFor(value);
  }

  /** When time alone changes the alert next; {@link #NEVER} if it does not. */
  public static long nextDeadline(Rule rule, AlertStatus status) {
    long next = silence(rule, status);
    for (LevelStatus level : status.levels()) {
      next = Math.min(next, level.dueMillis(rule.timing()));
    }
    return Math.min(next, calm(rule, status));
  }

  /** When the series will have fallen silent; {@link #NEVER} where that does not matter. */
  static long silence(Rule rule, AlertStatus status) {
    Duration noDataAfter = rule.timing().noDataAfter();
    return noDataAfter.isZero() || status.last() == null || status.isWithoutData()
        ? NEVER
        : later(status.last().millis(), noDataAfter);
  }

  /** When flapping will be over; {@link #NEVER} if it is not. */
  static long calm(Rule rule, AlertStatus status) {
    return status.flaps().flapping() ? status.flaps().calmMillis(rule.timing().flapping()) : NEVER;
  }

  /** An instant so much later; {@link #NEVER} where there is no such instant. */
  static long later(long millis, Duration by) {
    long sum = millis + by.toMillis();
    return sum < millis ? NEVER : sum;
  }
}
