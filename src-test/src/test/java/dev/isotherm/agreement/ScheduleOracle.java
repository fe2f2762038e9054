package dev.isotherm.agreement;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.schedule.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says once more, by docs/rules.md, what a schedule means: it looks at each time in which the rule
 * is active by itself, with the readings of that time alone. {@link RuleOracle} says what happens
 * in it.
 */
final class ScheduleOracle {

  private static final long NEVER = Long.MAX_VALUE;

  private final Rule rule;
  private final List<Reading> readings;
  private final List<Schedule.Period> active;
  private final List<Transition> transitions = new ArrayList<>();

  private ScheduleOracle(Rule rule, List<Reading> readings) {
    this.rule = rule;
    this.readings = readings;
    active = active(rule, readings);
  }

  /**
   * All transitions of one alert.
   *
   * @param readings of one series, in the order of their instants
   */
  static List<Transition> transitions(Rule any, List<Reading> readings) {
    Rule rule = any.of(readings.get(0).series().sensorId());
    if (rule.timing().schedule().isAlways()) {
      return RuleOracle.transitions(rule, readings, RuleOracle.Bounds.NONE);
    }
    ScheduleOracle oracle = new ScheduleOracle(rule, readings);
    oracle.active.forEach(oracle::look);
    return oracle.transitions;
  }

  /** From the first reading on, until silence is told no more. */
  private static List<Schedule.Period> active(Rule rule, List<Reading> readings) {
    long end =
        readings.get(readings.size() - 1).epochMillis()
            + rule.timing().noDataAfter().toMillis()
            + Duration.ofDays(9).toMillis();
    List<Schedule.Period> active = new ArrayList<>();
    long at = readings.get(0).epochMillis();
    while (at < end) {
      Schedule.Period period = rule.timing().schedule().at(at);
      if (period.isActive()) {
        active.add(new Schedule.Period(true, at, period.untilMillis()));
      }
      at = period.untilMillis();
    }
    return active;
  }

  private void look(Schedule.Period period) {
    Reading known = null;
    List<Reading> within = new ArrayList<>();
    for (Reading one : readings) {
      if (one.epochMillis() < period.fromMillis()) {
        known = one;
      } else if (one.epochMillis() < period.untilMillis()) {
        within.add(one);
      }
    }
    long silent = known == null ? NEVER : silentMillis(known, period);
    if (within.isEmpty() && silent == NEVER) {
      return;
    }
    transitions.addAll(
        RuleOracle.transitions(
            rule, within, new RuleOracle.Bounds(known, silent, period.untilMillis())));
  }

  /** When data is missing in a time that has no reading, by the last one before it. */
  private long silentMillis(Reading known, Schedule.Period period) {
    Duration after = rule.timing().noDataAfter();
    if (after.isZero()) {
      return NEVER;
    }
    long told = toldMillis(known);
    long sum = 0;
    for (Schedule.Period one : active) {
      if (one.untilMillis() <= period.fromMillis()) {
        long from = Math.max(one.fromMillis(), Math.max(known.epochMillis(), told));
        sum += Math.max(0, one.untilMillis() - from);
      }
    }
    long whole = period.fromMillis() + after.toMillis();
    long silent = whole < period.untilMillis() ? whole : whole - sum;
    boolean isTooLate = silent - known.epochMillis() > after.plus(Duration.ofDays(7)).toMillis();
    return silent >= period.untilMillis() || (told != Long.MIN_VALUE && isTooLate) ? NEVER : silent;
  }

  /** When an alert without data ended since the last reading; the least of all if none did. */
  private long toldMillis(Reading known) {
    Transition last = transitions.isEmpty() ? null : transitions.get(transitions.size() - 1);
    return last != null
            && last.previous() == AlertState.NO_DATA
            && last.atMillis() > known.epochMillis()
        ? last.atMillis()
        : Long.MIN_VALUE;
  }
}
