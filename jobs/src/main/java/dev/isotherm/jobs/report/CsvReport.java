package dev.isotherm.jobs.report;

import static java.util.stream.Collectors.joining;

import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints averages as CSV with the fields, instants and numbers of {@link JsonLinesWriter}. Lines
 * end with a line feed.
 *
 * <p>A name that a spreadsheet would evaluate as a formula gets an apostrophe as prefix.
 */
public final class CsvReport {
  private static final String HEADER =
      "sensor_id,metric,window_start,window_end,count,sum,mean,min,max,stddev,revision";

  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final Appendable out;
  private final ExtraColumns extra;

  /**
   * Writes the header.
   *
   * @param extra columns after the others
   */
  public CsvReport(Appendable out, ExtraColumns extra) throws IOException {
    this.out = out;
    this.extra = extra;
    out.append(HEADER);
    for (String name : extra.names()) {
      out.append(',').append(name);
    }
    out.append('\n');
  }

  /** Writes one row. */
  public void print(Average average) throws IOException {
    List<String> cells =
        new ArrayList<>(
            List.of(
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
                Integer.toString(average.revision())));
    cells.addAll(extra.cells(average, JsonLinesWriter::number));
    out.append(cells.stream().map(CsvReport::quoted).collect(joining(",", "", "\n")));
  }

  private static String escapedFormula(String name) {
    return !name.isEmpty() && FORMULA_STARTS.indexOf(name.charAt(0)) >= 0 ? "'" + name : name;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
