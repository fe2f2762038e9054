package dev.isotherm.parse.csv;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.FastCsvParser;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.ValidatingParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.time.TimestampParser;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the rows of one table. Every column other than timestamp and sensor is a metric where it
 * holds a number (or those columns that the options name); an empty cell is the absence of a value.
 *
 * <p>A row is accepted or rejected as a whole. Where several things are wrong, the reason is the
 * first of: {@code TOO_LARGE}, {@code EMPTY}, {@code BAD_ROW}, and then as {@link ReadingsBuilder}
 * orders them. A carriage return is not part of a row: the caller strips line ends.
 */
public final class CsvRowParser extends ValidatingParser {

  private final CsvHeader header;
  private final ParseOptions options;
  private final TimestampParser timestamps;
  private final DecimalNumber number = new DecimalNumber();
  private final ReadingsBuilder draft = new ReadingsBuilder();
  private final CsvCells cells;
  private final int timestampColumn;
  private final int sensorColumn;
  private final int[] metricColumns;

  /** Makes a parser for one file. */
  public CsvRowParser(CsvHeader header, ParseOptions options) {
    this(header, options, FastCsvParser.of(header.columns(), header.delimiter(), options));
  }

  public CsvRowParser(CsvHeader header, ParseOptions options, FastPathParser plain) {
    super(options.maxMessageBytes(), plain);
    this.header = header;
    this.options = options;
    this.timestamps = new TimestampParser(options.zone());
    this.cells = new CsvCells(header.delimiter());
    List<String> columns = header.columns();
    this.timestampColumn = columns.indexOf(options.timestampField());
    this.sensorColumn = columns.indexOf(options.sensorField());
    this.metricColumns =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).isBlank() && options.measures(columns.get(i)))
            .toArray();
  }

  @Override
  public Parsed read(byte[] bytes, int offset, int length) {
    try {
      cells.split(bytes, offset, length);
    } catch (ParseException e) {
      return new Rejected(RejectionReason.BAD_ROW, "the row " + e.getMessage());
    }
    int columns = header.columns().size();
    if (cells.count() != columns) {
      return new Rejected(
          RejectionReason.BAD_ROW,
          "the row has " + cells.count() + " cells; the header has " + columns);
    }
    draft.clear();
    if (has(timestampColumn, options.timestampField(), RejectionReason.NO_TIMESTAMP)) {
      timestamp();
    }
    if (has(sensorColumn, options.sensorField(), RejectionReason.NO_SENSOR)) {
      draft.sensor(options.sensorField(), cells.text(sensorColumn));
    }
    int firstIgnored = -1;
    for (int column : metricColumns) {
      if (cells.length(column) > 0 && !metric(column) && firstIgnored < 0) {
        firstIgnored = column;
      }
    }
    if (draft.isBare()) {
      draft.reject(RejectionReason.NO_METRIC, nothingMeasured(firstIgnored));
    }
    return draft.finish();
  }

  private boolean has(int column, String field, RejectionReason otherwise) {
    if (column < 0) {
      String columns = Excerpt.plain(String.join(", ", header.columns()));
      draft.reject(
          otherwise, "there is no column " + Excerpt.plain(field) + "; there are " + columns);
      return false;
    }
    if (cells.length(column) == 0) {
      draft.reject(otherwise, Excerpt.plain(field) + " is empty");
      return false;
    }
    return true;
  }

  private void timestamp() {
    int start = cells.start(timestampColumn);
    int length = cells.length(timestampColumn);
    try {
      draft.timestamp(timestamps.parse(cells.bytes(), start, length));
    } catch (ParseException e) {
      String text = Excerpt.quoted(cells.bytes(), start, length);
      draft.reject(
          RejectionReason.BAD_TIMESTAMP,
          Excerpt.plain(options.timestampField()) + " " + text + " " + e.getMessage());
    }
  }

  /** Takes in a cell that is not empty; {@code false} where it is ignored. */
  private boolean metric(int column) {
    switch (number.read(cells.bytes(), cells.start(column), cells.length(column))) {
      case FINITE -> draft.measure(header.columns().get(column), number.value());
      case NOT_FINITE ->
          draft.reject(
              RejectionReason.NOT_FINITE, described(column) + "; a finite number is required");
      case NOT_A_NUMBER -> {
        if (options.metrics().isEmpty()) {
          return false;
        }
        draft.reject(
            RejectionReason.NOT_A_NUMBER, described(column) + "; a decimal number is required");
      }
    }
    return true;
  }

  private String nothingMeasured(int firstIgnored) {
    if (metricColumns.length == 0) {
      return options.metrics().isEmpty()
          ? "the header names no column to measure"
          : "there is no column " + Excerpt.plain(String.join(", ", options.metrics()));
    }
    return firstIgnored < 0
        ? "no number; " + Excerpt.plain(header.columns().get(metricColumns[0])) + " is empty"
        : "no number; " + described(firstIgnored);
  }

  private String described(int column) {
    return Excerpt.plain(header.columns().get(column))
        + " is "
        + Excerpt.quoted(cells.bytes(), cells.start(column), cells.length(column));
  }
}
