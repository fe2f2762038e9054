package dev.isotherm.jobs.commands.options;

import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.dialect.DialectOptions;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How files are laid out. */
public final class FileOptions {

  private static final Duration DEFAULT_SKEW = Duration.ofDays(1);
  private static final Duration SKEW_OF_RECORDS = Duration.ofMinutes(1);

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
      converter = DurationConverter.OrNone.class,
      description =
          "Reject readings that lie further than this after the last change of their file, or none"
              + " for no limit, as for forecasts (default: 1d; for an archive of a stream, 1min after"
              + " the timestamp of the Kafka record).")
  private @Nullable Duration maxClockSkew;

  /** How far readings may lie ahead; {@code null} if that was not given. */
  public @Nullable Duration maxClockSkew() {
    return maxClockSkew;
  }

  /** Which readings of an archive of a stream are accepted: those that the stream accepts. */
  public InstantBounds boundsOfRecords(ReadingOptions reading) {
    return reading.boundsOfRecords(maxClockSkew == null ? SKEW_OF_RECORDS : maxClockSkew);
  }

  /** Sets the day of text files, unless one was given. */
  public void defaultDate(LocalDate day) {
    date = date == null ? day : date;
  }

  /** What is known of the dialects of files. */
  public DialectOptions dialect() {
    return dialect.options();
  }

  /** The parsers of a run. */
  public FileParsers parsers(ReadingOptions reading) {
    return new FileParsers(
        reading.options(),
        new FileParsers.Layout(dialect(), metric, date),
        new InstantBounds(
            reading.earliestMillis(),
            maxClockSkew == null ? DEFAULT_SKEW : maxClockSkew,
            InstantBounds.Reference.FILE));
  }
}
