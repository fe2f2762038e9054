package dev.isotherm.jobs.report.html;

import dev.isotherm.model.Average;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The readings of all series by day, as far as windows tell: a reading is of the day on which its
 * window begins. Is mutable, because it is built in a stream.
 */
final class ReadingsByDay {

  /** A day has up to 25 hours, and a window that begins late in it may end on the next one. */
  private static final long LONGEST_DAY_MILLIS = Duration.ofHours(25).toMillis();

  private final ZoneId zone;
  private final int windowsPerReading;
  private final NavigableMap<Long, Long> inWindows = new TreeMap<>();
  private boolean exceedsDay;

  ReadingsByDay(ReportRun run) {
    this.zone = run.zone();
    this.windowsPerReading = run.windowing().windowsPerReading();
  }

  void add(Average average) {
    long start = average.windowStartMillis();
    exceedsDay |= average.windowEndMillis() - start > LONGEST_DAY_MILLIS;
    long day = Instant.ofEpochMilli(start).atZone(zone).toLocalDate().toEpochDay();
    inWindows.merge(day, average.count(), Long::sum);
  }

  /** Whether a window is longer than a day, so that the days of its readings are not known. */
  boolean exceedsDay() {
    return exceedsDay;
  }

  boolean isEmpty() {
    return inWindows.isEmpty();
  }

  LocalDate first() {
    return LocalDate.ofEpochDay(inWindows.firstKey());
  }

  LocalDate last() {
    return LocalDate.ofEpochDay(inWindows.lastKey());
  }

  /** The number of days with readings. */
  int days() {
    return inWindows.size();
  }

  long most() {
    return inWindows.values().stream().mapToLong(this::readings).max().orElse(0);
  }

  /** The number of readings of a day. */
  long on(LocalDate day) {
    return readings(inWindows.getOrDefault(day.toEpochDay(), 0L));
  }

  /** With sliding windows, windows of the day before contain readings of a day, too. */
  private long readings(long counted) {
    return counted / windowsPerReading + (counted % windowsPerReading == 0 ? 0 : 1);
  }

  /** The longest period without readings between two days with readings; empty without one. */
  Gap longestGap() {
    Gap longest = new Gap(0, 0);
    long before = inWindows.firstKey();
    for (long day : inWindows.keySet()) {
      if (day - before - 1 > longest.days) {
        longest = new Gap(before + 1, day - before - 1);
      }
      before = day;
    }
    return longest;
  }

  /** Consecutive days without readings. */
  record Gap(long firstEpochDay, long days) {

    LocalDate first() {
      return LocalDate.ofEpochDay(firstEpochDay);
    }

    LocalDate last() {
      return LocalDate.ofEpochDay(firstEpochDay + days - 1);
    }
  }
}
