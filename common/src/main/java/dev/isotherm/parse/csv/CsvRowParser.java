package dev.isotherm.parse.csv;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.FastCsvParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.FieldRole;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.time.TimestampParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parses the rows of one table. Every column other than timestamp and sensor is a metric if its
 * cell is a number, or only the columns that the options name. An empty cell is an absent value.
 *
 * <p>A row is accepted or rejected as a whole. If several things are wrong, the reason is the first
 * of {@code TOO_LARGE}, {@code EMPTY}, {@code BAD_ROW}, and then in the order of {@link
 * ReadingsBuilder}. The caller strips line ends, carriage returns among them.
 */
public final class CsvRowParser extends MessageParser {

  private final CsvHeader header;
  private final ParseOptions options;
  private final TimestampParser timestamps;
  private final DecimalNumber number = new DecimalNumber();
  private final ReadingsBuilder readings = new ReadingsBuilder();
  private final CsvCells cells;
  private final int timestampColumn;
  private final int sensorColumn;
  private final int[] metricColumns;

  /** Makes a parser for one file. */
  public CsvRowParser(CsvHeader header, ParseOptions options) {
    super(
        options.maxMessageBytes(), FastCsvParser.of(header.columns(), header.delimiter(), options));
    this.header = header;
    this.options = options;
    this.timestamps = new TimestampParser(options.zone());
    this.cells = new CsvCells(header.delimiter());
    List<String> columns = header.columns();
    this.timestampColumn = columns.indexOf(options.timestampField());
    this.sensorColumn = columns.indexOf(options.sensorField());
    this.metricColumns =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).isBlank())
            .filter(i -> options.roleOf(columns.get(i)) == FieldRole.METRIC)
            .toArray();
  }

  @Override
  protected Parsed read(byte[] bytes, int offset, int length) {
    List<String> row;
    try {
      row = cells.split(bytes, offset, length);
    } catch (ParseException e) {
      return new Rejected(RejectionReason.BAD_ROW, "the row " + e.getMessage());
    }
    int columns = header.columns().size();
    if (row.size() != columns) {
      return new Rejected(
          RejectionReason.BAD_ROW,
          "the row has " + row.size() + " cells; the header has " + columns);
    }
    readings.clear();
    if (has(row, timestampColumn, options.timestampField(), RejectionReason.NO_TIMESTAMP)) {
      timestamp(row.get(timestampColumn));
    }
    if (has(row, sensorColumn, options.sensorField(), RejectionReason.NO_SENSOR)) {
      readings.sensor(options.sensorField(), row.get(sensorColumn));
    }
    int firstIgnored = -1;
    for (int column : metricColumns) {
      String cell = row.get(column);
      if (!cell.isEmpty() && !metric(column, cell) && firstIgnored < 0) {
        firstIgnored = column;
      }
    }
    if (readings.isEmpty()) {
      readings.reject(RejectionReason.NO_METRIC, nothingMeasured(row, firstIgnored));
    }
    return readings.finish();
  }

  private boolean has(List<String> row, int column, String field, RejectionReason otherwise) {
    if (column < 0) {
      String columns = Excerpt.plain(String.join(", ", header.columns()));
      readings.reject(
          otherwise, "there is no column " + Excerpt.plain(field) + "; there are " + columns);
      return false;
    }
    if (row.get(column).isEmpty()) {
      readings.reject(otherwise, Excerpt.plain(field) + " is empty");
      return false;
    }
    return true;
  }

  private void timestamp(String cell) {
    try {
      readings.timestamp(timestamps.parse(cell));
    } catch (ParseException e) {
      readings.reject(
          RejectionReason.BAD_TIMESTAMP,
          described(timestampColumn, "", cell) + " " + e.getMessage());
    }
  }

  /** Adds a cell that is not empty; returns {@code false} if it is ignored. */
  private boolean metric(int column, String cell) {
    byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
    switch (number.read(bytes, 0, bytes.length)) {
      case FINITE -> readings.measure(header.columns().get(column), number.value());
      case NOT_FINITE ->
          readings.reject(
              RejectionReason.NOT_FINITE,
              described(column, "is ", cell) + "; a finite number is required");
      case NOT_A_NUMBER -> {
        if (options.metrics().isEmpty()) {
          return false;
        }
        readings.reject(
            RejectionReason.NOT_A_NUMBER,
            described(column, "is ", cell) + "; a decimal number is required");
      }
    }
    return true;
  }

  private String nothingMeasured(List<String> row, int firstIgnored) {
    if (metricColumns.length == 0) {
      return options.metrics().isEmpty()
          ? "the header names no column to measure"
          : "there is no column " + Excerpt.plain(String.join(", ", options.metrics()));
    }
    return firstIgnored < 0
        ? "no number; " + Excerpt.plain(header.columns().get(metricColumns[0])) + " is empty"
        : "no number; " + described(firstIgnored, "is ", row.get(firstIgnored));
  }

  private String described(int column, String verb, String cell) {
    return Excerpt.plain(header.columns().get(column)) + " " + verb + Excerpt.quoted(cell);
  }
}
