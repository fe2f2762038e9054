package dev.isotherm.parse.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds names for the columns of a table whose header cannot be used as it is. */
final class ColumnNames {

  /** Of so many lines, names are put together. */
  private static final int MOST_LINES = 4;

  private final List<HeadLine> lines;
  private final char delimiter;

  /**
   * Looks at a table.
   *
   * @param lines those that are neither skipped nor blank nor comments; the header is the first one
   */
  ColumnNames(List<HeadLine> lines, char delimiter) {
    this.lines = lines;
    this.delimiter = delimiter;
  }

  /** Returns the first name that is there more than once; {@code null} if there is none. */
  static @Nullable String repeated(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream()
        .filter(name -> !name.isEmpty() && !seen.add(name))
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the number of lines that hold names: those from the header on that hold no value, as
   * several cells. Names over several lines are those of one column.
   */
  int lines() {
    int count = 1;
    while (count < Math.min(MOST_LINES, lines.size()) && holdsNames(cells(count))) {
      count++;
    }
    return count == lines.size() ? 1 : count;
  }

  private static boolean holdsNames(List<String> cells) {
    return cells.size() > 1 && !HeadCells.hasValue(cells);
  }

  /** Returns names that are different: those of all header lines, with a number if need be. */
  List<String> different() {
    List<String> names = new ArrayList<>(cells(0));
    int count = lines();
    for (int line = 1; line < count; line++) {
      List<String> below = cells(line);
      for (int i = 0; i < below.size(); i++) {
        if (i == names.size()) {
          names.add("");
        }
        names.set(i, (names.get(i) + " " + below.get(i)).strip());
      }
    }
    return numbered(names);
  }

  private static List<String> numbered(List<String> names) {
    Set<String> seen = new HashSet<>(names);
    Set<String> used = new HashSet<>();
    List<String> different = new ArrayList<>();
    for (String name : names) {
      String other = name;
      for (int i = 2; !name.isEmpty() && !used.add(other); i++) {
        other = name + " " + i;
        if (seen.contains(other)) {
          used.add(other);
        }
      }
      different.add(other);
    }
    return different;
  }

  /** Returns the names in a comment line if it has as many as a row; else an empty list. */
  List<String> inComment(HeadLine comment) {
    String text = comment.text();
    int start = 0;
    while (start < text.length() && text.charAt(start) == text.charAt(0)) {
      start++;
    }
    List<String> names = HeadCells.split(text.substring(start).strip(), delimiter);
    boolean fits = names.size() > 1 && names.size() == cells(0).size();
    boolean valid = !HeadCells.hasValue(names) && repeated(names) == null && !names.contains("");
    return fits && valid ? names : List.of();
  }

  /**
   * Returns the names of the columns that most rows have, and blanks for the others, if one of the
   * first rows has all; else an empty list.
   */
  List<String> ofShorterRows(int cellsOfRows) {
    List<String> header = cells(0);
    boolean complete =
        lines.stream()
            .skip(1)
            .map(line -> HeadCells.split(line.text(), delimiter))
            .anyMatch(row -> row.size() == header.size() && HeadCells.hasValue(row));
    if (!complete || header.size() <= cellsOfRows || HeadCells.hasValue(header)) {
      return List.of();
    }
    List<String> names = new ArrayList<>(header.subList(0, cellsOfRows));
    while (names.size() < header.size()) {
      names.add("");
    }
    return names;
  }

  private List<String> cells(int line) {
    return HeadCells.split(lines.get(line).text(), delimiter);
  }
}
