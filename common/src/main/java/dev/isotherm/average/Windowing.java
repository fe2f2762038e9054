package dev.isotherm.average;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Cuts time into windows that follow each other without a gap: every instant is in exactly one.
 *
 * <p>Instants are milliseconds since the epoch. Not thread-safe: each task has its own copy.
 */
public sealed interface Windowing extends Serializable permits TumblingWindows, CalendarWindows {

  /** The first instant of the window that holds the given one. */
  long startOf(long epochMillis);

  /** The first instant after the window that holds the given one. */
  long endOf(long epochMillis);

  /**
   * Windows of one length, counted from the epoch.
   *
   * @throws IllegalArgumentException if the length is below 1 ms
   */
  static Windowing tumbling(Duration length) {
    return new TumblingWindows(length);
  }

  /** The hours, days, weeks or months of a time zone. */
  static Windowing calendar(CalendarWindows.Unit unit, ZoneId zone) {
    return new CalendarWindows(unit, zone);
  }
}
