package dev.isotherm.parse.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A calendar day and what the clocks of a zone show on it, worked out once so that a time of the
 * day costs one subtraction.
 *
 * @param date the day
 * @param zone whose clocks
 * @param offsetMillis the zone's offset, where one holds for all times of the day; else VARIES
 */
record DayInZone(LocalDate date, ZoneId zone, int offsetMillis) {

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int VARIES = Integer.MIN_VALUE;

  static DayInZone of(LocalDate date, ZoneId zone) {
    return new DayInZone(date, zone, offsetThroughout(date, zone.getRules()));
  }

  boolean is(int year, int month, int dayOfMonth) {
    return date.getDayOfMonth() == dayOfMonth
        && date.getMonthValue() == month
        && date.getYear() == year;
  }

  /** The first instant of the day, also where the clocks skip midnight. */
  long startMillis() {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** The instant at which the zone's clocks show a time, see {@link TimestampParser}. */
  long millisAt(long millisOfDay) {
    if (offsetMillis != VARIES) {
      return millisAtInUtc(millisOfDay) - offsetMillis;
    }
    LocalDateTime local = date.atStartOfDay().plusNanos(millisOfDay * 1_000_000);
    return local.atZone(zone).toInstant().toEpochMilli();
  }

  /** The instant at which clocks set to UTC show a time. */
  long millisAtInUtc(long millisOfDay) {
    return date.toEpochDay() * MILLIS_PER_DAY + millisOfDay;
  }

  private static int offsetThroughout(LocalDate date, ZoneRules rules) {
    LocalDateTime start = date.atStartOfDay();
    if (rules.getValidOffsets(start).size() != 1) {
      return VARIES;
    }
    ZoneOffset offset = rules.getOffset(start);
    Instant first = start.toInstant(offset);
    ZoneOffsetTransition next = rules.isFixedOffset() ? null : rules.nextTransition(first);
    boolean constant = next == null || next.getInstant().isAfter(first.plusMillis(MILLIS_PER_DAY));
    return constant ? offset.getTotalSeconds() * 1_000 : VARIES;
  }
}
