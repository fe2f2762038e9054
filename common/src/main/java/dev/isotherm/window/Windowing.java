package dev.isotherm.window;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Assigns windows to readings by their instant alone.
 *
 * <p>An instant is in {@link #windowsPerReading()} windows. The one that ends first lasts from
 * {@link #startOf} to {@link #endOf}; each further one starts {@link #slideMillis()} later.
 *
 * <p>Instants are milliseconds since the epoch. Not thread-safe: each task has its own copy.
 */
public sealed interface Windowing extends Serializable
    permits FixedWindows, CalendarWindows, SessionWindows {

  /** Largest sliding window and largest session gap, so that no bound overflows. */
  Duration MAX_SIZE = Duration.ofDays(36_500);

  /** Largest number of windows that a reading may be in. */
  int MAX_WINDOWS_PER_READING = 10_000;

  /** Returns the first instant of the earliest window that contains the given instant. */
  long startOf(long epochMillis);

  /** Returns the first instant after the earliest window that contains the given instant. */
  long endOf(long epochMillis);

  /** Returns the number of windows that contain an instant. */
  default int windowsPerReading() {
    return 1;
  }

  /** Returns the distance between window starts; 0 for calendar and session windows. */
  default long slideMillis() {
    return 0;
  }

  /** Returns the first instant after all windows that contain the given instant. */
  default long lastEndOf(long epochMillis) {
    return endOf(epochMillis) + (windowsPerReading() - 1) * slideMillis();
  }

  /**
   * Returns the zone whose days these windows follow; {@code null} if they follow no days of a
   * calendar.
   */
  default @Nullable ZoneId zoneOfDays() {
    return null;
  }

  /** Returns whether there is a window with these bounds. */
  default boolean isWindow(long startMillis, long endMillis) {
    long last = startOf(startMillis) + (windowsPerReading() - 1) * slideMillis();
    return startMillis == last && endMillis == lastEndOf(startMillis);
  }

  /**
   * Creates windows of one size, counted from the epoch.
   *
   * @throws IllegalArgumentException if the size is below 1 ms
   */
  static Windowing tumbling(Duration size) {
    return FixedWindows.tumbling(size);
  }

  /** Creates windows of the hours, days, weeks or months of a time zone. */
  static Windowing calendar(CalendarWindows.Unit unit, ZoneId zone) {
    return new CalendarWindows(unit, zone);
  }

  /**
   * Creates windows of one size that begin one slide after another, counted from the epoch.
   *
   * @throws IllegalArgumentException if the slide is below 1 ms, or if the size is not a whole
   *     multiple of the slide, at most {@value #MAX_WINDOWS_PER_READING} times as long, or is
   *     larger than {@link #MAX_SIZE}
   */
  static Windowing sliding(Duration size, Duration slide) {
    return FixedWindows.sliding(size, slide);
  }

  /**
   * Creates session windows.
   *
   * @throws IllegalArgumentException if the gap is below 1 ms or larger than {@link #MAX_SIZE}
   */
  static Windowing sessions(Duration gap) {
    return new SessionWindows(gap);
  }
}
