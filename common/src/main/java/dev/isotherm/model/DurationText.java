package dev.isotherm.model;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users write them: {@code 250ms}, {@code 5s}, {@code 1min}, {@code 1h}, {@code 1d}.
 */
public final class DurationText {

  /** The longest duration in a rule. */
  public static final Duration LONGEST = Duration.ofDays(3_660);

  private static final Pattern FORM = Pattern.compile("([+-]?\\d+) ?([A-Za-z]*)");

  private DurationText() {}

  /**
   * Reads a duration. A day has 24 hours.
   *
   * @throws IllegalArgumentException if the text is no duration, or if the milliseconds exceed a
   *     {@code long}; the message says what is allowed
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw notADuration();
    }
    try {
      long amount = Long.parseLong(form.group(1));
      Duration duration =
          switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw notADuration();
          };
      // Fails here if the milliseconds exceed a long, not later.
      return Duration.ofMillis(duration.toMillis());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("is too long to be counted in milliseconds");
    }
  }

  /**
   * Reads a duration that must have a minimum length.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}, or if the duration is shorter
   */
  public static Duration parse(String text, Duration minimum) {
    Duration duration = parse(text);
    if (duration.compareTo(minimum) < 0) {
      throw new IllegalArgumentException("must be at least " + minimum.toMillis() + " ms");
    }
    return duration;
  }

  private static IllegalArgumentException notADuration() {
    return new IllegalArgumentException(
        "must be a whole number with ms, s, min, h or d, such as 250ms, 5s, 1min, 1h or 1d");
  }

  /** Writes a duration so that {@link #parse(String)} reads it back, in the largest exact unit. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "min";
    }
    return seconds % 86_400 != 0 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  /**
   * Writes a duration for people: rounded to a whole number of the largest unit in which it is at
   * least 2, and in milliseconds below 10 s. A year has 365 days. Example: {@code 213 days}.
   *
   * @param duration not negative
   */
  public static String rounded(Duration duration) {
    double seconds = duration.getSeconds() + duration.getNano() / 1e9;
    if (seconds < 10) {
      return Math.round(seconds * 1_000) + " ms";
    }
    if (seconds < 2 * 60) {
      return Math.round(seconds) + " s";
    }
    if (seconds < 2 * 3_600) {
      return Math.round(seconds / 60) + " min";
    }
    double days = seconds / 86_400;
    if (days < 2) {
      return Math.round(seconds / 3_600) + " h";
    }
    return days < 2 * 365 ? Math.round(days) + " days" : Math.round(days / 365) + " years";
  }

  /**
   * Checks a duration that a user gave: whole milliseconds, and at most {@link #LONGEST}.
   *
   * @throws InvalidFieldException if it is not
   */
  public static void require(String field, Duration duration, long leastMillis) {
    Objects.requireNonNull(duration, field);
    if (duration.compareTo(LONGEST) > 0
        || duration.toMillis() < leastMillis
        || duration.toNanosPart() % 1_000_000 != 0) {
      throw new InvalidFieldException(
          field,
          duration.toNanosPart() % 1_000_000 == 0 ? format(duration) : duration,
          "must be whole milliseconds, from " + leastMillis + " to " + LONGEST.toDays() + " days");
    }
  }
}
