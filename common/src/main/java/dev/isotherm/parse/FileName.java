package dev.isotherm.parse;

import dev.isotherm.parse.dialect.FileFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file says: {@code cellar-2025-06-29.txt.gz} is of the sensor {@code cellar},
 * on that day.
 *
 * @param sensor the name without its endings, and without the day and what separates it from the
 *     rest; the day itself if there is no rest
 * @param day the first date in the name, {@code 2025-07-01} or {@code 20250701}; {@code null} if
 *     there is none
 */
record FileName(String sensor, @Nullable LocalDate day) {

  private static final Pattern DATE = Pattern.compile("(?<!\\d)\\d{4}-?\\d{2}-?\\d{2}(?!\\d)");

  private static final String SEPARATORS = "-_. ";

  /** Reads the last part of a path. */
  static FileName of(String path) {
    String name = withoutEndings(path.substring(path.lastIndexOf('/') + 1));
    Matcher matcher = DATE.matcher(name);
    while (matcher.find()) {
      String digits = matcher.group().replace("-", "");
      try {
        LocalDate day = LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE);
        return new FileName(without(name, matcher.start(), matcher.end()), day);
      } catch (DateTimeException e) {
        // Eight digits that are no date, such as an order number.
      }
    }
    return new FileName(name, null);
  }

  /** Removes the ending, after that of a packed file. */
  private static String withoutEndings(String name) {
    String unpacked = FileFormat.uncompressed(name);
    int dot = unpacked.lastIndexOf('.');
    return dot > 0 ? unpacked.substring(0, dot) : unpacked;
  }

  /** Removes a part, and one separator before it, or else behind it. */
  private static String without(String name, int from, int to) {
    boolean before = from > 0 && SEPARATORS.indexOf(name.charAt(from - 1)) >= 0;
    boolean behind = to < name.length() && SEPARATORS.indexOf(name.charAt(to)) >= 0;
    String rest =
        name.substring(0, before ? from - 1 : from)
            + name.substring(!before && behind ? to + 1 : to);
    return rest.isBlank() ? name : rest;
  }
}
