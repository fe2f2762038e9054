package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * The local times of one time zone as instants. Not thread-safe: remembers the last day, because a
 * file has many readings of one day.
 */
final class LocalTimes {

  static final long MILLIS_PER_DAY = 86_400_000;

  private final ZoneId zone;
  private final RepeatedHours repeated;
  private DayInZone day;
  private boolean used;

  LocalTimes(ZoneId zone, RepeatedHour repeatedHour) {
    this.zone = zone;
    this.repeated = new RepeatedHours(repeatedHour);
    this.day = DayInZone.of(LocalDate.EPOCH, zone);
  }

  /** Returns what decides about local times that the clocks show twice. */
  RepeatedHours repeated() {
    return repeated;
  }

  /** Returns whether a time of a day was read in the zone. */
  boolean isUsed() {
    return used;
  }

  /** Returns a day of the calendar; there may be none of these numbers. */
  DayInZone day(int year, int month, int dayOfMonth) throws ParseException {
    if (day.is(year, month, dayOfMonth)) {
      return day;
    }
    if (year == 0) {
      throw TimestampParser.outOfRange();
    }
    requireWithin(1, 12, month, "month");
    requireWithin(1, YearMonth.of(year, month).lengthOfMonth(), dayOfMonth, "day");
    return day(LocalDate.of(year, month, dayOfMonth));
  }

  /** Returns a day. */
  DayInZone day(LocalDate date) {
    if (!day.date().equals(date)) {
      day = DayInZone.of(date, zone);
    }
    return day;
  }

  /** Returns the instant of a time of a day in the zone, see {@link TimestampParser}. */
  long millisAt(DayInZone one, long millisOfDay) throws ParseException {
    used = true;
    if (one.hasOneOffset()) {
      return one.millisAt(millisOfDay);
    }
    return millisAt(one.date().atStartOfDay().plusNanos(millisOfDay * 1_000_000), zone);
  }

  /** Returns the instant of a local time in any zone. */
  long millisAt(LocalDateTime local, ZoneId other) throws ParseException {
    return repeated.millis(local, other);
  }

  static void requireWithin(int lowest, int highest, int number, String name)
      throws ParseException {
    if (number < lowest || number > highest) {
      throw new ParseException(
          "has " + name + " " + number + "; " + lowest + " to " + highest + " are allowed");
    }
  }
}
