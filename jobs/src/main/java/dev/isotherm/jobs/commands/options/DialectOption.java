package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.dialect.Delimiters;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.dialect.QuotedNewlines;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files are written: their format, encoding, delimiter and header. */
public final class DialectOption implements Validated {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "json, csv or text (default: by the file's ending; json, jsonl and ndjson mean JSON"
              + " lines, csv and tsv tables; of other files by the content).")
  private @Nullable FileFormat format;

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      converter = NameListConverter.class,
      description =
          "Columns of tables that have no header line, separated by commas; a name with a comma"
              + " stands in double quotes.")
  private List<NameListConverter.NameList> columns = List.of();

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      converter = DelimiterConverter.class,
      description =
          "What separates the cells of a table: a character, tab, or blanks for any number of them"
              + " (default: by the content).")
  private @Nullable Character delimiter;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = EncodingConverter.class,
      description =
          "Encoding of files without a byte order mark, such as windows-1252 (default: UTF-8, or"
              + " UTF-16 by the content).")
  private @Nullable String encoding;

  @Option(
      names = "--skip-lines",
      paramLabel = "N",
      description = "Skip so many lines at the start of each file (default: ${DEFAULT-VALUE}).")
  private int skipLines;

  @Option(
      names = "--skip-after-header",
      paramLabel = "N",
      description =
          "Skip so many lines below the header of each table, such as one of units (default:"
              + " ${DEFAULT-VALUE}).")
  private int skipAfterHeader;

  @Option(
      names = "--comment",
      paramLabel = "CHARACTER",
      description = "Skip lines that begin with it, such as '#' (default: no line).")
  private @Nullable Character comment;

  @Option(
      names = "--quoted-newlines",
      paramLabel = "HOW",
      defaultValue = "refuse",
      description =
          "Line ends in quoted cells of tables: allow them, refuse such files, or ignore the quotes"
              + " (default: ${DEFAULT-VALUE}). A file with allow is read by one task.")
  private QuotedNewlines quotedNewlines;

  @Option(
      names = "--decimal-comma",
      negatable = true,
      description =
          "Numbers have a decimal comma, or have none (default: by the content, where it is"
              + " clear).")
  private @Nullable Boolean decimalComma;

  @Option(
      names = "--thousands",
      paramLabel = "CHARACTER",
      description =
          "What groups the digits of numbers by three, such as ' ' or . (default: nothing).")
  private @Nullable Character thousands;

  /** Reads a delimiter. */
  static final class DelimiterConverter extends TextConverter<Character> {
    DelimiterConverter() {
      super(Delimiters::parse);
    }
  }

  /** Reads the name of a charset. */
  static final class EncodingConverter extends TextConverter<String> {
    EncodingConverter() {
      super(
          name -> Charset.forName(name).name(),
          "must be an encoding that Java knows, such as windows-1252, ISO-8859-1 or UTF-16LE");
    }
  }

  @Override
  public void check(ValidationErrors errors) {
    requireNotNegative("--skip-lines", skipLines, errors);
    requireNotNegative("--skip-after-header", skipAfterHeader, errors);
    if (comment != null && (comment <= ' ' || comment >= 0x7F)) {
      errors.add("--comment", comment, "must be a printable ASCII character");
    }
    char decimalMark = Boolean.TRUE.equals(decimalComma) ? ',' : '.';
    if (thousands != null && (" .,'_".indexOf(thousands) < 0 || thousands == decimalMark)) {
      errors.add(
          "--thousands",
          thousands,
          "must be a blank, a comma, a point, ' or _, and not the decimal mark");
    }
    List<String> names = NameListConverter.names(columns);
    if (!names.isEmpty()) {
      try {
        CsvHeader unused = new CsvHeader(names, ',');
      } catch (IllegalArgumentException e) {
        errors.add("--columns", String.join(",", names), e.getMessage());
      }
    }
  }

  private static void requireNotNegative(String option, int value, ValidationErrors errors) {
    if (value < 0) {
      errors.add(option, value, "must not be negative");
    }
  }

  /** What was given. */
  public DialectOptions options() {
    return new DialectOptions(
        format,
        NameListConverter.names(columns),
        delimiter,
        encoding,
        skipLines,
        comment,
        skipAfterHeader,
        // The default is missing if another option could not be read.
        quotedNewlines == null ? QuotedNewlines.REFUSE : quotedNewlines,
        decimalComma,
        thousands);
  }
}
