package dev.isotherm.jobs.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code 250ms}, {@code 5s}, {@code 1min}, {@code 1h}, {@code 1d} (24 hours). This one takes
 * at least one millisecond; {@link OrZero} also takes zero, {@link Signed} whatever there is.
 */
public class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([+-]?\\d+) ?([A-Za-z]*)");

  private final Duration least;

  /** Used by picocli. */
  public DurationConverter() {
    this(Duration.ofMillis(1));
  }

  private DurationConverter(Duration least) {
    this.least = least;
  }

  /** Zero is allowed too, for what can be switched off. */
  public static final class OrZero extends DurationConverter {
    public OrZero() {
      super(Duration.ZERO);
    }
  }

  /** Zero and negative durations are allowed too. */
  public static final class Signed extends DurationConverter {
    public Signed() {
      super(null);
    }
  }

  @Override
  public final Duration convert(String text) {
    Duration duration = read(text);
    if (least != null && duration.compareTo(least) < 0) {
      throw new TypeConversionException("must be at least " + least.toMillis() + " ms");
    }
    return duration;
  }

  private static Duration read(String text) {
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
      // What cannot be counted in milliseconds is refused here, not later.
      return Duration.ofMillis(duration.toMillis());
    } catch (ArithmeticException | NumberFormatException tooLong) {
      throw new TypeConversionException("is too long to be counted in milliseconds");
    }
  }

  private static TypeConversionException notADuration() {
    return new TypeConversionException(
        "must be a whole number with ms, s, min, h or d, such as 250ms, 5s, 1min, 1h or 1d");
  }

  /** Writes a duration as this reads it, in the largest unit that loses nothing. */
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
}
