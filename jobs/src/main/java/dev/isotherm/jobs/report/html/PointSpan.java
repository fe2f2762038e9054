package dev.isotherm.jobs.report.html;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What one point of a chart stands for: a window, or a longer span if there were too many points.
 *
 * @param millis length of a span below a day; 0 for windows and days
 * @param days length of a span in days of the zone; 0 for windows and shorter spans
 */
record PointSpan(long millis, long days, ZoneId zone) {

  /** More points than pixels show nothing more. */
  static final int MAX_POINTS = 400;

  private static final List<Duration> SHORT =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6));
  private static final long[] DAYS = {1, 7, 28, 91, 364, 3_640};

  /**
   * Chooses the shortest span with which a chart has at most {@value #MAX_POINTS} points.
   *
   * @param windows the largest number of windows of a series
   */
  static PointSpan choose(TimeAxis axis, long windows) {
    long length = axis.toMillis() - axis.fromMillis();
    if (windows <= MAX_POINTS) {
      return new PointSpan(0, 0, axis.zone());
    }
    for (Duration span : SHORT) {
      if (length <= span.toMillis() * (MAX_POINTS - 1)) {
        return new PointSpan(span.toMillis(), 0, axis.zone());
      }
    }
    for (long days : DAYS) {
      if (length <= Duration.ofDays(days).toMillis() * (MAX_POINTS - 2)) {
        return new PointSpan(0, days, axis.zone());
      }
    }
    return new PointSpan(0, length / Duration.ofDays(MAX_POINTS).toMillis() + 1, axis.zone());
  }

  boolean isWindow() {
    return millis == 0 && days == 0;
  }

  /** Returns the start of the span that contains an instant. */
  long startOf(long at) {
    if (days == 0) {
      return at - Math.floorMod(at, millis);
    }
    long day = Instant.ofEpochMilli(at).atZone(zone).toLocalDate().toEpochDay();
    return startOfDay(day - Math.floorMod(day, days));
  }

  /** Returns the end of the span that begins at an instant. */
  long endOf(long start) {
    if (days == 0) {
      return start + millis;
    }
    return startOfDay(Instant.ofEpochMilli(start).atZone(zone).toLocalDate().toEpochDay() + days);
  }

  private long startOfDay(long epochDay) {
    return LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** Returns what a point is, in words. */
  String text() {
    if (isWindow()) {
      return "one window";
    }
    if (days == 0) {
      return "all windows that begin within " + TimeText.duration(millis);
    }
    return "all windows that begin within " + (days == 1 ? "a day" : days + " days");
  }
}
