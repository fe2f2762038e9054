package dev.isotherm.parse;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.MessageParser;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.text.TextLineParser;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives each file the parser that fits it. Not thread-safe: each task has its own copy.
 *
 * <p>What a text file does not say comes from around it: the sensor is the file's name without its
 * endings; the day is the one given, else a date in the file's name ({@code 2025-07-01} or {@code
 * 20250701}), else the day on which the file was last changed; its readings are of the day's first
 * instant.
 */
public final class FileParsers implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(\\d{4})-?(\\d{2})-?(\\d{2})(?!\\d)");

  private final ParseOptions options;
  private final Layout layout;
  private final FutureGuard guard;

  private transient MessageParser json;
  private transient MessageParser latest;
  private transient LineBlock latestBlock;

  /**
   * How files are laid out, where they do not tell themselves.
   *
   * @param format {@code null} for what the file's ending says
   * @param columns names of the columns of tables without a header; empty where they have one
   * @param delimiter what separates cells; {@code null} for what the file's ending says
   * @param textMetric what text files measure
   * @param textDate the day of text files; {@code null} for what the file says
   */
  public record Layout(
      FileFormat format,
      List<String> columns,
      Character delimiter,
      String textMetric,
      LocalDate textDate)
      implements Serializable {

    public Layout {
      columns = List.copyOf(columns);
      Objects.requireNonNull(textMetric, "textMetric");
    }

    /** Every file tells for itself; text files measure a temperature. */
    public static Layout defaults() {
      return new Layout(null, List.of(), null, "temperature", null);
    }
  }

  /**
   * Sets up the parsers of a run.
   *
   * @param guard rejects readings that lie too far after the last change of their file; {@code
   *     null} for no such limit
   */
  public FileParsers(ParseOptions options, Layout layout, FutureGuard guard) {
    this.options = options;
    this.layout = layout;
    this.guard = guard;
  }

  /** Whether the first line of a file names its columns. */
  public boolean readsHeader(String source) {
    return formatOf(source) == FileFormat.CSV && layout.columns().isEmpty();
  }

  /** The parser for the lines of a block. */
  public MessageParser parserFor(LineBlock block) {
    MessageParser parser = unguarded(block);
    return guard == null
        ? parser
        : (bytes, offset, length) -> guarded(parser.parse(bytes, offset, length), block);
  }

  /** Rejects what comes from the future of its file. */
  Parsed guarded(Parsed parsed, LineBlock block) {
    return guard == null ? parsed : guard.check(parsed, block.modifiedMillis());
  }

  /** The latest instant that is not from the future of its file, in milliseconds. */
  long latestMillis(LineBlock block) {
    return guard == null ? Long.MAX_VALUE : guard.latestMillis(block.modifiedMillis());
  }

  /** As {@link #parserFor}, but without a look at the future. */
  MessageParser unguarded(LineBlock block) {
    return switch (formatOf(block.source())) {
      case JSON -> jsonParser();
      case CSV -> reusedOr(block, () -> tableParser(block));
      case TEXT -> reusedOr(block, () -> textParser(block));
    };
  }

  private MessageParser jsonParser() {
    if (json == null) {
      json = new JsonMessageParser(options);
    }
    return json;
  }

  private FileFormat formatOf(String source) {
    return layout.format() == null ? FileFormat.of(source) : layout.format();
  }

  private MessageParser reusedOr(LineBlock block, Supplier<MessageParser> made) {
    boolean sameFile =
        latestBlock != null
            && latestBlock.source().equals(block.source())
            && Arrays.equals(latestBlock.header(), block.header());
    if (!sameFile) {
      latest = made.get();
      latestBlock = new LineBlock(block.source(), 0, block.header(), 0, new byte[0], 0, 0);
    }
    return latest;
  }

  /** A table whose header cannot be used has no row that can be. */
  private MessageParser tableParser(LineBlock block) {
    char delimiter =
        layout.delimiter() == null ? FileFormat.delimiterOf(block.source()) : layout.delimiter();
    try {
      CsvHeader header =
          layout.columns().isEmpty()
              ? CsvHeader.parse(block.header(), 0, block.header().length, delimiter)
              : new CsvHeader(layout.columns(), delimiter);
      return new CsvRowParser(header, options);
    } catch (IllegalArgumentException e) {
      Parsed rejected = new Parsed.Rejected(RejectionReason.BAD_ROW, e.getMessage());
      return (bytes, offset, length) -> rejected;
    }
  }

  private MessageParser textParser(LineBlock block) {
    String name = block.source().substring(block.source().lastIndexOf('/') + 1);
    String sensor = withoutEndings(name);
    String fault = Series.nameError(sensor);
    if (fault != null) {
      Parsed rejected = new Parsed.Rejected(RejectionReason.NO_SENSOR, "the file's name " + fault);
      return (bytes, offset, length) -> rejected;
    }
    LocalDate day =
        Optional.ofNullable(layout.textDate())
            .or(() -> dateIn(name))
            .orElseGet(() -> LocalDate.ofInstant(changed(block), options.zone()));
    long instant = day.atStartOfDay(options.zone()).toInstant().toEpochMilli();
    return new TextLineParser(
        new Series(sensor, layout.textMetric()), instant, options.maxMessageBytes());
  }

  private static Instant changed(LineBlock block) {
    return Instant.ofEpochMilli(block.modifiedMillis());
  }

  /** {@code daily.txt.gz} → {@code daily}. */
  private static String withoutEndings(String name) {
    String ending = name.toLowerCase(Locale.ROOT);
    String unpacked =
        ending.endsWith(".gz") || ending.endsWith(".zst")
            ? name.substring(0, name.lastIndexOf('.'))
            : name;
    int dot = unpacked.lastIndexOf('.');
    return dot > 0 ? unpacked.substring(0, dot) : unpacked;
  }

  private static Optional<LocalDate> dateIn(String name) {
    Matcher matcher = DATE.matcher(name);
    while (matcher.find()) {
      try {
        return Optional.of(
            LocalDate.of(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))));
      } catch (DateTimeException e) {
        // Eight digits that are no date: an order number, say. Look further.
      }
    }
    return Optional.empty();
  }
}
