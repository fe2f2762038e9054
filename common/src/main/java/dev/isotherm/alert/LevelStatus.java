package dev.isotherm.alert;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.Timing;

/**
 * Where one level of an alert stands; a level that is not listed is off.
 *
 * @param sinceMillis when this phase began
 */
public record LevelStatus(Severity severity, Phase phase, long sinceMillis) {

  /** What can become of a level that is not off. */
  public enum Phase {
    /** The condition holds, but not yet for {@code holdFor}. */
    PENDING,
    /** The condition holds, or held when data was last seen. */
    FIRING,
    /** The condition is over, but not yet for {@code keepFiringFor}. */
    ENDING
  }

  /** Whether the condition held at the last reading: hysteresis is for these. */
  boolean isHeld() {
    return phase != Phase.ENDING;
  }

  /** Whether the alert fires because of it. */
  boolean isFiring() {
    return phase != Phase.PENDING;
  }

  /** When time alone moves it on; {@link AlertMachine#NEVER} if it does not. */
  long dueMillis(Timing timing) {
    return switch (phase) {
      case PENDING -> AlertMachine.later(sinceMillis, timing.holdFor());
      case FIRING -> AlertMachine.NEVER;
      case ENDING -> AlertMachine.later(sinceMillis, timing.keepFiringFor());
    };
  }

  /** What it is once its time has come; {@code null} for off. */
  LevelStatus afterDue(long due) {
    return phase == Phase.PENDING ? new LevelStatus(severity, Phase.FIRING, due) : null;
  }

  /** What it is once data is missing: what was not certain yet is off, the rest stays. */
  LevelStatus inSilence() {
    return switch (phase) {
      case PENDING -> null;
      case FIRING -> this;
      case ENDING -> new LevelStatus(severity, Phase.FIRING, sinceMillis);
    };
  }

  /**
   * What a level becomes with a reading.
   *
   * @param before where it stood; {@code null} for off
   * @return {@code null} for off
   */
  static LevelStatus next(
      LevelStatus before, Severity severity, boolean holds, long at, Timing timing) {
    LevelStatus next =
        holds
            ? before == null
                ? new LevelStatus(severity, Phase.PENDING, at)
                : before.phase == Phase.ENDING
                    ? new LevelStatus(severity, Phase.FIRING, at)
                    : before
            : before == null || before.phase == Phase.PENDING
                ? null
                : before.phase == Phase.ENDING
                    ? before
                    : new LevelStatus(severity, Phase.ENDING, at);
    return next != null && next.dueMillis(timing) <= at ? next.afterDue(at) : next;
  }
}
