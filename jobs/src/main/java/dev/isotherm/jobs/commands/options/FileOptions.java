package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.FileFormat;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.mapping.ParseOptions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files are laid out. */
public final class FileOptions implements Validated {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "json, csv or text (default: by the file's ending; json, jsonl and ndjson mean JSON"
              + " lines, csv and tsv tables, all else text with one number per line).")
  private @Nullable FileFormat format;

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      description = "Columns of tables that have no header line.")
  private List<String> columns = List.of();

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "What separates the cells of a table (default: a comma; in .tsv a tab).")
  private @Nullable Character delimiter;

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

  @Override
  public void check(ValidationErrors errors) {
    if (columns.isEmpty()) {
      return;
    }
    try {
      CsvHeader unused = new CsvHeader(columns, ',');
    } catch (IllegalArgumentException e) {
      errors.add("--columns", String.join(",", columns), e.getMessage());
    }
  }

  /** How far readings may lie ahead; {@code null} if that was not said. */
  public @Nullable Duration maxClockSkew() {
    return maxClockSkew;
  }

  /** The parsers of a run. */
  public FileParsers parsers(ParseOptions options) {
    return new FileParsers(
        options,
        new FileParsers.Layout(format, columns, delimiter, metric, date),
        maxClockSkew == null ? null : new FutureGuard(maxClockSkew));
  }
}
