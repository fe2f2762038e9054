package dev.isotherm.alert;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.rules.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of the alert of a rule and a series. Its size is bounded: at most eight levels, 61
 * recent ranges, and as many changes as flapping allows.
 *
 * @param state inactive, pending, firing or no data. Resolved and flapping are states of
 *     transitions only.
 * @param severity the severity that is pending or firing, or was when data went missing; {@code
 *     null} while inactive
 * @param sinceMillis when the alert left inactive; 0 while inactive, but see {@link ActiveTimes}
 * @param levels the levels that are not off
 * @param last the last reading, if a deadline needs it; else {@code null}
 * @param recent ranges of the values that the conditions look back on
 * @param flaps the last changes
 */
public record AlertStatus(
    AlertState state,
    @Nullable AlertSeverity severity,
    long sinceMillis,
    List<LevelStatus> levels,
    @Nullable LastReading last,
    List<RecentRange> recent,
    Flaps flaps) {

  /** The first status of every alert. */
  public static final AlertStatus INACTIVE =
      new AlertStatus(AlertState.INACTIVE, null, 0, List.of(), null, List.of(), Flaps.NONE);

  /**
   * The last reading, or the last result of a signal.
   *
   * @param members the members of a group that its alert names; {@code null} for none, and in state
   *     of earlier versions
   */
  public record LastReading(long millis, double value, @Nullable String members) {

    /** A reading. */
    public LastReading(long millis, double value) {
      this(millis, value, null);
    }
  }

  public boolean isFiring() {
    return state == AlertState.FIRING;
  }

  /** Whether it fires, or did when data went missing: missing data resolves no alert. */
  public boolean isUnresolved() {
    return isFiring() || (isWithoutData() && hasFiringLevel());
  }

  boolean isWithoutData() {
    return state == AlertState.NO_DATA;
  }

  /** Whether it is the status of an alert of which nothing is known, so need not be stored. */
  @SuppressWarnings("ReferenceEquality") // asked for each reading, and mostly the same instance
  public boolean isDefault() {
    return this == INACTIVE || (state == AlertState.INACTIVE && equals(INACTIVE));
  }

  /** The severity of the alert; without data, that which the rule names for it. */
  AlertSeverity shownSeverity(Rule rule) {
    AlertSeverity named = rule.timing().missing().severity();
    return isWithoutData() && named != null ? named : severity;
  }

  /** The status of a level; {@code null} for off. */
  @Nullable LevelStatus level(AlertSeverity of) {
    for (LevelStatus level : levels) {
      if (level.severity().equals(of)) {
        return level;
      }
    }
    return null;
  }

  /** Whether the condition of any level held at the last reading. */
  boolean hasHeldLevel() {
    for (LevelStatus level : levels) {
      if (level.isHeld()) {
        return true;
      }
    }
    return false;
  }

  boolean hasFiringLevel() {
    for (LevelStatus level : levels) {
      if (level.isFiring()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The lowest value that the conditions look back on.
   *
   * @param value the present one
   */
  double lowest(double value) {
    return recent.isEmpty() ? value : RecentRange.lowest(recent);
  }

  /**
   * The highest value that the conditions look back on.
   *
   * @param value the present one
   */
  double highest(double value) {
    return recent.isEmpty() ? value : RecentRange.highest(recent);
  }

  /** The state that the levels alone lead to: inactive, pending or firing. */
  AlertState stateOfLevels() {
    if (levels.isEmpty()) {
      return AlertState.INACTIVE;
    }
    return hasFiringLevel() ? AlertState.FIRING : AlertState.PENDING;
  }

  AlertStatus at(AlertState entered, @Nullable AlertSeverity at, long since) {
    return new AlertStatus(entered, at, since, levels, last, recent, flaps);
  }

  AlertStatus withLevels(List<LevelStatus> others) {
    return new AlertStatus(state, severity, sinceMillis, others, last, recent, flaps);
  }

  AlertStatus withLast(@Nullable LastReading other) {
    return new AlertStatus(state, severity, sinceMillis, levels, other, recent, flaps);
  }

  AlertStatus withRecent(List<RecentRange> others) {
    return new AlertStatus(state, severity, sinceMillis, levels, last, others, flaps);
  }

  AlertStatus withFlaps(Flaps others) {
    return new AlertStatus(state, severity, sinceMillis, levels, last, recent, others);
  }
}
