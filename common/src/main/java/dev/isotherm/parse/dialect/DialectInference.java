package dev.isotherm.parse.dialect;

import dev.isotherm.parse.dialect.Inferred.Kind;
import dev.isotherm.parse.dialect.Inferred.Note;
import dev.isotherm.parse.number.NumberStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Infers the dialect of a file from its name, its first bytes and the options. It is a pure
 * function, so that all who read a part of the file come to the same result.
 */
public final class DialectInference {

  private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.|\\\\t)\"?");
  private static final Pattern NUMBER =
      Pattern.compile("\\s*[-+]?(\\d+([.,]\\d*)?|[.,]\\d+)([eE][-+]?\\d+)?\\s*");

  private static final Remedy WINDOWS = new Remedy("encoding", "windows-1252");

  private final FileHead head;
  private final DialectOptions options;
  private final List<Note> notes = new ArrayList<>();

  private DialectInference(FileHead head, DialectOptions options) {
    this.head = head;
    this.options = options;
  }

  /**
   * Infers how a file is read.
   *
   * @throws RefusedFileException if it must not be read so, or may be read in several ways
   */
  public static Inferred of(FileHead head, DialectOptions options) {
    return new DialectInference(head, options).infer();
  }

  private Inferred infer() {
    if (head.packing() == Packing.PARQUET) {
      return new Inferred(FileDialect.ofParquet(), notes);
    }
    String foreign = Packing.foreign(head.bytes(), head.length());
    if (foreign != null) {
      throw head.refused(foreign);
    }
    String charset = Encoding.of(head, options.encoding());
    boolean joined = options.quotedNewlines() == QuotedNewlines.ALLOW;
    HeadLines first = HeadLines.of(head, charset, options.skipLines(), joined);
    Character separator = separator(from(options.skipLines(), first.lines()));
    int skipLines = options.skipLines() + (separator == null ? 0 : 1);
    List<HeadLine> content =
        from(skipLines, first.lines()).stream().filter(line -> !isSkipped(line.text())).toList();
    refuseMarkup(content);
    FileFormat format = format(content);
    int invalid = charset.equals(FileDialect.UTF_8) ? Encoding.firstInvalid(head) : -1;
    if (invalid >= 0 && format != FileFormat.TEXT) {
      notUtf8(invalid, format, content);
    }
    boolean isTable = format == FileFormat.CSV;
    TableInference table =
        new TableInference(
            head, options, content, commentsAbove(from(skipLines, first.lines()), content), notes);
    char delimiter = isTable ? table.delimiter(separator) : FileDialect.NO_DELIMITER;
    if (isTable) {
      table.requireHeader(delimiter);
    }
    FileDialect dialect =
        new FileDialect(
            format,
            format == FileFormat.JSON && areElements(content),
            head.packing(),
            charset,
            first.end(),
            delimiter,
            skipLines,
            options.comment() == null ? FileDialect.NO_COMMENT : options.comment(),
            isTable && options.columns().isEmpty(),
            isTable ? options.skipAfterHeader() : 0,
            isTable ? table.extraColumn(delimiter) : ExtraColumn.NONE,
            options.quotedNewlines(),
            numbers(format, table, delimiter, content));
    return new Inferred(dialect, notes);
  }

  private void refuseMarkup(List<HeadLine> content) {
    if (content.isEmpty()) {
      return;
    }
    String first = content.get(0).text().strip().toLowerCase(Locale.ROOT);
    if (first.startsWith("<!doctype html") || first.startsWith("<html")) {
      throw head.refused("is an HTML page; save its readings as CSV or JSON lines");
    }
    if (first.startsWith("<?xml")) {
      throw head.refused("is XML; save its readings as CSV or JSON lines");
    }
  }

  private NumberStyle numbers(
      FileFormat format, TableInference table, char delimiter, List<HeadLine> content) {
    if (format == FileFormat.JSON) {
      return NumberStyle.PLAIN;
    }
    if (format == FileFormat.CSV) {
      return table.numbers(delimiter);
    }
    NumberInference numbers = new NumberInference(head, options, notes);
    numbers.add(null, content.stream().map(line -> line.text().strip()).toList());
    return numbers.style();
  }

  /** Returns the comment lines above the first row, the last one first. */
  private static List<HeadLine> commentsAbove(List<HeadLine> lines, List<HeadLine> content) {
    List<HeadLine> comments = new ArrayList<>();
    lines.stream()
        .takeWhile(line -> content.isEmpty() || line.number() < content.get(0).number())
        .filter(line -> !line.text().isBlank())
        .forEach(line -> comments.add(0, line));
    return comments;
  }

  private static List<HeadLine> from(int start, List<HeadLine> lines) {
    return lines.subList(Math.min(start, lines.size()), lines.size());
  }

  private boolean isSkipped(String line) {
    return line.isBlank()
        || (options.comment() != null && line.charAt(0) == options.comment().charValue());
  }

  /** A first line such as {@code sep=;} is written for spreadsheet programs. */
  private static @Nullable Character separator(List<HeadLine> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    Matcher line = SEPARATOR_LINE.matcher(lines.get(0).text());
    return line.matches() ? Delimiters.parse(line.group(1)) : null;
  }

  private FileFormat format(List<HeadLine> content) {
    if (options.format() != null) {
      return options.format();
    }
    FileFormat named = FileFormat.byEnding(head.contentName());
    if (named != null) {
      return named;
    }
    if (content.isEmpty()) {
      return FileFormat.TEXT;
    }
    char first = content.get(0).text().strip().charAt(0);
    if (first == '{' || first == '[') {
      String what = first == '{' ? "JSON lines" : "JSON";
      notes.add(new Note(Kind.FORMAT, "is read as " + what + ", by its content (--format)"));
      return FileFormat.JSON;
    }
    if (!options.columns().isEmpty()) {
      return FileFormat.CSV;
    }
    JsonBehindText.refuse(head, content);
    if (NUMBER.matcher(content.get(0).text()).matches()) {
      return FileFormat.TEXT;
    }
    if (!new TableShape(content, List.of()).isTable(options.delimiter())) {
      return FileFormat.TEXT;
    }
    notes.add(new Note(Kind.FORMAT, "is read as a table, by its content (--format)"));
    return FileFormat.CSV;
  }

  /**
   * Whether objects are elements of arrays, or go over several lines: then a member follows at the
   * begin of the second line.
   */
  private static boolean areElements(List<HeadLine> content) {
    if (content.isEmpty()) {
      return false;
    }
    boolean isArray = content.get(0).text().strip().startsWith("[");
    boolean goesOn = content.size() > 1 && content.get(1).text().strip().startsWith("\"");
    return isArray || goesOn;
  }

  /**
   * Names of columns become names of metrics, so they must be right. In rows, a letter that is no
   * letter matters only in the name of a sensor.
   */
  private void notUtf8(int invalid, FileFormat format, List<HeadLine> content) {
    String sentence =
        String.format(
            "is not UTF-8 text (byte 0x%02X at %d); it is probably Windows-1252 or Latin-1:"
                + " --encoding windows-1252",
            head.bytes()[invalid] & 0xFF, invalid);
    boolean inHeader =
        format == FileFormat.CSV
            && options.columns().isEmpty()
            && !content.isEmpty()
            && content.get(0).text().indexOf('\uFFFD') >= 0;
    if (inHeader) {
      throw head.refused(sentence, WINDOWS);
    }
    notes.add(new Note(Kind.ENCODING, sentence));
  }
}
