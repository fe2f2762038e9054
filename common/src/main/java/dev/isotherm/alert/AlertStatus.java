package dev.isotherm.alert;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Severity;
import java.util.List;

/**
 * Where the alert of a rule and a series stands. What is in it has a bound, whatever comes: two
 * levels, 61 parts of the values that a rule looks back on, as many changes as flapping allows.
 *
 * @param state inactive, pending, firing or without data; resolved is the name of a transition, not
 *     of a place to stay, and flapping lies over what is here
 * @param severity that it became pending or fires at, or was at when data went missing; {@code
 *     null} while inactive
 * @param sinceMillis when it left inactive; 0 while inactive
 * @param levels those that are not off
 * @param last the last reading, as far as a deadline needs it; else {@code null}
 * @param recent what the conditions look back on
 * @param flaps how often it has changed
 */
public record AlertStatus(
    AlertState state,
    Severity severity,
    long sinceMillis,
    List<LevelStatus> levels,
    LastReading last,
    List<RecentRange> recent,
    Flaps flaps) {

  /** Where every alert begins. */
  public static final AlertStatus INACTIVE =
      new AlertStatus(AlertState.INACTIVE, null, 0, List.of(), null, List.of(), Flaps.NONE);

  /** What a deadline needs to know of the last reading. */
  public record LastReading(long millis, double value) {}

  public boolean isFiring() {
    return state == AlertState.FIRING;
  }

  boolean isWithoutData() {
    return state == AlertState.NO_DATA;
  }

  /** Whether nothing needs to be remembered. */
  @SuppressWarnings("ReferenceEquality") // mostly it is the one and only, and this is asked always
  public boolean isDefault() {
    return this == INACTIVE || hasNothing();
  }

  private boolean hasNothing() {
    return state == AlertState.INACTIVE
        && levels.isEmpty()
        && last == null
        && recent.isEmpty()
        && flaps.equals(Flaps.NONE);
  }

  /** Where a level stands; {@code null} for off. */
  LevelStatus level(Severity of) {
    for (LevelStatus level : levels) {
      if (level.severity() == of) {
        return level;
      }
    }
    return null;
  }

  boolean hasFiringLevel() {
    for (LevelStatus level : levels) {
      if (level.isFiring()) {
        return true;
      }
    }
    return false;
  }

  AlertStatus at(AlertState entered, Severity at, long since) {
    return new AlertStatus(entered, at, since, levels, last, recent, flaps);
  }

  AlertStatus withLevels(List<LevelStatus> others) {
    return new AlertStatus(state, severity, sinceMillis, others, last, recent, flaps);
  }

  AlertStatus withLast(LastReading other) {
    return new AlertStatus(state, severity, sinceMillis, levels, other, recent, flaps);
  }

  AlertStatus withRecent(List<RecentRange> others) {
    return new AlertStatus(state, severity, sinceMillis, levels, last, others, flaps);
  }

  AlertStatus withFlaps(Flaps others) {
    return new AlertStatus(state, severity, sinceMillis, levels, last, recent, others);
  }
}
