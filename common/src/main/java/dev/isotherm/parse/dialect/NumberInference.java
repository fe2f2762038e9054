package dev.isotherm.parse.dialect;

import dev.isotherm.parse.dialect.Inferred.Kind;
import dev.isotherm.parse.dialect.Inferred.Note;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.number.NumberStyle;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Infers how the numbers of a file are written. A comma in a number is a decimal comma if it cannot
 * separate cells and if each cell of the column with a digit is a number, read so; but {@code
 * 1,234} alone may be either.
 */
final class NumberInference {

  private static final Pattern PLAIN =
      Pattern.compile("[-+]?(\\d+\\.\\d+|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+([eE][-+]?\\d+)?");
  private static final Pattern COMMA = Pattern.compile("[-+]?\\d*,\\d+([eE][-+]?\\d+)?");
  private static final Pattern GROUPED = Pattern.compile("[-+]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?");
  private static final String OPTIONS =
      ": --decimal-comma reads it as a decimal comma, --no-decimal-comma as text, --thousands ,"
          + " as a separator of thousands";

  private final FileHead head;
  private final DialectOptions options;
  private final List<Note> notes;

  /** A cell with a comma that is certainly a decimal comma, with its column. */
  private @Nullable String certain;

  private @Nullable String uncertain;
  private @Nullable String point;

  /** A number whose thousands are separated, with its column, and what separates them. */
  private @Nullable String grouped;

  private char thousands = NumberStyle.NO_GROUPS;

  NumberInference(FileHead head, DialectOptions options, List<Note> notes) {
    this.head = head;
    this.options = options;
    this.notes = notes;
  }

  /** Takes the cells of a column. */
  void add(@Nullable String column, List<String> cells) {
    String first = null;
    boolean sure = false;
    boolean other = false;
    boolean text = false;
    String firstGrouped = null;
    for (String cell : cells) {
      if (NumberStyle.thousandsOf(cell) != NumberStyle.NO_GROUPS) {
        firstGrouped = firstGrouped == null ? cell : firstGrouped;
        if (cell.indexOf(',') >= 0) {
          first = cell;
          sure = true;
        } else if (cell.indexOf('.') >= 0) {
          point = point == null ? described(column, cell) : point;
        }
      } else if (COMMA.matcher(cell).matches()) {
        boolean grouped = GROUPED.matcher(cell).matches();
        first = first == null || (!sure && !grouped) ? cell : first;
        sure |= !grouped;
      } else if (PLAIN.matcher(cell).matches()) {
        point = point == null ? described(column, cell) : point;
        other = true;
      } else if (!WHOLE.matcher(cell).matches() && hasDigit(cell)) {
        other = true;
        text = true;
      }
    }
    if (firstGrouped != null && !text && grouped == null) {
      grouped = described(column, firstGrouped);
      thousands = NumberStyle.thousandsOf(firstGrouped);
    }
    if (first == null || other) {
      return;
    }
    if (sure) {
      certain = certain == null ? described(column, first) : certain;
    } else {
      uncertain = uncertain == null ? described(column, first) : uncertain;
    }
  }

  private static boolean hasDigit(String cell) {
    return cell.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private static String described(@Nullable String column, String cell) {
    String quoted = Excerpt.quoted(cell);
    return column == null ? quoted : quoted + " in column " + Excerpt.quoted(column);
  }

  /**
   * Returns the style of what was added.
   *
   * @throws RefusedFileException if it may be several
   */
  NumberStyle style() {
    if (options.decimalComma() != null || options.thousands() != null) {
      return given();
    }
    if (grouped != null) {
      notes.add(
          new Note(
              Kind.THOUSANDS,
              "is read with "
                  + (thousands == ' ' ? "blanks" : "apostrophes")
                  + " between its thousands, as in "
                  + grouped
                  + " (--thousands)"));
    }
    if (certain != null && point == null) {
      notes.add(
          new Note(
              Kind.DECIMAL_COMMA,
              "is read with a decimal comma, as in " + certain + " (--no-decimal-comma)"));
      return new NumberStyle(',', thousands);
    }
    if (certain != null) {
      throw head.refused("holds both " + certain + " and " + point + OPTIONS);
    }
    if (uncertain != null) {
      throw head.refused("holds " + uncertain + ", which may have two meanings" + OPTIONS);
    }
    return new NumberStyle('.', thousands);
  }

  private NumberStyle given() {
    boolean comma = options.decimalComma() != null && options.decimalComma();
    return new NumberStyle(
        comma ? ',' : '.',
        options.thousands() == null ? NumberStyle.NO_GROUPS : options.thousands());
  }
}
