package dev.isotherm.rules.yaml;

import dev.isotherm.model.DurationText;
import java.time.Duration;

/**
 * Durations in files of rules: as on the command line; minutes may be written as {@code m}, too.
 */
public final class RuleDurations {

  /** What is allowed, in words. */
  static final String FORM =
      "a whole number with ms, s, m (or min), h or d, such as 250ms, 30s, 5m, 1h or 1d";

  private RuleDurations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the text is not a duration, or is negative, or too long to
   *     be counted in milliseconds
   */
  public static Duration read(String text) {
    return DurationText.parse(text.endsWith("m") ? text + "in" : text, Duration.ZERO);
  }
}
