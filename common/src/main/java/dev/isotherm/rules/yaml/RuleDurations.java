package dev.isotherm.rules.yaml;

import dev.isotherm.model.DurationText;
import java.time.Duration;

/** Durations of rule files: as on the command line, and {@code m} for minutes, too. */
public final class RuleDurations {

  /** What is allowed, in words. */
  static final String FORM =
      "a whole number with ms, s, m (or min), h or d, such as 250ms, 30s, 5m, 1h or 1d";

  private RuleDurations() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none, or negative, or too long to be counted in
   *     milliseconds
   */
  public static Duration read(String text) {
    return DurationText.parse(text.endsWith("m") ? text + "in" : text, Duration.ZERO);
  }
}
