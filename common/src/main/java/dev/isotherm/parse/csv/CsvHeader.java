package dev.isotherm.parse.csv;

import dev.isotherm.model.Series;
import dev.isotherm.parse.dialect.Delimiters;
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
 * @param delimiter what separates the cells, see {@link Delimiters}
 */
public record CsvHeader(List<String> columns, char delimiter) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if a name is duplicate or invalid for a metric
   */
  public CsvHeader {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i);
      if (name.isBlank()) {
        continue;
      }
      String error = Series.nameError(name);
      if (error != null) {
        throw new IllegalArgumentException(
            "column " + (i + 1) + " " + Excerpt.quoted(name) + " " + error);
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
   * Reads the first line of a file, which may start with a byte order mark and end with a line end.
   * Names may be quoted.
   *
   * @throws IllegalArgumentException if it is no header; the message says why
   */
  public static CsvHeader parse(byte[] line, char delimiter) {
    int start = MessageParser.byteOrderMarkLength(line, 0, line.length);
    int end = line.length;
    end -= end > start && line[end - 1] == '\n' ? 1 : 0;
    end -= end > start && line[end - 1] == '\r' ? 1 : 0;
    try {
      CsvCells cells = new CsvCells(delimiter);
      List<String> names = cells.split(line, start, end - start);
      if (!cells.isWellFormed()) {
        throw new ParseException("is not UTF-8 text");
      }
      return new CsvHeader(names, delimiter);
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "the header " + Excerpt.quoted(line, start, end - start) + " " + e.getMessage(), e);
    }
  }
}
