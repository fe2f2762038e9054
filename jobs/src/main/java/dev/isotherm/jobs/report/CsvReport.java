package dev.isotherm.jobs.report;

import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLines;
import java.io.IOException;
import java.util.StringJoiner;

/**
 * Prints averages as CSV with the fields, instants and numbers of {@link JsonLines}. Lines end with
 * a line feed.
 *
 * <p>A name that a spreadsheet would evaluate as a formula gets an apostrophe as prefix.
 */
public final class CsvReport {
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final Appendable out;

  /** Writes the header. */
  public CsvReport(Appendable out) throws IOException {
    this.out = out;
    line(
        "sensor_id",
        "metric",
        "window_start",
        "window_end",
        "count",
        "sum",
        "mean",
        "min",
        "max",
        "stddev",
        "revision");
  }

  /** Writes one row. */
  public void print(Average average) throws IOException {
    line(
        escapedFormula(average.series().sensorId()),
        escapedFormula(average.series().metric()),
        JsonLines.instant(average.windowStartMillis()),
        JsonLines.instant(average.windowEndMillis()),
        Long.toString(average.count()),
        JsonLines.number(average.sum()),
        JsonLines.number(average.mean()),
        JsonLines.number(average.min()),
        JsonLines.number(average.max()),
        JsonLines.number(average.stddev()),
        Integer.toString(average.revision()));
  }

  private void line(String... cells) throws IOException {
    StringJoiner row = new StringJoiner(",", "", "\n");
    for (String cell : cells) {
      row.add(quoted(cell));
    }
    out.append(row.toString());
  }

  private static String escapedFormula(String name) {
    return !name.isEmpty() && FORMULA_STARTS.indexOf(name.charAt(0)) >= 0 ? "'" + name : name;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
