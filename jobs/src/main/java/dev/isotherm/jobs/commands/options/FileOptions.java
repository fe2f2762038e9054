package dev.isotherm.jobs.commands.options;

import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.mapping.ParseOptions;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How files are laid out. */
public final class FileOptions {

  @Mixin private DialectOption dialect;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      defaultValue = "temperature",
      description = "What text files measure (default: ${DEFAULT-VALUE}).")
  private String metric;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "Day of the readings in text files, such as 2025-07-01"
              + " (default: a date in the file's name, else the day the file was last changed).")
  private @Nullable LocalDate date;

  @Option(
      names = "--max-clock-skew",
      paramLabel = "DURATION",
      converter = DurationConverter.OrZero.class,
      description =
          "Reject readings that lie further than this after the last change of their file"
              + " (default: no limit).")
  private @Nullable Duration maxClockSkew;

  /** How far readings may lie ahead; {@code null} if that was not said. */
  public @Nullable Duration maxClockSkew() {
    return maxClockSkew;
  }

  /** What is known of the dialects of files. */
  public DialectOptions dialect() {
    return dialect.options();
  }

  /** The parsers of a run. */
  public FileParsers parsers(ParseOptions options) {
    return new FileParsers(
        options,
        new FileParsers.Layout(dialect(), metric, date),
        maxClockSkew == null ? null : new FutureGuard(maxClockSkew));
  }
}
