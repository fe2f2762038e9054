package dev.isotherm.parse.dialect;

import dev.isotherm.parse.number.NumberStyle;
import java.nio.charset.StandardCharsets;

/**
 * How the bytes of a file become lines, and its lines cells.
 *
 * @param elements whether JSON objects are elements of arrays, or go over several lines
 * @param packing how the file is compressed
 * @param charset name of the charset of its content
 * @param delimiter what separates the cells of a table, see {@link Delimiters}
 * @param skipLines number of lines at the start that are neither header nor data
 * @param comment lines that begin with it are skipped; {@link #NO_COMMENT} for none
 * @param header whether a line names the columns: the first that is neither blank nor a comment
 * @param skipAfterHeader number of lines below the header that are no data
 * @param extraColumn a column that the header does not name
 * @param numbers how numbers are written; not in JSON
 */
public record FileDialect(
    FileFormat format,
    boolean elements,
    Packing packing,
    String charset,
    LineEnd lineEnd,
    char delimiter,
    int skipLines,
    char comment,
    boolean header,
    int skipAfterHeader,
    ExtraColumn extraColumn,
    QuotedNewlines quotedNewlines,
    NumberStyle numbers) {

  /** No line is a comment. */
  public static final char NO_COMMENT = '\0';

  /** There are no cells. */
  static final char NO_DELIMITER = '\n';

  static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** The dialect of a file as its name says, in UTF-8, with a header if it is a table. */
  public static FileDialect byName(String fileName) {
    FileFormat format = FileFormat.byEnding(fileName);
    return new FileDialect(
        format == null ? FileFormat.TEXT : format,
        false,
        Packing.NONE,
        UTF_8,
        LineEnd.LINE_FEED,
        FileFormat.delimiterOf(fileName),
        0,
        NO_COMMENT,
        format == FileFormat.CSV,
        0,
        ExtraColumn.NONE,
        QuotedNewlines.IGNORE,
        NumberStyle.PLAIN);
  }

  /** The dialect of the rows of a Parquet file, which are written as lines of JSON. */
  static FileDialect ofParquet() {
    return new FileDialect(
        FileFormat.JSON,
        false,
        Packing.PARQUET,
        UTF_8,
        LineEnd.LINE_FEED,
        NO_DELIMITER,
        0,
        NO_COMMENT,
        false,
        0,
        ExtraColumn.NONE,
        QuotedNewlines.IGNORE,
        NumberStyle.PLAIN);
  }

  /** Whether its content has to be decoded. */
  public boolean isTranscoded() {
    return !charset.equals(UTF_8);
  }

  /** Whether a line end in quotes is no line end. */
  public boolean joinsQuotedLines() {
    return format == FileFormat.CSV && quotedNewlines == QuotedNewlines.ALLOW;
  }

  /** Whether parts of the file can be read without what is before them. */
  public boolean isSplittable() {
    return packing == Packing.NONE && !isTranscoded() && !joinsQuotedLines() && !elements;
  }

  /** Whether a quote that its line does not close refuses the file. */
  public boolean refusesOpenQuotes() {
    return format == FileFormat.CSV && quotedNewlines == QuotedNewlines.REFUSE;
  }
}
