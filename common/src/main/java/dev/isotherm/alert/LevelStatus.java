package dev.isotherm.alert;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.Timing;
import org.jspecify.annotations.Nullable;

/**
 * The status of one level of an alert that is not off.
 *
 * @param sinceMillis when this phase began
 */
public record LevelStatus(Severity severity, Phase phase, long sinceMillis) {

  /** The phases of a level that is not off. */
  public enum Phase {
    /** The condition holds, but not yet for {@code holdFor}. */
    PENDING,
    /** The condition holds, or held when data was last seen. */
    FIRING,
    /** The condition is over, but not yet for {@code keepFiringFor}. */
    ENDING
  }

  /** Whether the condition held at the last reading, so that hysteresis applies. */
  boolean isHeld() {
    return phase != Phase.ENDING;
  }

  /** Whether the alert fires because of it. */
  boolean isFiring() {
    return phase != Phase.PENDING;
  }

  /** When time alone changes it; {@link AlertMachine#NEVER} if it does not. */
  long dueMillis(Timing timing) {
    return switch (phase) {
      case PENDING -> AlertMachine.later(sinceMillis, timing.holdFor());
      case FIRING -> AlertMachine.NEVER;
      case ENDING -> AlertMachine.later(sinceMillis, timing.keepFiringFor());
    };
  }

  /** The status after its deadline; {@code null} for off. */
  @Nullable LevelStatus afterDue(long due) {
    return phase == Phase.PENDING ? new LevelStatus(severity, Phase.FIRING, due) : null;
  }

  /** The status once data is missing: a pending level is off; a firing or ending one fires. */
  @Nullable LevelStatus withoutData() {
    return switch (phase) {
      case PENDING -> null;
      case FIRING -> this;
      case ENDING -> new LevelStatus(severity, Phase.FIRING, sinceMillis);
    };
  }

  /**
   * The status of a level after a reading.
   *
   * @param before {@code null} for off
   * @param holds whether the condition holds at this reading
   * @return {@code null} for off
   */
  static @Nullable LevelStatus next(
      @Nullable LevelStatus before, Severity severity, boolean holds, long at, Timing timing) {
    LevelStatus next;
    if (before == null) {
      next = holds ? new LevelStatus(severity, Phase.PENDING, at) : null;
    } else {
      next =
          switch (before.phase) {
            case PENDING -> holds ? before : null;
            case FIRING -> holds ? before : new LevelStatus(severity, Phase.ENDING, at);
            case ENDING -> holds ? new LevelStatus(severity, Phase.FIRING, at) : before;
          };
    }
    return next != null && next.dueMillis(timing) <= at ? next.afterDue(at) : next;
  }
}
