package dev.isotherm.rules;

import dev.isotherm.model.DurationText;
import dev.isotherm.rules.schedule.LocalHours;
import dev.isotherm.rules.schedule.Maintenance;
import dev.isotherm.rules.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Warns of rules that are active never, or too short for what they wait for. */
final class ScheduleWarnings {

  /** Any year shows what comes again each week. */
  private static final long FROM = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private static final long TO = Instant.parse("2027-02-01T00:00:00Z").toEpochMilli();

  private ScheduleWarnings() {}

  static void of(Rule rule, RuleWarnings.Receiver warnings) {
    Schedule weekly = weekly(rule.timing().schedule());
    if (weekly.isAlways()) {
      return;
    }
    long longest = longestMillis(weekly);
    if (longest == 0) {
      warnings.warn(
          "active", weekly.active().toString(), "is never so; maintenance covers all of it");
      return;
    }
    Stream.concat(Stream.of(rule.timing().holdFor()), rule.levels().stream().map(rule::holdFor))
        .distinct()
        .filter(holdFor -> holdFor.toMillis() >= longest)
        .forEach(
            holdFor ->
                warnings.warn(
                    "holdFor",
                    DurationText.format(holdFor),
                    "never passes: the rule is active for at most "
                        + DurationText.format(Duration.ofMillis(longest))
                        + " without a break"));
  }

  /** What comes again each week, for all sensors. */
  private static Schedule weekly(Schedule schedule) {
    List<Maintenance> maintenance =
        schedule.maintenance().stream()
            .filter(one -> one.times() instanceof LocalHours && one.sensors().isEmpty())
            .toList();
    return new Schedule(schedule.active(), maintenance);
  }

  private static long longestMillis(Schedule schedule) {
    long longest = 0;
    long at = FROM;
    while (at < TO) {
      Schedule.Period period = schedule.at(at);
      if (period.isActive()) {
        longest = Math.max(longest, period.untilMillis() - at);
      }
      at = period.untilMillis();
    }
    return longest;
  }
}
