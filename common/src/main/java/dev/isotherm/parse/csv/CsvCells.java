package dev.isotherm.parse.csv;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.isotherm.parse.dialect.Delimiters;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits one row of a table into cells, without the spaces and tabs around them. */
public final class CsvCells {

  private static final char TAB = '\t';

  private final CsvSchema schema;
  private final boolean runsOfBlanks;
  private boolean wellFormed = true;
  private final CsvFactory factory =
      CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  /**
   * Splits at the given character; at runs of spaces and tabs if it is {@link Delimiters#BLANKS}.
   *
   * @throws IllegalArgumentException if numbers, names or quotation marks could contain it
   */
  public CsvCells(char delimiter) {
    boolean usable =
        delimiter == TAB
            || delimiter == Delimiters.BLANKS
            || (delimiter >= ' '
                && delimiter < 0x7F
                && !Character.isLetterOrDigit(delimiter)
                && "\"+-.".indexOf(delimiter) < 0);
    if (!usable) {
      throw new IllegalArgumentException(
          "delimiter "
              + Excerpt.quoted(String.valueOf(delimiter))
              + ": must be a tab or a printable ASCII character other than letters, digits and"
              + " \" + - .");
    }
    this.runsOfBlanks = delimiter == Delimiters.BLANKS;
    this.schema = CsvSchema.emptySchema().withColumnSeparator(runsOfBlanks ? TAB : delimiter);
  }

  /** Whether the row split last is UTF-8. In others, U+FFFD stands for bytes that are not. */
  boolean isWellFormed() {
    return wellFormed;
  }

  /**
   * Splits one row.
   *
   * @throws ParseException if it is not a row; the message says why
   */
  public List<String> split(byte[] row, int offset, int length) throws ParseException {
    boolean quoted = false;
    for (int i = offset; i < offset + length; i++) {
      byte b = row[i];
      quoted |= b == '"';
      if (b == 0 || b == '\r' || b == '\n') {
        throw new ParseException(String.format("holds U+%04X at byte %d", b, i - offset));
      }
    }
    wellFormed = Utf8.isValid(row, offset, length);
    // Jackson trims every control character, so it may trim only what is outside of quotes.
    factory.configure(CsvParser.Feature.TRIM_SPACES, quoted);
    List<String> cells = new ArrayList<>();
    String text = new String(row, offset, length, StandardCharsets.UTF_8);
    text = runsOfBlanks ? separatedByTabs(text) : text;
    try (CsvParser parser = factory.createParser(text)) {
      parser.setSchema(schema);
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          cells.add(trimmed(parser.getText()));
        }
      }
    } catch (IOException e) {
      throw new ParseException("has a quotation mark too few or too many");
    } catch (RuntimeException e) {
      // An error of Jackson itself on some garbage must not restart the job for ever.
      throw new ParseException("cannot be read: " + Excerpt.plain(e.toString()));
    }
    return cells;
  }

  /** Makes one tab of each run of blanks between cells, and nothing of those around the row. */
  private static String separatedByTabs(String row) {
    StringBuilder separated = new StringBuilder(row.length());
    boolean quoted = false;
    boolean blanks = false;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (!quoted && isBlank(c)) {
        blanks = true;
        continue;
      }
      boolean begins = blanks || separated.length() == 0;
      if (blanks && separated.length() > 0) {
        separated.append(TAB);
      }
      blanks = false;
      if (c == '"') {
        quoted = !quoted && begins;
      }
      separated.append(c);
    }
    return separated.toString();
  }

  private static String trimmed(String cell) {
    int start = 0;
    int end = cell.length();
    while (start < end && isBlank(cell.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(cell.charAt(end - 1))) {
      end--;
    }
    return cell.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
