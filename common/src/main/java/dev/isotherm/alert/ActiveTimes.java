package dev.isotherm.alert;

import dev.isotherm.model.AlertState;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.schedule.Schedule.Period;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule means for an alert. While the rule is not active, it is as if there were no rule,
 * but for one thing: that the series is known, so that silence is found once the rule is active
 * again.
 *
 * <p>Scenario, with active hours from 06:00 to 20:00, and {@code noDataAfter: 1h}:
 *
 * <pre>
 * 19:30  firing
 * 20:00  firing → resolved (not active)
 * 22:00  the last reading; it is not evaluated
 * 07:00  inactive → no data
 * 20:00  no data → resolved (not active)
 * 07:00  inactive → no data
 * </pre>
 *
 * <p>A status needs no field for that. The instants in it tell since when the rule has been active,
 * because every alert ends when that is over. After an alert without data has ended in this way,
 * {@link AlertStatus#sinceMillis} is the instant of that end, though the alert is inactive.
 */
final class ActiveTimes {

  /**
   * For how long, in addition to {@code noDataAfter}, the silence of a series is reported anew each
   * time the rule becomes active again. It has an end, so that a batch has one.
   */
  static final Duration REPORTED_FOR = Duration.ofDays(7);

  /** How many times of activity or not are looked at, to find when data is missing. */
  private static final int MOST_PERIODS = 1_000;

  private ActiveTimes() {}

  /** When the alert ends because the rule is not active any more; or never. */
  static long endDeadline(Rule rule, AlertStatus status) {
    Schedule schedule = rule.timing().schedule();
    return schedule.isAlways() || !isAlert(status)
        ? AlertMachine.NEVER
        : schedule.at(latestMillis(status)).untilMillis();
  }

  private static boolean isAlert(AlertStatus status) {
    return status.state() != AlertState.INACTIVE || status.flaps().flapping();
  }

  /** The latest instant of which an alert knows; the rule has been active since then. */
  private static long latestMillis(AlertStatus status) {
    long latest = status.last() == null ? Long.MIN_VALUE : status.last().millis();
    if (status.state() != AlertState.INACTIVE) {
      latest = Math.max(latest, status.sinceMillis());
    }
    Flaps flaps = status.flaps();
    return flaps.flapping()
        ? Math.max(latest, flaps.changes().get(flaps.changes().size() - 1))
        : latest;
  }

  /**
   * When data will be missing. That counts from the last reading, or from when the rule becomes
   * active again. Where the rule is never active for as long as that, its active times add up.
   */
  static long noDataDeadline(Timing timing, AlertStatus status, AlertStatus.LastReading last) {
    Duration noDataAfter = timing.noDataAfter();
    Schedule schedule = timing.schedule();
    if (schedule.isAlways()) {
      return timing.after(last.millis(), noDataAfter);
    }
    boolean isAgain = wasWithoutData(status);
    long at = isAgain ? status.sinceMillis() : last.millis();
    long left = noDataAfter.toMillis();
    for (int i = 0; i < MOST_PERIODS; i++) {
      Period period = schedule.at(at);
      long until = period.untilMillis();
      if (period.isActive()) {
        long whole = timing.after(at, noDataAfter);
        long due = whole < until ? whole : at + left;
        if (due < until) {
          boolean isTooLate = due - last.millis() > noDataAfter.plus(REPORTED_FOR).toMillis();
          return isAgain && isTooLate ? AlertMachine.NEVER : due;
        }
        left -= until - at;
      }
      if (until == Schedule.NEVER) {
        break;
      }
      at = until;
    }
    return AlertMachine.NEVER;
  }

  private static boolean wasWithoutData(AlertStatus status) {
    return status.state() == AlertState.INACTIVE && status.sinceMillis() != 0;
  }

  /** The status right after an alert has ended because the rule is not active any more. */
  static AlertStatus afterEnd(Rule rule, AlertStatus before, long at) {
    if (rule.timing().noDataAfter().isZero() || before.last() == null) {
      return AlertStatus.INACTIVE;
    }
    AlertStatus kept = AlertStatus.INACTIVE.withLast(before.last());
    return before.isWithoutData() ? kept.at(AlertState.INACTIVE, null, at) : kept;
  }

  /** The status after a reading that came while the rule is not active. */
  static AlertStatus noted(Rule rule, AlertStatus.LastReading reading) {
    return rule.timing().noDataAfter().isZero()
        ? AlertStatus.INACTIVE
        : AlertStatus.INACTIVE.withLast(reading);
  }

  /** The status that a reading meets: nothing is known from before the rule became active. */
  static AlertStatus beforeReading(Rule rule, AlertStatus status, long at) {
    Schedule schedule = rule.timing().schedule();
    if (schedule.isAlways() || isAlert(status) || status.isDefault()) {
      return status;
    }
    boolean isOfNow = status.last() != null && schedule.at(status.last().millis()).has(at);
    return isOfNow && !wasWithoutData(status) ? status : AlertStatus.INACTIVE;
  }

  /**
   * The status at an instant when data is missing. Of what was before the rule became active, only
   * the last reading is known.
   */
  static AlertStatus beforeSilence(Rule rule, AlertStatus status, long at) {
    AlertStatus known = beforeReading(rule, status, at);
    return known.equals(status) ? status : known.withLast(status.last());
  }

  /** Whether the last reading must be known, to tell what is from before the rule was active. */
  static boolean needsLast(Rule rule, AlertStatus status) {
    return !rule.timing().schedule().isAlways()
        && !(status.recent().isEmpty() && status.flaps().changes().isEmpty());
  }

  /**
   * The status under a rule that differs in its schedule alone.
   *
   * @param after the new rule
   * @param at when it replaces the other
   * @return {@code null} if the alert must end
   */
  static @Nullable AlertStatus keptUnder(Rule after, AlertStatus status, long at) {
    Schedule schedule = after.timing().schedule();
    if (isAlert(status)) {
      Period then = schedule.at(latestMillis(status));
      return then.isActive() && then.has(at) ? status : null;
    }
    AlertStatus.LastReading last = status.last();
    if (last == null) {
      return AlertStatus.INACTIVE; // when the values are from that it looks back on is not known
    }
    if (AlertMachine.noDataDeadline(after, status) > at) {
      return wasWithoutData(status) && schedule.isAlways()
          ? status.at(AlertState.INACTIVE, null, 0)
          : status;
    }
    return AlertStatus.INACTIVE.withLast(
        new AlertStatus.LastReading(at, last.value(), last.members()));
  }
}
