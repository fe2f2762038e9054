package dev.isotherm.parse.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A calendar day in a time zone, precomputed so that a time of the day costs one subtraction.
 *
 * @param date the day
 * @param zone the time zone
 * @param offsetMillis the offset of the zone if it is the same all day; else VARIES
 */
record DayInZone(LocalDate date, ZoneId zone, int offsetMillis) {

  private static final int VARIES = Integer.MIN_VALUE;

  static DayInZone of(LocalDate date, ZoneId zone) {
    return new DayInZone(date, zone, offsetThroughout(date, zone.getRules()));
  }

  boolean is(int year, int month, int dayOfMonth) {
    return date.getDayOfMonth() == dayOfMonth
        && date.getMonthValue() == month
        && date.getYear() == year;
  }

  /** Returns the first instant of the day, also if the zone skips midnight. */
  long startMillis() {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** Returns whether the offset of the zone is the same all day. */
  boolean hasOneOffset() {
    return offsetMillis != VARIES;
  }

  /** Returns the instant of a time of the day, if there is {@link #hasOneOffset one offset}. */
  long millisAt(long millisOfDay) {
    return millisAtInUtc(millisOfDay) - offsetMillis;
  }

  /** Returns the instant of a time in UTC. */
  long millisAtInUtc(long millisOfDay) {
    return date.toEpochDay() * LocalTimes.MILLIS_PER_DAY + millisOfDay;
  }

  private static int offsetThroughout(LocalDate date, ZoneRules rules) {
    LocalDateTime start = date.atStartOfDay();
    if (rules.getValidOffsets(start).size() != 1) {
      return VARIES;
    }
    ZoneOffset offset = rules.getOffset(start);
    Instant first = start.toInstant(offset);
    ZoneOffsetTransition next = rules.isFixedOffset() ? null : rules.nextTransition(first);
    boolean constant =
        next == null || next.getInstant().isAfter(first.plusMillis(LocalTimes.MILLIS_PER_DAY));
    return constant ? offset.getTotalSeconds() * 1_000 : VARIES;
  }
}
