package dev.isotherm.parse.dialect;

import dev.isotherm.parse.message.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Splits lines of the head of a file into cells, as well as its dialect can be told. */
final class HeadCells {

  private static final int MOST_NAMED = 5;

  private HeadCells() {}

  /** Returns the cells of a line without their quotes and the blanks around them. */
  static List<String> split(String line, char delimiter) {
    List<String> cells = new ArrayList<>();
    boolean runs = delimiter == Delimiters.BLANKS;
    int end = line.length();
    int i = skipBlanks(line, 0, delimiter);
    while (true) {
      StringBuilder cell = new StringBuilder();
      i = skipBlanks(line, i, delimiter);
      if (i < end && line.charAt(i) == '"') {
        i = quoted(line, i + 1, cell);
      }
      while (i < end && !isDelimiter(line.charAt(i), delimiter)) {
        cell.append(line.charAt(i++));
      }
      cells.add(cell.toString().strip());
      int next = runs ? skipBlanks(line, i, delimiter) : i;
      if (next >= end) {
        return cells;
      }
      i = runs ? next : next + 1;
    }
  }

  /** Appends what is in quotes; returns the index behind them. */
  private static int quoted(String line, int from, StringBuilder cell) {
    int i = from;
    while (i < line.length()) {
      char c = line.charAt(i++);
      if (c == '"') {
        if (i == line.length() || line.charAt(i) != '"') {
          return i;
        }
        i++;
      }
      cell.append(c);
    }
    return i;
  }

  private static boolean isDelimiter(char c, char delimiter) {
    return delimiter == Delimiters.BLANKS ? c == ' ' || c == '\t' : c == delimiter;
  }

  private static int skipBlanks(String line, int from, char delimiter) {
    int i = from;
    while (i < line.length()
        && (line.charAt(i) == ' ' || (line.charAt(i) == '\t' && delimiter != '\t'))
        && (delimiter != ' ')) {
      i++;
    }
    return i;
  }

  /** Returns the cells without blank ones at the end. */
  static List<String> withoutBlankEnd(List<String> cells) {
    int count = cells.size();
    while (count > 0 && cells.get(count - 1).isEmpty()) {
      count--;
    }
    return cells.subList(0, count);
  }

  /** Returns whether a line has a quote that it does not close, as far as that can be told. */
  static boolean hasOpenQuote(String line) {
    return line.chars().filter(c -> c == '"').count() % 2 != 0;
  }

  /** Returns whether a cell holds a number or a date in digits, and no name. */
  static boolean isValue(String cell) {
    if (cell.isEmpty() || "0123456789+-.".indexOf(cell.charAt(0)) < 0) {
      return false;
    }
    boolean digit = false;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (!isDigit && "+-.,:/TZ eE".indexOf(c) < 0) {
        return false;
      }
      digit |= isDigit;
    }
    return digit;
  }

  static boolean hasValue(List<String> cells) {
    return cells.stream().anyMatch(HeadCells::isValue);
  }

  /** Returns names for columns that have none: {@code c1,c2,c3}. */
  static String numbered(int columns) {
    return IntStream.rangeClosed(1, columns)
        .mapToObj(column -> "c" + column)
        .collect(Collectors.joining(","));
  }

  /** Returns the first cells, for a message. */
  static String excerpt(List<String> cells) {
    String first = String.join(", ", cells.subList(0, Math.min(MOST_NAMED, cells.size())));
    return Excerpt.plain(cells.size() > MOST_NAMED ? first + ", …" : first);
  }
}
