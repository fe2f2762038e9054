package dev.isotherm.jobs.report;

import static java.util.stream.Collectors.joining;

import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Prints averages as CSV with the fields, instants and numbers of {@link JsonLinesWriter}. Lines
 * end with a line feed.
 *
 * <p>A name that a spreadsheet would evaluate as a formula gets an apostrophe as prefix.
 */
public final class CsvReport {
  private static final String HEADER =
      "sensor_id,metric,window_start,window_end,count,sum,mean,min,max,stddev,revision\n";

  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final Appendable out;

  /** Writes the header. */
  public CsvReport(Appendable out) throws IOException {
    this.out = out;
    out.append(HEADER);
  }

  /** Writes one row. */
  public void print(Average average) throws IOException {
    String[] cells = {
      escapedFormula(average.series().sensorId()),
      escapedFormula(average.series().metric()),
      JsonLinesWriter.instant(average.windowStartMillis()),
      JsonLinesWriter.instant(average.windowEndMillis()),
      Long.toString(average.count()),
      JsonLinesWriter.number(average.sum()),
      JsonLinesWriter.number(average.mean()),
      JsonLinesWriter.number(average.min()),
      JsonLinesWriter.number(average.max()),
      JsonLinesWriter.number(average.stddev()),
      Integer.toString(average.revision())
    };
    out.append(Arrays.stream(cells).map(CsvReport::quoted).collect(joining(",", "", "\n")));
  }

  private static String escapedFormula(String name) {
    return !name.isEmpty() && FORMULA_STARTS.indexOf(name.charAt(0)) >= 0 ? "'" + name : name;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
