package dev.isotherm.jobs.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Formats a window in local time. */
final class WindowTitle {
  private static final String TO = " \u2013 ";

  private WindowTitle() {}

  /**
   * {@code 2025-07-01 (Europe/Berlin)} for a day, {@code 2025-07-01 – 2025-07-07 (Europe/Berlin)}
   * for several, {@code 2025-07-01 12:00 – 13:00} for a shorter window. If the clocks change within
   * the window, its times include their offsets.
   */
  static String of(long startMillis, long endMillis, ZoneId zone) {
    ZonedDateTime start = Instant.ofEpochMilli(startMillis).atZone(zone);
    ZonedDateTime end = Instant.ofEpochMilli(endMillis).atZone(zone);
    LocalDate first = start.toLocalDate();
    if (isStartOfDay(start) && isStartOfDay(end)) {
      LocalDate last = end.toLocalDate().minusDays(1);
      return first + (first.equals(last) ? "" : TO + last) + " (" + zone + ")";
    }
    boolean clocksChange = !start.getOffset().equals(end.getOffset());
    String from = first + " " + time(start, clocksChange);
    if (!clocksChange && isStartOfDay(end) && end.toLocalDate().equals(first.plusDays(1))) {
      return from + TO + "24:00";
    }
    String endDate = end.toLocalDate().equals(first) ? "" : end.toLocalDate() + " ";
    return from + TO + endDate + time(end, clocksChange);
  }

  private static boolean isStartOfDay(ZonedDateTime at) {
    return at.isEqual(at.toLocalDate().atStartOfDay(at.getZone()));
  }

  private static String time(ZonedDateTime at, boolean withOffset) {
    LocalTime time = at.toLocalTime(); // its text leaves out seconds that are zero
    return withOffset ? time + at.getOffset().getId() : time.toString();
  }
}
