package dev.isotherm.parse;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.ExtraColumn;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.text.TextLineParser;
import dev.isotherm.parse.time.RepeatedHour;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Selects the parser of each file. Not thread-safe: each task has its own copy.
 *
 * <p>The sensor of a text file is the name of the file, see {@link FileName}, unless the options
 * name another source. Its readings are of the first instant of a day: the one given, else a date
 * in the name of the file, else the day on which the file was last changed.
 */
public final class FileParsers implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int MAX_COLUMNS = 1_000;

  /** Size limit of messages whose elements are messages: programs export whole days in one. */
  private static final int MAX_PACK_BYTES = 8 << 20;

  private final ParseOptions options;
  private final Layout layout;
  private final InstantBounds bounds;

  /** Columns of the tables that were read so far. */
  private final TreeSet<String> columns = new TreeSet<>();

  private transient @Nullable JsonMessageParser json;
  private transient @Nullable MessageParser latest;
  private transient @Nullable String latestSource;
  private transient byte @Nullable [] latestHeader;
  private transient @Nullable FileDialect latestDialect;

  /**
   * The layout of files.
   *
   * @param dialect what is known of their dialects
   * @param textMetric the metric of text files
   * @param textDate the day of text files; {@code null} to use the file
   */
  public record Layout(DialectOptions dialect, String textMetric, @Nullable LocalDate textDate)
      implements Serializable {

    public Layout {
      Objects.requireNonNull(dialect, "dialect");
      Objects.requireNonNull(textMetric, "textMetric");
    }

    /** Returns the layout that infers dialects; text files are temperatures. */
    public static Layout defaults() {
      return of(DialectOptions.NONE);
    }

    /** Returns the layout of these dialects; text files are temperatures. */
    public static Layout of(DialectOptions dialect) {
      return new Layout(dialect, "temperature", null);
    }
  }

  /**
   * Sets up the parsers of a run.
   *
   * @param bounds which instants are accepted, by the last change of their file
   */
  public FileParsers(ParseOptions options, Layout layout, InstantBounds bounds) {
    this.options = options;
    this.layout = layout;
    this.bounds = bounds;
  }

  /** Returns what the user says of the dialects of files. */
  public DialectOptions dialectOptions() {
    return layout.dialect();
  }

  /** Returns the names of the columns with the instant. */
  FieldList timestampFields() {
    return options.timestamp();
  }

  /**
   * Returns whether the lines of one instant are evaluated in their order. Those of a text file are
   * not: they have no instants of their own, so all that is known of them is the day.
   */
  boolean isOrdered(LineBlock block) {
    return haveInstants(block);
  }

  /** Returns whether lines have instants of their own, unlike the numbers of a text file. */
  public boolean haveInstants(LineBlock block) {
    return block.dialect().format() != FileFormat.TEXT;
  }

  /** Returns whether the lines of a file mean something only in their order, from its start on. */
  public boolean needOrder() {
    return options.instants().repeatedHour() == RepeatedHour.ORDER;
  }

  /** Returns what decides by the order of lines; {@code null} if their order does not matter. */
  @Nullable RepeatedHourOrder repeatedHourOrder() {
    return needOrder() ? new RepeatedHourOrder(options.sensor().isColumn()) : null;
  }

  /**
   * Returns the parser of files in JSON whose elements are messages, of which {@link #parserFor}
   * returns the same one; {@code null} if messages have no elements.
   */
  @Nullable JsonMessageParser elementParser() {
    return options.elements() == null ? null : jsonParser();
  }

  /**
   * Returns what divides the lines of these files; {@code null} if messages have no elements.
   *
   * @param emit is called after each element
   */
  @Nullable ElementsParser elementsParser(ReadingBlockBuilder readings, Runnable emit) {
    if (options.elements() == null) {
      return null;
    }
    ParseOptions ofPacks = options.withMaxMessageBytes(MAX_PACK_BYTES);
    return new ElementsParser(ofPacks, jsonParser(), readings, emit);
  }

  /** Returns the zone of timestamps without an offset. */
  public ZoneId zone() {
    return options.zone();
  }

  /** Returns which instants are accepted, by the last change of their file. */
  InstantBounds bounds() {
    return bounds;
  }

  /** Returns the parser for the lines of a block, mostly the one of the block before. */
  MessageParser parserFor(LineBlock block) {
    boolean sameFile =
        block.source().equals(latestSource)
            && Arrays.equals(block.header(), latestHeader)
            && block.dialect().equals(latestDialect);
    if (!sameFile) {
      latest = newParser(block);
      latestSource = block.source();
      latestHeader = block.header();
      latestDialect = block.dialect();
    }
    return latest;
  }

  private MessageParser newParser(LineBlock block) {
    FileFormat format = block.dialect().format();
    boolean isOfFile = options.sensor().isOutside() || format == FileFormat.TEXT;
    String sensor = isOfFile ? sensorOf(block.source()) : "";
    String error = isOfFile ? Series.nameError(sensor) : null;
    if (error != null) {
      return rejecting(
          new Rejected(
              RejectionReason.NO_SENSOR, "the sensor " + Excerpt.quoted(sensor) + " " + error));
    }
    if (format == FileFormat.TEXT) {
      return textParser(block, sensor);
    }
    MessageParser parser = format == FileFormat.JSON ? jsonParser() : tableParser(block);
    if (isOfFile) {
      parser.fixSensor(sensor);
    }
    return parser;
  }

  /** One for all files: it knows names that come again. */
  private JsonMessageParser jsonParser() {
    json = json == null ? new JsonMessageParser(options) : json;
    return json;
  }

  private String sensorOf(String source) {
    return switch (options.sensor().kind()) {
      case FIXED -> options.sensor().name();
      case FOLDER -> {
        String folder = source.substring(0, Math.max(0, source.lastIndexOf('/')));
        yield folder.substring(folder.lastIndexOf('/') + 1);
      }
      default -> FileName.of(source).sensor();
    };
  }

  /** Returns the columns of the tables that were read so far; of many, the first ones by name. */
  public List<String> columns() {
    return List.copyOf(columns);
  }

  /** Rejects every row of a table whose header is invalid. */
  private MessageParser tableParser(LineBlock block) {
    try {
      CsvHeader header = headerOf(block);
      for (String column : header.columns()) {
        columns.add(column);
        if (columns.size() > MAX_COLUMNS) {
          columns.pollLast();
        }
      }
      return new CsvRowParser(header, options, block.dialect().numbers());
    } catch (IllegalArgumentException e) {
      return rejecting(new Rejected(RejectionReason.BAD_ROW, e.getMessage()));
    }
  }

  /**
   * Returns the columns of a table.
   *
   * @throws IllegalArgumentException if its header is invalid; the message says why
   */
  public CsvHeader headerOf(LineBlock block) {
    FileDialect dialect = block.dialect();
    char delimiter = dialect.delimiter();
    List<String> columns =
        dialect.header()
            ? CsvHeader.parse(block.header(), delimiter).columns()
            : layout.dialect().columns();
    return new CsvHeader(withExtraColumn(columns, dialect.extraColumn()), delimiter);
  }

  private static List<String> withExtraColumn(List<String> columns, ExtraColumn extra) {
    if (extra == ExtraColumn.NONE) {
      return columns;
    }
    List<String> all = new ArrayList<>(columns);
    all.add(extra == ExtraColumn.FIRST ? 0 : columns.size(), "");
    return all;
  }

  private MessageParser textParser(LineBlock block, String sensor) {
    Instant modified = Instant.ofEpochMilli(block.modifiedMillis());
    LocalDate day =
        Optional.ofNullable(layout.textDate())
            .or(() -> Optional.ofNullable(FileName.of(block.source()).day()))
            .orElseGet(() -> LocalDate.ofInstant(modified, options.zone()));
    long instant = day.atStartOfDay(options.zone()).toInstant().toEpochMilli();
    return new TextLineParser(
        new Series(sensor, layout.textMetric()),
        instant,
        options.maxMessageBytes(),
        block.dialect().numbers());
  }

  private static MessageParser rejecting(Rejected rejected) {
    return new MessageParser(Integer.MAX_VALUE, FastPathParser.NONE) {
      @Override
      protected Parsed read(byte[] bytes, int offset, int length) {
        return rejected;
      }
    };
  }
}
