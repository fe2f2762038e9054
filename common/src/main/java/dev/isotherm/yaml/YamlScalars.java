package dev.isotherm.yaml;

import dev.isotherm.model.DurationText;
import java.time.Duration;
import java.util.regex.Pattern;

/** The forms of numbers and durations in YAML. */
public final class YamlScalars {

  /** What a duration must be. */
  public static final String DURATION_FORM =
      "a whole number with ms, s, m (or min), h or d, such as 250ms, 30s, 5m, 1h or 1d";

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private YamlScalars() {}

  /**
   * Parses a duration as on the command line; minutes may be written as {@code m}, too.
   *
   * @throws IllegalArgumentException if the text is not a duration, or is negative, or too long to
   *     be counted in milliseconds
   */
  public static Duration parseDuration(String text) {
    return DurationText.parse(text.endsWith("m") ? text + "in" : text, Duration.ZERO);
  }

  /**
   * Parses a decimal number.
   *
   * @throws IllegalArgumentException if the text is not a number, or exceeds a double
   */
  public static double finite(String text) {
    if (!NUMBER.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(text);
  }
}
