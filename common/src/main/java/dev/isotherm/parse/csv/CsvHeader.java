package dev.isotherm.parse.csv;

import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a table.
 *
 * @param columns their names in order; a column with a blank name (many programs write a row number
 *     first) is ignored
 * @param delimiter what separates the cells
 */
public record CsvHeader(List<String> columns, char delimiter) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException where a name is there twice or cannot be that of a metric
   */
  public CsvHeader {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i);
      if (name.isBlank()) {
        continue;
      }
      String fault = Series.nameError(name);
      if (fault != null) {
        throw new IllegalArgumentException(
            "column " + (i + 1) + " " + Excerpt.quoted(name) + " " + fault);
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "column " + Excerpt.quoted(name) + " is there more than once");
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("the header names no column");
    }
  }

  /**
   * Reads the first line of a file. A byte order mark and the line's end are not part of it; names
   * may be quoted.
   *
   * @throws IllegalArgumentException where it is no header, with what is wrong
   */
  public static CsvHeader parse(byte[] line, int offset, int length, char delimiter) {
    int start = offset + MessageParser.byteOrderMarkLength(line, offset, length);
    int end = offset + length;
    end -= end > start && line[end - 1] == '\n' ? 1 : 0;
    end -= end > start && line[end - 1] == '\r' ? 1 : 0;
    try {
      return new CsvHeader(new CsvCells(delimiter).split(line, start, end - start), delimiter);
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "the header " + Excerpt.quoted(line, start, end - start) + " " + e.getMessage(), e);
    }
  }
}
