package dev.isotherm.alert;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The status of one level of an alert that is not off.
 *
 * @param sinceMillis when this phase began
 * @param isCarried whether it counts as holding only because a worse level holds. False in state of
 *     version 0.2.0, which did not distinguish.
 */
public record LevelStatus(
    AlertSeverity severity, Phase phase, long sinceMillis, boolean isCarried) {

  /** One whose own condition holds, or does not hold any more. */
  LevelStatus(AlertSeverity severity, Phase phase, long sinceMillis) {
    this(severity, phase, sinceMillis, false);
  }

  /** The phases of a level that is not off. */
  public enum Phase {
    /** The condition holds, but not yet for {@code holdFor}. */
    PENDING,
    /** The condition holds, or held when data was last seen. */
    FIRING,
    /** The condition is over, but not yet for {@code keepFiringFor}. */
    ENDING
  }

  /** Whether the condition of this level, or of a worse one, held at the last reading. */
  boolean isHeld() {
    return phase != Phase.ENDING;
  }

  /** Whether its own condition held at the last reading, so that hysteresis applies. */
  boolean isHeldByItself() {
    return isHeld() && !isCarried;
  }

  /** Whether the alert fires because of it. */
  boolean isFiring() {
    return phase != Phase.PENDING;
  }

  /** When time alone changes it; {@link AlertMachine#NEVER} if it does not. */
  long dueMillis(Rule rule) {
    return phase == Phase.FIRING ? AlertMachine.NEVER : dueMillis(rule, rule.level(severity));
  }

  private long dueMillis(Rule rule, Level level) {
    return switch (phase) {
      case PENDING -> rule.timing().after(sinceMillis, rule.holdFor(level));
      case FIRING -> AlertMachine.NEVER;
      case ENDING -> rule.timing().after(sinceMillis, rule.keepFiringFor(level));
    };
  }

  /** The status after its deadline; {@code null} for off. */
  @Nullable LevelStatus afterDue(long due) {
    return phase == Phase.PENDING ? new LevelStatus(severity, Phase.FIRING, due, isCarried) : null;
  }

  /** The status once data is missing: a pending level is off; a firing or ending one fires. */
  @Nullable LevelStatus withoutData() {
    return switch (phase) {
      case PENDING -> null;
      case FIRING -> this;
      case ENDING -> new LevelStatus(severity, Phase.FIRING, sinceMillis);
    };
  }

  /** The status once its condition is over because there is no further reading. */
  static @Nullable LevelStatus over(LevelStatus before, Rule rule, long at) {
    return next(before, rule, rule.level(before.severity()), new Held(false, false), at);
  }

  /**
   * Whether a level counts as holding at a reading.
   *
   * @param own whether its own condition holds
   * @param worse whether a worse level holds
   */
  record Held(boolean own, boolean worse) {

    boolean any() {
      return own || worse;
    }
  }

  /**
   * The status of a level after a reading.
   *
   * @param before {@code null} for off
   * @return {@code null} for off
   */
  static @Nullable LevelStatus next(
      @Nullable LevelStatus before, Rule rule, Level level, Held held, long at) {
    LevelStatus next = phase(before, level, held.any(), at);
    if (next == null) {
      return null;
    }
    LevelStatus now = next.dueMillis(rule, level) <= at ? next.afterDue(at) : next;
    boolean isCarried = held.worse && !held.own;
    return now == null || now.isCarried == isCarried
        ? now
        : new LevelStatus(now.severity, now.phase, now.sinceMillis, isCarried);
  }

  private static @Nullable LevelStatus phase(
      @Nullable LevelStatus before, Level level, boolean holds, long at) {
    if (before == null) {
      return holds ? new LevelStatus(level.severity(), Phase.PENDING, at) : null;
    }
    return switch (before.phase) {
      case PENDING -> holds ? before : null;
      case FIRING -> holds ? before : new LevelStatus(level.severity(), Phase.ENDING, at);
      case ENDING -> holds ? new LevelStatus(level.severity(), Phase.FIRING, at) : before;
    };
  }
}
