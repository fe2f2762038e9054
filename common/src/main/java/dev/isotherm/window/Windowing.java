package dev.isotherm.window;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Says in which windows a reading is. Which these are depends on its instant alone.
 *
 * <p>There are {@link #windowsPerReading()} of them: that from {@link #startOf} to {@link #endOf}
 * is the one that ends first, and each further one lies {@link #stepMillis()} after its
 * predecessor.
 *
 * <p>Instants are milliseconds since the epoch. Not thread-safe: each task has its own copy.
 */
public sealed interface Windowing extends Serializable
    permits TumblingWindows, CalendarWindows, SlidingWindows, SessionWindows {

  /** The longest sliding window, and the longest gap of a session: no instant is out of reach. */
  Duration LONGEST = Duration.ofDays(36_500);

  /** The most windows that a reading may be in. */
  int MOST_WINDOWS_PER_READING = 10_000;

  /** The first instant of the window that holds the given one and ends first. */
  long startOf(long epochMillis);

  /** The first instant after the window that holds the given one and ends first. */
  long endOf(long epochMillis);

  /** In how many windows each instant is. */
  default int windowsPerReading() {
    return 1;
  }

  /** How far the windows of an instant lie apart; 0 where there is one. */
  default long stepMillis() {
    return 0;
  }

  /** The first instant after all windows that hold the given one. */
  default long lastEndOf(long epochMillis) {
    return endOf(epochMillis) + (windowsPerReading() - 1) * stepMillis();
  }

  /** Whether there is a window with these bounds. */
  default boolean isWindow(long startMillis, long endMillis) {
    long last = startOf(startMillis) + (windowsPerReading() - 1) * stepMillis();
    return startMillis == last && endMillis == lastEndOf(startMillis);
  }

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

  /**
   * Windows of one length that begin one slide after another, counted from the epoch.
   *
   * @throws IllegalArgumentException if the slide is below 1 ms, the length is not a whole multiple
   *     of it, at most {@value #MOST_WINDOWS_PER_READING} times as long, or is beyond {@link
   *     #LONGEST}
   */
  static Windowing sliding(Duration length, Duration slide) {
    return new SlidingWindows(length, slide);
  }

  /**
   * Sessions: readings of a series no further apart than the gap are in one window.
   *
   * @throws IllegalArgumentException if the gap is below 1 ms or beyond {@link #LONGEST}
   */
  static Windowing sessions(Duration gap) {
    return new SessionWindows(gap);
  }
}
