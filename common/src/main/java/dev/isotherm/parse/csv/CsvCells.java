package dev.isotherm.parse.csv;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One row of a table, split into cells without the spaces and tabs around them. Rows without a
 * quotation mark are split where they lie; the others go through Jackson. Reused, not thread-safe.
 */
final class CsvCells {

  private final byte delimiter;
  private final CsvSchema schema;
  private final CsvFactory factory =
      CsvFactory.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .build();

  private byte[] bytes = {};
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int count;

  /**
   * Splits at the given character.
   *
   * @throws IllegalArgumentException where numbers, names or quotation marks could hold it
   */
  CsvCells(char delimiter) {
    boolean usable =
        delimiter == '\t'
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
    this.delimiter = (byte) delimiter;
    this.schema = CsvSchema.emptySchema().withColumnSeparator(delimiter);
  }

  /**
   * Splits one row, which lies in the given bytes until the next call.
   *
   * @throws ParseException where the row is none, with what is wrong with it
   */
  void split(byte[] row, int offset, int length) throws ParseException {
    bytes = row;
    count = 0;
    int start = offset;
    boolean ascii = true;
    boolean quoted = false;
    for (int i = offset; i < offset + length; i++) {
      byte b = row[i];
      if (b == delimiter) {
        add(start, i);
        start = i + 1;
      } else if (b < 0) {
        ascii = false;
      } else if (b == '"') {
        quoted = true;
      } else if (b == 0 || b == '\r' || b == '\n') {
        throw new ParseException(String.format("holds U+%04X at byte %d", b, i - offset));
      }
    }
    add(start, offset + length);
    if (!ascii && !Utf8.isValid(row, offset, length)) {
      throw new ParseException("is not UTF-8 text");
    }
    if (quoted) {
      splitQuoted(new String(row, offset, length, StandardCharsets.UTF_8));
    }
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int cell) {
    return starts[cell];
  }

  int length(int cell) {
    return ends[cell] - starts[cell];
  }

  String text(int cell) {
    return new String(bytes, starts[cell], length(cell), StandardCharsets.UTF_8);
  }

  private void splitQuoted(String row) throws ParseException {
    bytes = new byte[3 * row.length()];
    count = 0;
    int end = 0;
    try (CsvParser parser = factory.createParser(row)) {
      parser.setSchema(schema);
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          byte[] cell = parser.getText().getBytes(StandardCharsets.UTF_8);
          System.arraycopy(cell, 0, bytes, end, cell.length);
          add(end, end + cell.length);
          end += cell.length;
        }
      }
    } catch (IOException e) {
      throw new ParseException("has a quotation mark too few or too many");
    } catch (RuntimeException e) {
      // A fault of Jackson's own on some garbage must not restart the job for ever.
      throw new ParseException("cannot be read: " + Excerpt.plain(e.toString()));
    }
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    int from = start;
    int to = end;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (from < to && isBlank(bytes[to - 1])) {
      to--;
    }
    starts[count] = from;
    ends[count++] = to;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
