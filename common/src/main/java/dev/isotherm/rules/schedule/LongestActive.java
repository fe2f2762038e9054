package dev.isotherm.rules.schedule;

import java.time.Instant;
import java.util.List;

/** For how long a rule is active without a break, by what comes again each week. */
public final class LongestActive {

  /** Any year shows what comes again each week. */
  private static final long FROM = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private static final long TO = Instant.parse("2027-02-01T00:00:00Z").toEpochMilli();

  private LongestActive() {}

  /**
   * The longest time, in milliseconds. Maintenance that comes once, or is of some sensors, does not
   * count.
   *
   * @return {@link Schedule#NEVER} if nothing comes again each week; 0 if the rule is never active
   */
  public static long millis(Schedule schedule) {
    List<Maintenance> maintenance =
        schedule.maintenance().stream()
            .filter(one -> one.times() instanceof LocalHours && one.sensors().isEmpty())
            .toList();
    Schedule weekly = new Schedule(schedule.active(), maintenance);
    long longest = 0;
    long at = FROM;
    while (at < TO) {
      Schedule.Period period = weekly.at(at);
      long until = period.untilMillis();
      if (period.isActive()) {
        longest = Math.max(longest, until == Schedule.NEVER ? until : until - at);
      }
      at = until;
    }
    return longest;
  }
}
