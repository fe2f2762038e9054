package dev.isotherm.jobs.report.html;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and durations as a report shows them. */
public final class TimeText {

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private TimeText() {}

  /** Formats an instant in a zone; with its offset if clocks show that time twice. */
  public static String of(long millis, ZoneId zone) {
    ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(zone);
    boolean isTwice = zone.getRules().getValidOffsets(at.toLocalDateTime()).size() > 1;
    return format(at).format(at) + (isTwice ? at.getOffset().getId() : "");
  }

  private static DateTimeFormatter format(ZonedDateTime at) {
    if (at.getNano() != 0) {
      return MILLIS;
    }
    return at.getSecond() == 0 ? MINUTES : SECONDS;
  }

  /** Formats a duration with its two largest units, such as {@code 3 d 4 h}. */
  public static String duration(long millis) {
    Duration duration = Duration.ofMillis(millis);
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (duration.toDays() > 0) {
      return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    if (duration.toMinutes() > 0) {
      return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return duration.toSeconds() + " s";
  }

  private static String two(long large, String unit, int small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
