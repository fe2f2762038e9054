package dev.isotherm.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users write them: {@code 250ms}, {@code 5s}, {@code 1min}, {@code 1h30min}, {@code
 * 1d}, {@code 1w}.
 */
public final class DurationText {

  /** The longest duration in a rule. */
  public static final Duration LONGEST = Duration.ofDays(3_660);

  private static final Pattern PART = Pattern.compile(" ?(\\d+) ?(w|d|h|min|m|s|ms)(?![a-z])");

  /** From the longest to the shortest, as they follow each other in a sum. */
  private static final List<String> UNITS = List.of("w", "d", "h", "min", "s", "ms");

  private static final long[] MILLIS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

  private DurationText() {}

  /**
   * Reads a duration, such as {@code 5min} or the sum {@code 1h30min}. A day has 24 hours, and a
   * week 7 days. A sign may stand before it.
   *
   * @throws IllegalArgumentException if the text is no duration, or if the milliseconds exceed a
   *     {@code long}; the message says what is allowed
   */
  public static Duration parse(String text) {
    boolean hasSign = text.startsWith("-") || text.startsWith("+");
    String sum = hasSign ? text.substring(1) : text;
    if (sum.isEmpty() || sum.startsWith(" ")) {
      throw notADuration();
    }
    try {
      long millis = millisOf(sum);
      return Duration.ofMillis(text.startsWith("-") ? -millis : millis);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("is too long to be counted in milliseconds");
    }
  }

  private static long millisOf(String sum) {
    Matcher part = PART.matcher(sum);
    long millis = 0;
    int lastUnit = -1;
    for (int start = 0; start < sum.length(); start = part.end()) {
      part.region(start, sum.length());
      int unit =
          part.lookingAt() ? UNITS.indexOf(part.group(2).equals("m") ? "min" : part.group(2)) : -1;
      if (unit <= lastUnit) {
        throw notADuration();
      }
      lastUnit = unit;
      long amount = Long.parseLong(part.group(1));
      millis = Math.addExact(millis, Math.multiplyExact(amount, MILLIS[unit]));
    }
    return millis;
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
        "must be whole numbers with ms, s, min, h, d or w, such as 250ms, 5s, 1h30min or 1d");
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
   * Writes a duration for people, as a sum without weeks: {@code 11min30s}. {@link #parse(String)}
   * reads it back.
   *
   * @param duration not negative
   */
  public static String sum(Duration duration) {
    StringBuilder sum = new StringBuilder();
    long rest = duration.toMillis();
    for (int unit = UNITS.indexOf("d"); unit < UNITS.size(); unit++) {
      if (rest >= MILLIS[unit]) {
        sum.append(rest / MILLIS[unit]).append(UNITS.get(unit));
        rest %= MILLIS[unit];
      }
    }
    return sum.isEmpty() ? format(duration) : sum.toString();
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
