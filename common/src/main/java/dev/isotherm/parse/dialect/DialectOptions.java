package dev.isotherm.parse.dialect;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of files. It holds for every file, and wins over what is inferred; but a byte
 * order mark wins over the encoding.
 *
 * @param format {@code null} to infer it from the name, else from the content
 * @param columns names of the columns of tables without a header; empty if they have one
 * @param delimiter what separates cells, see {@link Delimiters}; {@code null} to infer it
 * @param encoding name of the charset of files without a byte order mark; {@code null} to infer it
 * @param skipLines number of lines at the start of a file that are neither header nor data
 * @param comment lines that begin with it are skipped; {@code null} for none
 * @param skipAfterHeader number of lines below the header that are no data
 * @param decimalComma whether a comma is before the decimals of a number; {@code null} to infer it
 * @param thousands what groups digits by three; {@code null} for nothing
 */
public record DialectOptions(
    @Nullable FileFormat format,
    List<String> columns,
    @Nullable Character delimiter,
    @Nullable String encoding,
    int skipLines,
    @Nullable Character comment,
    int skipAfterHeader,
    QuotedNewlines quotedNewlines,
    @Nullable Boolean decimalComma,
    @Nullable Character thousands)
    implements Serializable {

  /** Everything is inferred. */
  public static final DialectOptions NONE =
      new DialectOptions(
          null, List.of(), null, null, 0, null, 0, QuotedNewlines.REFUSE, null, null);

  public DialectOptions {
    columns = List.copyOf(columns);
    Objects.requireNonNull(quotedNewlines, "quotedNewlines");
  }

  /** Returns these options with another format. */
  public DialectOptions withFormat(FileFormat other) {
    return new DialectOptions(
        other,
        columns,
        delimiter,
        encoding,
        skipLines,
        comment,
        skipAfterHeader,
        quotedNewlines,
        decimalComma,
        thousands);
  }

  /** Returns these options with names of columns. */
  public DialectOptions withColumns(String... names) {
    return new DialectOptions(
        format,
        List.of(names),
        delimiter,
        encoding,
        skipLines,
        comment,
        skipAfterHeader,
        quotedNewlines,
        decimalComma,
        thousands);
  }

  /** Returns these options with another delimiter. */
  public DialectOptions withDelimiter(char other) {
    return new DialectOptions(
        format,
        columns,
        other,
        encoding,
        skipLines,
        comment,
        skipAfterHeader,
        quotedNewlines,
        decimalComma,
        thousands);
  }

  /** Returns these options with the name of a charset. */
  public DialectOptions withEncoding(String other) {
    return new DialectOptions(
        format,
        columns,
        delimiter,
        other,
        skipLines,
        comment,
        skipAfterHeader,
        quotedNewlines,
        decimalComma,
        thousands);
  }

  /** Returns these options with other numbers of lines to skip. */
  public DialectOptions withSkips(int before, int afterHeader) {
    return new DialectOptions(
        format,
        columns,
        delimiter,
        encoding,
        before,
        comment,
        afterHeader,
        quotedNewlines,
        decimalComma,
        thousands);
  }

  /** Returns these options with a comment mark. */
  public DialectOptions withComment(char mark) {
    return new DialectOptions(
        format,
        columns,
        delimiter,
        encoding,
        skipLines,
        mark,
        skipAfterHeader,
        quotedNewlines,
        decimalComma,
        thousands);
  }

  /** Returns these options with another treatment of line ends in quotes. */
  public DialectOptions withQuotedNewlines(QuotedNewlines other) {
    return new DialectOptions(
        format,
        columns,
        delimiter,
        encoding,
        skipLines,
        comment,
        skipAfterHeader,
        other,
        decimalComma,
        thousands);
  }

  /** Returns these options with what is known of numbers. */
  public DialectOptions withNumbers(@Nullable Boolean comma, @Nullable Character groups) {
    return new DialectOptions(
        format,
        columns,
        delimiter,
        encoding,
        skipLines,
        comment,
        skipAfterHeader,
        quotedNewlines,
        comma,
        groups);
  }
}
