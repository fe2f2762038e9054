package dev.isotherm.sensors.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line of CSV (RFC 4180) at its commas, without the spaces and tabs around cells. No cell
 * may have a line end, so that an open quotation mark is an error of its own line.
 */
final class CsvCells {

  private CsvCells() {}

  /**
   * Adds the cells of a line.
   *
   * @return what is wrong with the line, in words that follow it; {@code null} if nothing is
   */
  static @Nullable String split(String line, List<String> cells) {
    int from = 0;
    while (true) {
      from = behindBlanks(line, from);
      boolean isQuoted = from < line.length() && line.charAt(from) == '"';
      int end = isQuoted ? addQuoted(line, from + 1, cells) : addPlain(line, from, cells);
      if (end < 0) {
        return "has a quotation mark that is not closed";
      }
      if (end == line.length()) {
        return null;
      }
      if (line.charAt(end) != ',') {
        return "has text behind a closing quotation mark, at character " + (end + 1);
      }
      from = end + 1;
    }
  }

  /** Returns the end of the cell. */
  private static int addPlain(String line, int from, List<String> cells) {
    int comma = line.indexOf(',', from);
    int end = comma < 0 ? line.length() : comma;
    int trimmed = end;
    while (trimmed > from && isBlank(line.charAt(trimmed - 1))) {
      trimmed--;
    }
    cells.add(line.substring(from, trimmed));
    return end;
  }

  /** Returns the end of the cell and of the blanks behind it; -1 if it is not closed. */
  private static int addQuoted(String line, int from, List<String> cells) {
    StringBuilder cell = new StringBuilder();
    int start = from;
    while (true) {
      int mark = line.indexOf('"', start);
      if (mark < 0) {
        return -1;
      }
      cell.append(line, start, mark);
      boolean isDouble = mark + 1 < line.length() && line.charAt(mark + 1) == '"';
      if (!isDouble) {
        cells.add(cell.toString());
        return behindBlanks(line, mark + 1);
      }
      cell.append('"');
      start = mark + 2;
    }
  }

  private static int behindBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
