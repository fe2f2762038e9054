package dev.isotherm.parse.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the first lines of a table show: its delimiter, whether its header is the first of them, and
 * whether its rows have one more cell.
 */
final class TableShape {

  private static final List<Character> CANDIDATES = List.of(',', ';', '\t', '|');

  /** So many rows are enough to judge the delimiter by. */
  private static final int ENOUGH = 50;

  private final List<String> columns;
  private final @Nullable String header;
  private final List<String> rows;
  private final List<String> first;

  /**
   * Looks at a table.
   *
   * @param lines the lines that are neither skipped nor blank nor comments
   * @param columns names of the columns; empty if the first line is the header
   */
  TableShape(List<HeadLine> lines, List<String> columns) {
    this.columns = columns;
    boolean hasHeader = columns.isEmpty() && !lines.isEmpty();
    this.header = hasHeader ? lines.get(0).text() : null;
    this.rows =
        lines.stream()
            .skip(hasHeader ? 1 : 0)
            .map(HeadLine::text)
            .filter(line -> !HeadCells.hasOpenQuote(line))
            .toList();
    this.first = rows.subList(0, Math.min(ENOUGH, rows.size()));
  }

  List<String> header(char delimiter) {
    return header == null ? columns : HeadCells.split(header, delimiter);
  }

  /**
   * Whether most rows hold values and have several cells, perhaps below a header that is not on the
   * first line.
   *
   * @param delimiter {@code null} if it is not known
   */
  boolean isTable(@Nullable Character delimiter) {
    List<Character> likely = new ArrayList<>(delimiter == null ? fitting() : List.of(delimiter));
    if (delimiter == null) {
      likely.addAll(splitting());
    }
    return likely.stream()
        .anyMatch(one -> fits(one) ? hasValues(one) : cellsOfRows(one) > 1 && endsInValues(one));
  }

  /** Returns the delimiters for which header and rows agree. */
  List<Character> fitting() {
    List<Character> fitting = new ArrayList<>();
    for (char candidate : CANDIDATES) {
      if (fits(candidate)) {
        fitting.add(candidate);
      }
    }
    if (fitting.size() > 1) {
      List<Character> whole = fitting.stream().filter(this::splitsNoQuotes).toList();
      return whole.isEmpty() ? fitting : whole;
    }
    if (fitting.isEmpty() && fits(Delimiters.BLANKS) && hasValues(Delimiters.BLANKS)) {
      fitting.add(Delimiters.BLANKS);
    }
    return fitting;
  }

  /** Whether no name begins or ends in quotes of another one. */
  private boolean splitsNoQuotes(char delimiter) {
    return header(delimiter).stream().noneMatch(cell -> cell.indexOf('"') >= 0);
  }

  /** Returns the candidates that are in the header. */
  List<Character> inHeader() {
    return CANDIDATES.stream().filter(candidate -> header(candidate).size() > 1).toList();
  }

  /** Whether most rows have the cells that the header names, or one more. */
  boolean fits(char delimiter) {
    List<String> header = header(delimiter);
    int named = HeadCells.withoutBlankEnd(header).size();
    return header.size() > 1
        && most(
            row -> {
              int cells = HeadCells.split(row, delimiter).size();
              return cells >= named && cells <= header.size() + 1 && cells > 1;
            });
  }

  /** Whether most rows hold a number or a date. */
  boolean hasValues(char delimiter) {
    return most(row -> HeadCells.hasValue(HeadCells.split(row, delimiter)));
  }

  private boolean endsInValues(char delimiter) {
    return HeadCells.hasValue(HeadCells.split(first.get(first.size() - 1), delimiter));
  }

  /**
   * Whether the header holds a value wherever most rows do, so that it is a row itself. Names such
   * as 2024 or 0.5 are those of some columns, and not of the one with the instant.
   */
  boolean headerIsLikeRows(char delimiter) {
    List<String> names = header(delimiter);
    List<List<String>> cells = first.stream().map(row -> HeadCells.split(row, delimiter)).toList();
    int alike = 0;
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      long values =
          cells.stream()
              .filter(row -> row.size() > column && HeadCells.isValue(row.get(column)))
              .count();
      if (2 * values > cells.size()) {
        if (!HeadCells.isValue(names.get(i))) {
          return false;
        }
        alike++;
      }
    }
    return alike > 0;
  }

  private boolean most(Predicate<String> condition) {
    return 2 * first.stream().filter(condition).count() > first.size();
  }

  ExtraColumn extraColumn(char delimiter) {
    int columns = header(delimiter).size();
    List<List<String>> longer =
        first.stream()
            .map(row -> HeadCells.split(row, delimiter))
            .filter(cells -> cells.size() == columns + 1)
            .toList();
    if (2 * longer.size() <= first.size()) {
      return ExtraColumn.NONE;
    }
    if (longer.stream().allMatch(cells -> cells.get(columns).isEmpty())) {
      return ExtraColumn.LAST;
    }
    return isLongerEverywhere(longer.size()) && areCounted(longer)
        ? ExtraColumn.FIRST
        : ExtraColumn.NONE;
  }

  private boolean isLongerEverywhere(int longer) {
    return longer == first.size() && longer > 1 && header != null;
  }

  /** Whether the first cells count the rows, as R writes them. */
  private static boolean areCounted(List<List<String>> rows) {
    try {
      long start = Long.parseLong(rows.get(0).get(0));
      for (int i = 1; i < rows.size(); i++) {
        if (Long.parseLong(rows.get(i).get(0)) != start + i) {
          return false;
        }
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether each row has one cell more than the header, so that one of the columns has no name. */
  boolean lacksName(char delimiter) {
    int columns = header(delimiter).size();
    return extraColumn(delimiter) == ExtraColumn.NONE
        && isLongerEverywhere(
            (int)
                first.stream()
                    .filter(row -> HeadCells.split(row, delimiter).size() == columns + 1)
                    .count());
  }

  /** Returns the number of cells that most rows have; 0 if they do not agree. */
  int cellsOfRows(char delimiter) {
    Map<Integer, Integer> counts = new HashMap<>();
    first.forEach(row -> counts.merge(HeadCells.split(row, delimiter).size(), 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 1 && 2 * count.getValue() > first.size())
        .mapToInt(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /** Returns the candidates by which most rows have the same number of cells, more than one. */
  List<Character> splitting() {
    return CANDIDATES.stream().filter(candidate -> cellsOfRows(candidate) > 1).toList();
  }

  List<String> rows() {
    return rows;
  }
}
