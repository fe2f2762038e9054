package dev.isotherm.parse.fast;

import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.dialect.Delimiters;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.FieldRole;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.NumberStyle;
import dev.isotherm.parse.time.TimestampParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fast path for the rows of a table: printable ASCII without quotation marks and backslashes. It
 * falls back for every row that {@link CsvRowParser} would reject.
 */
public final class FastCsvParser implements FastPathParser {

  private static final long LINE_FEEDS = Swar.repeated((byte) '\n');

  private final byte delimiter;
  private final long delimiters;
  private final String[] names;
  private final FieldRole[] roles;
  private final AbsentValues absent;
  private final boolean hasAbsent;
  private final LeftOutCounts leftOut = new LeftOutCounts();
  private final LeftOutCounts.Field[] leftOutOf;
  private final KnownSensors sensors = new KnownSensors();

  /** The sensor of all messages; {@code null} if it is a field, or not for the fast path. */
  private @Nullable KnownSensor fixedSensor;

  /** Of the long layout only. */
  private final KnownMetricNames metricNames;

  private final @Nullable LongLayout longLayout;
  private final ParseOptions options;
  private final FastTimestamp timestamp;
  private final FastNumber number;

  /**
   * Creates a fast path for one table; {@link #NONE} if the delimiter is a space or a run of
   * blanks, which may also surround cells, a colon, which is part of timestamps, or the decimal
   * mark; and if the texts of several fields are joined, or a column has flags, or their names.
   */
  public static FastPathParser of(
      List<String> columns, char delimiter, NumberStyle style, ParseOptions options) {
    boolean inCells = delimiter == ' ' || delimiter == ':' || delimiter == Delimiters.BLANKS;
    boolean inColumns = columns.stream().anyMatch(options::isOfFlags);
    return inCells || inColumns || delimiter == style.decimalMark() || options.joinsFields()
        ? NONE
        : new FastCsvParser(columns, delimiter, style, options);
  }

  private FastCsvParser(
      List<String> columns, char delimiter, NumberStyle style, ParseOptions options) {
    this.number = new FastNumber(style);
    this.delimiter = (byte) delimiter;
    this.delimiters = Swar.repeated((byte) delimiter);
    this.absent = options.absent();
    this.hasAbsent = !absent.isEmpty();
    this.options = options;
    this.longLayout = options.longLayout();
    this.metricNames = new KnownMetricNames(options);
    this.names = columns.stream().map(options.metrics()::nameOf).toArray(String[]::new);
    this.roles =
        columns.stream()
            .map(name -> name.isBlank() ? FieldRole.IGNORED : options.roleOf(name))
            .toArray(FieldRole[]::new);
    this.leftOutOf = columns.stream().map(leftOut::field).toArray(LeftOutCounts.Field[]::new);
    this.timestamp = new FastTimestamp(new TimestampParser(options.instants()));
  }

  @Override
  public int read(byte[] bytes, int from, int limit, FastMessage into) {
    into.start(fixedSensor);
    if (longLayout != null) {
      metricNames.clear();
    }
    int last = roles.length - 1;
    int i = from;
    for (int column = 0; ; column++) {
      i = cell(column, bytes, skipBlanks(bytes, i, limit), limit, into);
      if (i == FALLBACK || i > limit) {
        return FALLBACK;
      }
      i = skipBlanks(bytes, i, limit);
      if (column == last) {
        boolean named = longLayout == null || metricNames.nameValueOf(into);
        return named && into.isComplete() ? i : FALLBACK;
      }
      if (i >= limit || bytes[i] != delimiter) {
        return FALLBACK;
      }
      i++;
    }
  }

  /** Reads a cell; returns an index behind it that only blanks separate from the delimiter. */
  private int cell(int column, byte[] bytes, int from, int limit, FastMessage into) {
    return switch (roles[column]) {
      case TIMESTAMP -> timestamp(bytes, from, limit, into);
      case SENSOR -> sensor(bytes, from, limit, into);
      case METRIC -> metric(column, bytes, from, limit, into);
      case METRIC_NAME -> metricName(bytes, from, limit);
      case VALUE -> namedValue(column, bytes, from, limit, into);
      case IGNORED -> ignored(bytes, from, limit);
      case FLAGS -> FALLBACK; // the table has none, see of
    };
  }

  private int timestamp(byte[] bytes, int from, int limit, FastMessage into) {
    int end = timestamp.read(bytes, from);
    if (end == FALLBACK || !isEnd(bytes, skipBlanks(bytes, end, limit), limit)) {
      end = endOfCell(bytes, from, limit);
      if (!timestamp.readFully(bytes, from, trimmed(bytes, from, end) - from)) {
        return FALLBACK;
      }
    }
    into.at(timestamp.millis());
    return end;
  }

  private int sensor(byte[] bytes, int from, int limit, FastMessage into) {
    long first = Swar.at(bytes, from);
    long second = Swar.at(bytes, from + Long.BYTES);
    long firstMarks = endsOfCells(first);
    long secondMarks = endsOfCells(second);
    KnownSensor sensor = sensors.shortName(first, firstMarks, second, secondMarks);
    if (sensor != null) {
      into.of(sensor);
      return from + Swar.before(firstMarks, secondMarks);
    }
    int end = endOfCell(bytes, from, limit);
    sensor = sensors.of(bytes, from, trimmed(bytes, from, end) - from);
    if (sensor == null) {
      return FALLBACK;
    }
    into.of(sensor);
    return end;
  }

  private int metric(int column, byte[] bytes, int from, int limit, FastMessage into) {
    int end = number.read(bytes, from);
    if (end == FALLBACK || !isEnd(bytes, skipBlanks(bytes, end, limit), limit)) {
      return otherMetric(column, bytes, from, limit, into);
    }
    measure(column, bytes, from, end, into);
    return end;
  }

  /** Reads a number of another shape, or leaves out what is no number. */
  private int otherMetric(int column, byte[] bytes, int from, int limit, FastMessage into) {
    int end = endOfCell(bytes, from, limit);
    int cellEnd = trimmed(bytes, from, end);
    LeftOutReason reason = reasonOf(bytes, from, cellEnd);
    if (reason == LeftOutReason.NOT_A_NUMBER && !options.texts().isEmpty()) {
      return FALLBACK;
    }
    if (reason != null) {
      into.leftOut().add(leftOutOf[column], reason, from, cellEnd);
      return ByteSearch.isClean(bytes, from, cellEnd) ? end : FALLBACK;
    }
    measure(column, bytes, from, end, into);
    return end;
  }

  private void measure(int column, byte[] bytes, int from, int end, FastMessage into) {
    if (hasAbsent && absent.contains(number.value())) {
      int cellEnd = trimmed(bytes, from, end);
      into.leftOut().add(leftOutOf[column], LeftOutReason.ABSENT, from, cellEnd);
    } else {
      into.measure(column, names[column], number.value());
    }
  }

  private int metricName(byte[] bytes, int from, int limit) {
    int end = endOfCell(bytes, from, limit);
    return metricNames.read(bytes, from, trimmed(bytes, from, end)) ? end : FALLBACK;
  }

  private int namedValue(int column, byte[] bytes, int from, int limit, FastMessage into) {
    int end = endOfCell(bytes, from, limit);
    int length = trimmed(bytes, from, end) - from;
    if (number.readFully(bytes, from, length) != DecimalNumber.Kind.FINITE
        || absent.contains(number.value())) {
      return FALLBACK;
    }
    into.measure(column, names[column], number.value());
    return end;
  }

  private int ignored(byte[] bytes, int from, int limit) {
    int end = endOfCell(bytes, from, limit);
    return ByteSearch.isClean(bytes, from, trimmed(bytes, from, end)) ? end : FALLBACK;
  }

  /** Returns why a cell is no finite number; {@code null} if it is one, which has been read. */
  private @Nullable LeftOutReason reasonOf(byte[] bytes, int from, int end) {
    if (end == from) {
      return LeftOutReason.EMPTY;
    }
    return switch (number.readFully(bytes, from, end - from)) {
      case FINITE -> null;
      case NOT_FINITE -> LeftOutReason.NOT_FINITE;
      case NOT_A_NUMBER ->
          absent.contains(bytes, from, end) ? LeftOutReason.ABSENT : LeftOutReason.NOT_A_NUMBER;
    };
  }

  @Override
  public void fixSensor(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    fixedSensor = sensors.of(bytes, 0, bytes.length);
  }

  @Override
  public boolean hasReadLocalTimes() {
    return timestamp.hasReadLocalTimes();
  }

  @Override
  public List<LeftOut> takeLeftOut() {
    return leftOut.take();
  }

  private boolean isEnd(byte[] bytes, int index, int limit) {
    return index == limit
        || (index < limit
            && (bytes[index] == delimiter || bytes[index] == '\n' || bytes[index] == '\r'));
  }

  /** Returns the index of the delimiter, or of the end of the row, that ends a cell. */
  private int endOfCell(byte[] bytes, int from, int limit) {
    for (int i = from; i < limit; i += Long.BYTES) {
      long ends = endsOfCells(Swar.at(bytes, i));
      if (ends != 0) {
        int end = Math.min(i + Swar.before(ends), limit);
        boolean carriageReturn = end > from && end < limit && bytes[end] == '\n';
        return carriageReturn && bytes[end - 1] == '\r' ? end - 1 : end;
      }
    }
    return limit;
  }

  /** Marks delimiters and line feeds. */
  private long endsOfCells(long word) {
    return Swar.equalTo(word, delimiters) | Swar.equalTo(word, LINE_FEEDS);
  }

  /** Returns the end of a cell without its trailing blanks. */
  private static int trimmed(byte[] bytes, int from, int end) {
    int i = end;
    while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
      i--;
    }
    return i;
  }

  private int skipBlanks(byte[] bytes, int from, int limit) {
    int i = from;
    while (i < limit && (bytes[i] == ' ' || (bytes[i] == '\t' && delimiter != '\t'))) {
      i++;
    }
    return i;
  }
}
