package dev.isotherm.jobs.rules;

import dev.isotherm.jobs.cli.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Durations of rule files: as on the command line, and {@code m} for minutes, too. */
final class RuleDurations {

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
  static Duration read(String text) {
    try {
      return new DurationConverter.OrZero().convert(text.endsWith("m") ? text + "in" : text);
    } catch (TypeConversionException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }
}
