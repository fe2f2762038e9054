package dev.isotherm.parse.csv;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.FastCsvParser;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.FieldRole;
import dev.isotherm.parse.mapping.JoinCheck;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.NumberStyle;
import dev.isotherm.parse.time.TimestampParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Parses the rows of one table. Every column other than timestamp and sensor is a metric if its
 * cell is a number, or only the columns that the options name. A cell of a metric that is no finite
 * number is left out; the others of the row count.
 *
 * <p>A row without a number is rejected. If several things are wrong, the reason is the first of
 * {@code TOO_LARGE}, {@code EMPTY}, {@code BAD_ROW}, and then in the order of {@link
 * ReadingsBuilder}. The caller strips line ends, carriage returns among them.
 */
public final class CsvRowParser extends MessageParser {

  /** Stands for bytes that are not UTF-8. */
  static final char INVALID = '\uFFFD';

  private final CsvHeader header;
  private final ParseOptions options;
  private final TimestampParser timestamps;
  private final DecimalNumber number;
  private final ReadingsBuilder readings = new ReadingsBuilder();
  private final CsvCells cells;
  private final JoinedCells instants;
  private final JoinedCells sensors;

  /** Of the long layout only. */
  private final @Nullable JoinedCells metricNames;

  private final @Nullable JoinedCells metricValues;
  private final int[] metricColumns;
  private final FlagCells flags;

  private @Nullable String fixedSensor;
  private @Nullable String firstIgnored;
  private @Nullable String firstIgnoredCell;
  private @Nullable String firstAbsent;
  private @Nullable String firstAbsentCell;

  /** Makes a parser for one file. */
  public CsvRowParser(CsvHeader header, ParseOptions options) {
    this(header, options, NumberStyle.PLAIN);
  }

  /** Makes a parser for one file whose numbers are written in another style. */
  public CsvRowParser(CsvHeader header, ParseOptions options, NumberStyle style) {
    super(
        options.maxMessageBytes(),
        options.sensor().isColumn()
            ? FastPathParser.NONE
            : FastCsvParser.of(header.columns(), header.delimiter(), style, options));
    this.number = new DecimalNumber(style);
    this.header = header;
    this.options = options;
    this.timestamps = new TimestampParser(options.instants());
    this.cells = new CsvCells(header.delimiter());
    List<String> columns = header.columns();
    this.instants =
        new JoinedCells(
            header, options.timestamp(), " ", RejectionReason.NO_TIMESTAMP, JoinCheck.NONE);
    this.sensors =
        new JoinedCells(
            header,
            options.sensor().fields(),
            SensorSource.SEPARATOR,
            RejectionReason.NO_SENSOR,
            options.sensor()::joinError);
    LongLayout layout = options.longLayout();
    this.metricNames = layout == null ? null : metricCell(layout.metricField());
    this.metricValues = layout == null ? null : metricCell(layout.valueField());
    this.metricColumns =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).isBlank())
            .filter(i -> options.roleOf(columns.get(i)) == FieldRole.METRIC)
            .toArray();
    this.flags = new FlagCells(header, options, number, readings);
  }

  private JoinedCells metricCell(String field) {
    return new JoinedCells(
        header, FieldList.of(field), "", RejectionReason.NO_METRIC, JoinCheck.NONE);
  }

  @Override
  public void fixSensor(String name) {
    super.fixSensor(name);
    fixedSensor = name;
  }

  @Override
  public boolean hasReadLocalTimes() {
    return super.hasReadLocalTimes() || timestamps.hasReadLocalTimes();
  }

  @Override
  protected Parsed read(byte[] bytes, int offset, int length) {
    List<String> row;
    try {
      row = cells.split(bytes, offset, length);
    } catch (ParseException e) {
      return new Rejected(RejectionReason.BAD_ROW, "the row " + e.getMessage());
    }
    if (!fits(row)) {
      return new Rejected(
          RejectionReason.BAD_ROW,
          "the row has " + row.size() + " cells; the header has " + header.columns().size());
    }
    if (!cells.isWellFormed() && (isInvalid(row, sensors) || isInvalid(row, metricNames))) {
      return new Rejected(RejectionReason.BAD_ROW, "the row is not UTF-8 text");
    }
    readings.clear();
    String instant = instants.joined(row, readings);
    if (instant != null) {
      timestamp(instant);
    }
    if (options.sensor().isColumn()) {
      readings.namesAreSensors(options.sensor().name());
    } else if (options.sensor().isOutside()) {
      readings.sensor(fixedSensor);
    } else {
      String sensor = sensors.joined(row, readings);
      if (sensor != null) {
        readings.sensor(options.sensor().name(), sensor);
      }
    }
    firstIgnored = null;
    firstAbsent = null;
    flags.read(row, cells.isWellFormed());
    if (options.longLayout() == null) {
      for (int column : metricColumns) {
        metric(header.columns().get(column), row.get(column));
      }
    } else {
      namedMetric(row, options.longLayout());
    }
    if (readings.isEmpty()) {
      readings.reject(RejectionReason.NO_METRIC, nothingMeasured());
    }
    return readings.finish();
  }

  /**
   * An empty cell behind the last column is no fault, nor a missing one of a column without name.
   */
  private boolean fits(List<String> row) {
    List<String> columns = header.columns();
    if (row.size() > columns.size()) {
      return row.size() == columns.size() + 1 && row.get(columns.size()).isEmpty();
    }
    return columns.subList(row.size(), columns.size()).stream().allMatch(String::isBlank);
  }

  private static boolean isInvalid(List<String> row, @Nullable JoinedCells fields) {
    return fields != null
        && Arrays.stream(fields.columns())
            .anyMatch(column -> column >= 0 && row.get(column).indexOf(INVALID) >= 0);
  }

  private void timestamp(String cell) {
    try {
      readings.timestamp(timestamps.parse(cell));
      if (timestamps.isRepeated()) {
        readings.repeated(options.timestampField(), cell, timestamps.laterMillis());
      }
    } catch (ParseException e) {
      readings.reject(
          RejectionReason.BAD_TIMESTAMP,
          described(options.timestampField(), "", cell) + " " + e.getMessage());
    }
  }

  private void namedMetric(List<String> row, LongLayout layout) {
    String name = metricNames.joined(row, readings);
    String value = name == null ? null : metricValues.joined(row, readings);
    if (value == null) {
      return;
    }
    if (options.flags().of(name) != null) {
      flags.readNamed(name, value, cells.isWellFormed());
    } else if (options.metrics().nameOf(name) == null) {
      readings.noneAskedFor();
    } else if (readings.checkMetric(layout.metricField(), name)) {
      metric(name, value);
    }
  }

  private void metric(String column, String cell) {
    if (cell.isEmpty()) {
      readings.leaveOut(column, LeftOutReason.EMPTY, cell);
      return;
    }
    byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
    switch (number.read(bytes, 0, bytes.length)) {
      case FINITE -> {
        if (options.absent().contains(number.value())) {
          absent(column, cell);
        } else {
          flags.measure(column, options.metrics().nameOf(column), cell, number.value());
        }
      }
      case NOT_FINITE -> {
        readings.leaveOut(column, LeftOutReason.NOT_FINITE, cell);
        readings.rejectIfEmpty(
            RejectionReason.NOT_FINITE,
            described(column, "is ", cell) + "; a finite number is required");
      }
      case NOT_A_NUMBER -> noNumber(column, cell);
    }
  }

  private void absent(String column, String cell) {
    readings.leaveOut(column, LeftOutReason.ABSENT, cell);
    if (firstAbsent == null) {
      firstAbsent = column;
      firstAbsentCell = cell;
    }
  }

  private void noNumber(String column, String cell) {
    if (options.absent().contains(cell)) {
      absent(column, cell);
      return;
    }
    OptionalDouble stated = options.texts().numberOf(cell, number);
    if (stated.isPresent()) {
      flags.measure(column, options.metrics().nameOf(column), cell, stated.getAsDouble());
      return;
    }
    readings.leaveOut(column, LeftOutReason.NOT_A_NUMBER, cell);
    if (options.metrics().isEmpty() && firstIgnored == null) {
      firstIgnored = column;
      firstIgnoredCell = cell;
    }
    if (!options.metrics().isEmpty()) {
      readings.rejectIfEmpty(
          RejectionReason.NOT_A_NUMBER,
          described(column, "is ", cell) + "; a decimal number is required");
    }
  }

  private String nothingMeasured() {
    if (firstIgnored != null) {
      return "no number; " + described(firstIgnored, "is ", firstIgnoredCell);
    }
    if (firstAbsent != null) {
      return "no number; "
          + described(firstAbsent, "is ", firstAbsentCell)
          + ", which stands for a missing value (--absent)";
    }
    if (metricColumns.length > 0) {
      return "no number; " + Excerpt.plain(header.columns().get(metricColumns[0])) + " is empty";
    }
    if (!flags.columns().isEmpty()) {
      return "no number; " + Excerpt.plain(flags.columns().get(0)) + " has no text";
    }
    return options.metrics().isEmpty()
        ? "the header names no column to measure"
        : "there is no column " + Excerpt.plain(options.metrics().toString());
  }

  private static String described(String column, String verb, String cell) {
    return Excerpt.plain(column) + " " + verb + Excerpt.quoted(cell);
  }
}
