package dev.isotherm.parse.time;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Compiles one pattern, see {@link InstantPattern}. */
final class PatternCompiler {

  private static final int MOST_DECIMALS = 9;
  private static final String ALLOWED =
      "; allowed are " + FormatWord.ALL + ", or a pattern such as dd/MM/yyyy HH:mm";

  private final String pattern;
  private final Set<PatternField> fields = EnumSet.noneOf(PatternField.class);
  private final Deque<List<PatternElement>> open = new ArrayDeque<>();
  private int next;

  /** Letters of a number of one or more digits that nothing separates from what follows. */
  private String unseparated = "";

  PatternCompiler(String pattern) {
    this.pattern = pattern;
  }

  /** Returns the parts that the pattern reads, perhaps in a section that may be missing. */
  Set<PatternField> fields() {
    return fields;
  }

  List<PatternElement> compile() {
    open.push(new ArrayList<>());
    while (next < pattern.length()) {
      char c = pattern.charAt(next);
      if (c == '[') {
        open.push(new ArrayList<>());
        next++;
      } else if (c == ']') {
        closeSection();
      } else if (c == '\'') {
        quoted();
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        letters(c);
      } else {
        literal(pattern.substring(next, next + Character.charCount(pattern.codePointAt(next))));
        next += Character.charCount(pattern.codePointAt(next));
      }
    }
    if (open.size() > 1) {
      throw new IllegalArgumentException("has a [ without its ]");
    }
    return List.copyOf(open.pop());
  }

  private void closeSection() {
    if (open.size() == 1) {
      throw new IllegalArgumentException("has a ] without its [");
    }
    PatternElement section = new PatternElement.Section(List.copyOf(open.pop()));
    open.peek().add(section);
    next++;
  }

  private void quoted() {
    int close = pattern.indexOf('\'', next + 1);
    if (close < 0) {
      throw new IllegalArgumentException("has a ' without a second one");
    }
    literal(close == next + 1 ? "'" : pattern.substring(next + 1, close));
    next = close + 1;
  }

  private void literal(String text) {
    unseparated = "";
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      add(PatternElement.isBlank(b) ? new PatternElement.Blanks() : new PatternElement.Literal(b));
    }
  }

  private void letters(char letter) {
    int first = next;
    while (next < pattern.length() && pattern.charAt(next) == letter) {
      next++;
    }
    int count = next - first;
    String letters = pattern.substring(first, next);
    if (first > 0 && pattern.charAt(first - 1) == '%') {
      throw new IllegalArgumentException("has %" + letters + ", as strftime does" + ALLOWED);
    }
    switch (letter) {
      case 'y', 'u' -> year(letters);
      case 'M', 'L' -> {
        if (count > 2) {
          name(PatternElement.Name.MONTH);
        } else {
          number(PatternField.MONTH, letters, 2);
        }
      }
      case 'd' -> number(PatternField.DAY, letters, 2);
      case 'D' -> dayOfYear(letters);
      case 'E' -> name(PatternElement.Name.WEEKDAY);
      case 'H' -> number(PatternField.HOUR, letters, 2);
      case 'h' -> number(PatternField.HOUR_OF_HALF_DAY, letters, 2);
      case 'a' -> {
        field(PatternField.HALF_OF_DAY);
        add(new PatternElement.HalfOfDay());
      }
      case 'm' -> number(PatternField.MINUTE, letters, 2);
      case 's' -> number(PatternField.SECOND, letters, 2);
      case 'S' -> decimals(count, count);
      case 'f' -> decimals(1, MOST_DECIMALS);
      case 'X', 'x', 'Z' -> {
        field(PatternField.OFFSET_MINUTES);
        add(new PatternElement.Offset());
      }
      case 'z', 'V', 'O' -> {
        field(PatternField.OFFSET_MINUTES);
        add(new PatternElement.Zone());
      }
      default -> throw unknown(letters);
    }
  }

  private void year(String letters) {
    switch (letters.length()) {
      case 1, 4 -> digits(PatternField.YEAR, letters, 4, 4);
      case 2 -> digits(PatternField.YEAR_SINCE_2000, letters, 2, 2);
      default ->
          throw new IllegalArgumentException(
              "has " + letters + "; a year is yyyy, or yy from 2000 to 2099");
    }
  }

  private void dayOfYear(String letters) {
    if (letters.length() == 2) {
      throw new IllegalArgumentException("has DD; the day of the month is dd");
    }
    number(PatternField.DAY_OF_YEAR, letters, 3);
  }

  private void number(PatternField field, String letters, int most) {
    if (letters.length() != 1 && letters.length() != most) {
      throw new IllegalArgumentException(
          "has " + letters + "; at most " + letters.substring(0, most) + " is allowed");
    }
    digits(field, letters, letters.length(), most);
  }

  private void digits(PatternField field, String letters, int min, int max) {
    requireSeparated(letters);
    field(field);
    add(new PatternElement.Digits(field, min, max));
    unseparated = min < max ? letters : "";
  }

  private void decimals(int min, int max) {
    if (max > MOST_DECIMALS) {
      throw new IllegalArgumentException("has more than " + MOST_DECIMALS + " decimals");
    }
    String letters = min == max ? "S".repeat(max) : "f";
    requireSeparated(letters);
    field(PatternField.MILLI);
    add(new PatternElement.Fraction(min, max));
    unseparated = min < max ? letters : "";
  }

  private void requireSeparated(String letters) {
    if (!unseparated.isEmpty()) {
      throw new IllegalArgumentException(
          "has "
              + letters
              + " directly behind "
              + unseparated
              + ", which may be one digit or more; write "
              + (unseparated.equals("f") ? "SSS" : unseparated.repeat(2)));
    }
  }

  private void name(PatternElement.Name name) {
    field(name.field());
    add(name);
  }

  private void field(PatternField field) {
    fields.add(field);
  }

  private void add(PatternElement element) {
    if (!(element instanceof PatternElement.Digits || element instanceof PatternElement.Fraction)) {
      unseparated = "";
    }
    open.peek().add(element);
  }

  private static IllegalArgumentException unknown(String letters) {
    String error =
        switch (letters.charAt(0)) {
          case 'Y' -> ", the year of a week; the year is yyyy";
          case 'k', 'K' -> "; an hour of the whole day is HH, one of AM or PM hh";
          default -> ", which means nothing" + ALLOWED;
        };
    return new IllegalArgumentException("has " + letters + error);
  }
}
