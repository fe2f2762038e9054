package dev.isotherm.parse.time;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains dates of numbers whose order is unknown, such as 03/04/2025 or 01-02-03. They are never
 * read without a pattern, also if one number is above 12: other rows of the same file are not that
 * clear.
 */
final class AmbiguousDate {

  private static final Pattern DATE =
      Pattern.compile(
          "\\s*(\\d{1,2})([/.\\- ])(\\d{1,2}|[A-Za-z]{3,9})\\2(\\d{4}|\\d{2})(?!\\d)(.*)",
          Pattern.DOTALL);
  private static final Pattern TIME =
      Pattern.compile(
          "([T ,]+)(\\d{1,2})([:.])\\d{2}(\\3\\d{2}([.,]\\d{1,9})?)?("
              + " ?)([AaPp](?:\\.?[Mm]\\.?)?(?![A-Za-z]))?(.*)");
  private static final int YEAR_DIGITS = 4;
  private static final String UNKNOWN_TIME = " …";

  private AmbiguousDate() {}

  /**
   * Returns which dates a text may be and how to say which, as the end of a sentence that begins
   * with the text; {@code null} if it does not begin with such a date.
   */
  static @Nullable String in(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return null;
    }
    List<String> readings = new ArrayList<>();
    List<String> formats = new ArrayList<>();
    for (String order : orders(date)) {
      LocalDate read = read(date, order);
      if (read != null) {
        String pattern = pattern(date, order);
        readings.add(read + " (" + pattern + ")");
        formats.add("\"" + pattern + timePattern(date.group(5)) + "\"");
      }
    }
    if (readings.isEmpty()) {
      return null;
    }
    return (readings.size() == 1 ? "is only " : "may be ")
        + String.join(" or ", readings)
        + (readings.size() == 1 ? " by its numbers, which differ from row to row" : "")
        + "; --timestamp-format "
        + String.join(" or ", formats)
        + " says which";
  }

  /** Returns the patterns in which a text may be written; none if it is no such date. */
  static List<String> patterns(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return List.of();
    }
    String time = timePattern(date.group(5));
    return time.equals(UNKNOWN_TIME)
        ? List.of()
        : orders(date).stream()
            .filter(order -> read(date, order) != null)
            .map(order -> pattern(date, order) + time)
            .toList();
  }

  private static List<String> orders(Matcher date) {
    boolean named = Character.isLetter(date.group(3).charAt(0));
    if (named) {
      return date.group(4).length() == YEAR_DIGITS ? List.of() : List.of("dMy", "yMd");
    }
    return date.group(4).length() == YEAR_DIGITS
        ? List.of("dMy", "Mdy")
        : List.of("dMy", "Mdy", "yMd");
  }

  private static @Nullable LocalDate read(Matcher date, String order) {
    try {
      int year = number(date, order, 'y');
      return year == 0
          ? null
          : LocalDate.of(year, number(date, order, 'M'), number(date, order, 'd'));
    } catch (DateTimeException | NumberFormatException noDate) {
      return null;
    }
  }

  private static String part(Matcher date, String order, char letter) {
    return date.group(List.of(1, 3, 4).get(order.indexOf(letter)));
  }

  private static int number(Matcher date, String order, char letter) {
    String part = part(date, order, letter);
    if (letter == 'M' && Character.isLetter(part.charAt(0))) {
      return monthOf(part);
    }
    if (letter == 'y' && part.length() < 2) {
      return 0; // no year has one digit
    }
    int number = Integer.parseInt(part);
    boolean yearOfCentury = letter == 'y' && part.length() < YEAR_DIGITS;
    return yearOfCentury ? 2_000 + number : number;
  }

  private static int monthOf(String name) {
    PatternFields fields = new PatternFields();
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    int end = PatternElement.Name.MONTH.match(bytes, 0, bytes.length, fields);
    return end == bytes.length ? fields.get(PatternField.MONTH, 0) : 0;
  }

  /** Returns the pattern of the date; two letters where a zero shows that there are two digits. */
  private static String pattern(Matcher date, String order) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < order.length(); i++) {
      char letter = order.charAt(i);
      String part = part(date, order, letter);
      int letters = part.startsWith("0") || part.length() == YEAR_DIGITS ? part.length() : 1;
      if (letter == 'y') {
        letters = part.length();
      } else if (Character.isLetter(part.charAt(0))) {
        letters = 3;
      }
      pattern
          .append(pattern.isEmpty() ? "" : date.group(2))
          .append(String.valueOf(letter).repeat(letters));
    }
    return pattern.toString();
  }

  private static String timePattern(String rest) {
    if (rest.isBlank()) {
      return "";
    }
    Matcher time = TIME.matcher(rest);
    if (!time.matches()) {
      return UNKNOWN_TIME;
    }
    boolean half = time.group(7) != null;
    String hour = half ? "h" : "H";
    boolean two = time.group(2).startsWith("0");
    StringBuilder pattern = new StringBuilder(time.group(1).replace("T", "'T'"));
    pattern.append(two ? hour + hour : hour).append(time.group(3)).append("mm");
    if (time.group(4) != null) {
      pattern.append(time.group(3)).append("ss");
      if (time.group(5) != null) {
        pattern.append(time.group(5).charAt(0)).append('f');
      }
    }
    if (half) {
      pattern.append(time.group(6)).append('a');
    }
    String zone = half ? time.group(8) : time.group(6) + time.group(8);
    if (!zone.isBlank()) {
      pattern.append(zone.startsWith(" ") ? " z" : "z");
    }
    return pattern.toString();
  }
}
