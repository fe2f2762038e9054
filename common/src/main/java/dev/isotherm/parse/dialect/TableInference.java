package dev.isotherm.parse.dialect;

import dev.isotherm.parse.dialect.Inferred.Kind;
import dev.isotherm.parse.dialect.Inferred.Note;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.number.NumberStyle;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Infers what separates the cells of a table, and checks that its header is on its first line. */
final class TableInference {

  private static final Pattern GROUPED =
      Pattern.compile("\\d[ '\\u00A0\\u202F\\u2009\\u2019]\\d{3}");

  /** Dates and times have more digits than units do. */
  private static final Pattern DIGITS = Pattern.compile("\\d{4}|\\d:\\d|\\d[-/.]\\d");

  private final FileHead head;
  private final DialectOptions options;
  private final List<HeadLine> lines;
  private final List<HeadLine> comments;
  private final List<Note> notes;
  private final TableShape shape;

  /**
   * Looks at a table.
   *
   * @param lines those that are neither skipped nor blank nor comments
   * @param comments the comment lines above them, the last one first
   * @param notes takes what is inferred
   */
  TableInference(
      FileHead head,
      DialectOptions options,
      List<HeadLine> lines,
      List<HeadLine> comments,
      List<Note> notes) {
    this.head = head;
    this.options = options;
    this.lines = lines;
    this.comments = comments;
    this.notes = notes;
    this.shape = new TableShape(lines, options.columns());
  }

  /**
   * Returns what separates the cells.
   *
   * @param separator what the file itself says
   * @throws RefusedFileException if it may be several
   */
  char delimiter(@Nullable Character separator) {
    if (options.delimiter() != null) {
      return options.delimiter();
    }
    if (separator != null) {
      return separator;
    }
    char named = FileFormat.delimiterOf(head.contentName());
    char found = found(named);
    if (found != named) {
      notes.add(
          new Note(
              Kind.DELIMITER,
              "is read with " + described(found) + " between its cells (--delimiter)"));
    }
    return found;
  }

  private char found(char named) {
    List<Character> fitting = shape.fitting();
    if (fitting.size() > 1) {
      throw head.refused(
          "may have "
              + fitting.stream().map(TableInference::described).collect(Collectors.joining(" or "))
              + " between its cells: --delimiter says which");
    }
    if (!fitting.isEmpty()) {
      return fitting.get(0);
    }
    if (shape.header(named).size() > 1) {
      return named;
    }
    List<Character> likely = shape.inHeader();
    if (likely.isEmpty()) {
      likely = shape.splitting();
    }
    return likely.size() == 1 ? likely.get(0) : named;
  }

  private static String described(char delimiter) {
    return switch (delimiter) {
      case Delimiters.BLANKS -> "blanks";
      case '\t' -> "a tab";
      default -> "\"" + delimiter + "\"";
    };
  }

  /**
   * Checks the header.
   *
   * @throws RefusedFileException if the first line is none
   */
  void requireHeader(char delimiter) {
    if (!options.columns().isEmpty() || lines.isEmpty()) {
      return;
    }
    requireNoComment(delimiter);
    List<String> header = shape.header(delimiter);
    List<String> named = header.stream().filter(cell -> !cell.isEmpty()).toList();
    boolean values = !named.isEmpty() && named.stream().allMatch(HeadCells::isValue);
    if ((values || shape.headerIsLikeRows(delimiter)) && !shape.rows().isEmpty()) {
      throw noHeader(delimiter, header);
    }
    if (shape.lacksName(delimiter)) {
      throw head.refused(
          "has "
              + header.size()
              + " cells in its header and one more in each row: --columns names all columns, with"
              + " --skip-lines "
              + lines.get(0).number());
    }
    int cells = shape.cellsOfRows(delimiter);
    if (cells > 1 && !shape.fits(delimiter)) {
      throw headerElsewhere(delimiter, header.size(), cells);
    }
    requireDifferentNames(delimiter, header);
    noteUnits(delimiter);
  }

  /** A line of units, or of types, is one that is rejected unless it is skipped. */
  private void noteUnits(char delimiter) {
    boolean given = options.skipAfterHeader() > 0;
    if (given || lines.size() < 3 || linesWithoutValue(delimiter, 1) != 1) {
      return;
    }
    List<String> units = HeadCells.split(lines.get(1).text(), delimiter);
    boolean mayBeRow = units.stream().anyMatch(cell -> DIGITS.matcher(cell).find());
    if (units.size() > 1 && !mayBeRow) {
      notes.add(
          new Note(
              Kind.UNITS,
              "has no value in the line below its header ("
                  + HeadCells.excerpt(units)
                  + "): --skip-after-header 1 skips it"));
    }
  }

  private RefusedFileException noHeader(char delimiter, List<String> header) {
    String values =
        "has values in its first line, and no names (" + HeadCells.excerpt(header) + ")";
    ColumnNames columnNames = new ColumnNames(lines, delimiter);
    for (HeadLine comment : comments) {
      List<String> names = columnNames.inComment(comment);
      if (!names.isEmpty()) {
        Remedy columns = new Remedy("columns", QuotedList.join(names));
        return head.refused(
            values
                + "; line "
                + comment.number()
                + ", a comment, seems to name the columns: --columns "
                + Excerpt.plain(columns.value()),
            columns);
      }
    }
    return head.refused(
        values + ": --columns names the columns of a table without a header",
        new Remedy("columns", HeadCells.numbered(header.size())));
  }

  private void requireDifferentNames(char delimiter, List<String> header) {
    String repeated = ColumnNames.repeated(header);
    if (repeated == null || shape.rows().isEmpty()) {
      return;
    }
    ColumnNames names = new ColumnNames(lines, delimiter);
    int several = names.lines();
    Remedy columns = new Remedy("columns", QuotedList.join(names.different()));
    int last = lines.get(several - 1).number();
    Remedy skip = new Remedy("skip-lines", String.valueOf(last));
    throw head.refused(
        String.format(
            "has the name %s more than once in its header%s: --columns names the columns apart,"
                + " with --skip-lines %d",
            Excerpt.quoted(repeated), several == 1 ? "" : ", which goes over lines", last),
        columns,
        skip);
  }

  private void requireNoComment(char delimiter) {
    if (options.comment() != null) {
      return;
    }
    long marked = lines.stream().takeWhile(line -> line.text().startsWith("#")).count();
    if (marked > 1 || (marked == 1 && !shape.fits(delimiter))) {
      throw head.refused(
          "begins with a line that starts with #; if that is a comment, --comment '#' skips such"
              + " lines",
          new Remedy("comment", "#"));
    }
  }

  private RefusedFileException headerElsewhere(char delimiter, int inHeader, int inRows) {
    String counts =
        String.format(
            "has %s in line %d and %d in most lines below: ",
            inHeader == 1 ? "1 cell" : inHeader + " cells", lines.get(0).number(), inRows);
    for (int i = 1; i < lines.size(); i++) {
      List<String> cells = HeadCells.split(lines.get(i).text(), delimiter);
      boolean isLikeRows = cells.size() == inRows;
      if (isLikeRows && HeadCells.hasValue(cells)) {
        break;
      }
      if (isLikeRows) {
        int units = linesWithoutValue(delimiter, i + 1);
        Remedy above = new Remedy("skip-lines", String.valueOf(lines.get(i).number() - 1));
        Remedy below = new Remedy("skip-after-header", String.valueOf(units));
        return head.refused(
            counts
                + String.format(
                    "line %d seems to be the header (%s): --skip-lines %s%s",
                    lines.get(i).number(),
                    HeadCells.excerpt(cells),
                    above.value(),
                    units == 0 ? "" : " --skip-after-header " + units),
            units == 0 ? new Remedy[] {above} : new Remedy[] {above, below});
      }
    }
    List<String> shorter = new ColumnNames(lines, delimiter).ofShorterRows(inRows);
    if (!shorter.isEmpty()) {
      Remedy columns = new Remedy("columns", QuotedList.join(shorter));
      Remedy skip = new Remedy("skip-lines", String.valueOf(lines.get(0).number()));
      return head.refused(
          counts
              + "--columns "
              + Excerpt.plain(columns.value())
              + " --skip-lines "
              + skip.value()
              + " leaves out the cells that few rows have",
          columns,
          skip);
    }
    return head.refused(
        counts
            + "if another line is the header, --skip-lines says how many are above it; --columns"
            + " names the columns of a table without a header");
  }

  private int linesWithoutValue(char delimiter, int from) {
    int count = 0;
    while (from + count < lines.size()
        && !HeadCells.hasValue(HeadCells.split(lines.get(from + count).text(), delimiter))) {
      count++;
    }
    return from + count == lines.size() ? 0 : count;
  }

  /**
   * Returns how numbers are written.
   *
   * @throws RefusedFileException if it may be in several ways
   */
  NumberStyle numbers(char delimiter) {
    NumberInference numbers = new NumberInference(head, options, notes);
    // Between commas, a cell that holds one is in quotes.
    char needed = delimiter == ',' ? '"' : ',';
    if (shape.rows().stream()
        .noneMatch(row -> row.indexOf(needed) >= 0 || GROUPED.matcher(row).find())) {
      return numbers.style();
    }
    List<String> columns = shape.header(delimiter);
    List<List<String>> rows =
        shape.rows().stream().map(row -> HeadCells.split(row, delimiter)).toList();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      numbers.add(
          columns.get(i),
          rows.stream().filter(row -> row.size() > column).map(row -> row.get(column)).toList());
    }
    return numbers.style();
  }

  ExtraColumn extraColumn(char delimiter) {
    ExtraColumn extra = shape.extraColumn(delimiter);
    if (extra == ExtraColumn.FIRST) {
      notes.add(
          new Note(
              Kind.ROW_NAMES,
              "has a cell more in each row than in its header: the first one is taken for the name"
                  + " of the row (--columns)"));
    }
    return extra;
  }
}
