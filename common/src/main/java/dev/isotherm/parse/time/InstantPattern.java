package dev.isotherm.parse.time;

import java.util.List;
import java.util.Set;

/**
 * How a timestamp is written, in the letters of {@link java.time.format.DateTimeFormatter}, in
 * English:
 *
 * <ul>
 *   <li>{@code yyyy} year, {@code yy} year from 2000 to 2099, {@code MM} or {@code M} month, {@code
 *       MMM} name of the month in full or by its first three letters, {@code dd} or {@code d} day,
 *       {@code DDD} or {@code D} day of the year, {@code EEE} day of the week;
 *   <li>{@code HH} or {@code H} hour, {@code hh} or {@code h} with {@code a} for AM or PM, {@code
 *       mm}, {@code ss}, and one {@code S} per decimal of a second, or {@code f} for 1 to 9 of
 *       them;
 *   <li>{@code X} or {@code Z} offset; {@code z} or {@code VV} offset, UTC, GMT, a name such as
 *       Europe/Berlin, or a short one that has one offset only, such as CEST;
 *   <li>{@code 'text'} as it is, {@code ''} an apostrophe, {@code [}…{@code ]} a section that may
 *       be missing, a space for one blank or more; all else as it is.
 * </ul>
 *
 * <p>Two letters require two digits, one letter allows one. Upper and lower case of names and texts
 * do not matter. 24:00 is the end of a day. Without a month or day, an instant is the start of its
 * year or month.
 *
 * <p>Immutable.
 */
final class InstantPattern {

  private final List<PatternElement> elements;

  private InstantPattern(List<PatternElement> elements) {
    this.elements = elements;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it names no instant, or is ambiguous by itself; the message
   *     says why
   */
  static InstantPattern compile(String pattern) {
    PatternCompiler compiler = new PatternCompiler(pattern);
    List<PatternElement> elements = compiler.compile();
    requireInstant(compiler.fields());
    return new InstantPattern(elements);
  }

  private static void requireInstant(Set<PatternField> has) {
    boolean dayOfYear = has.contains(PatternField.DAY_OF_YEAR);
    boolean month = has.contains(PatternField.MONTH);
    boolean day = has.contains(PatternField.DAY) || dayOfYear;
    boolean half = has.contains(PatternField.HOUR_OF_HALF_DAY);
    boolean hour = has.contains(PatternField.HOUR) || half;
    boolean minute = has.contains(PatternField.MINUTE);
    boolean second = has.contains(PatternField.SECOND);
    require(
        has.contains(PatternField.YEAR) || has.contains(PatternField.YEAR_SINCE_2000),
        "lacks the year: yyyy or yy");
    require(
        month || dayOfYear || !(day || hour),
        "lacks the month: MM, M or MMM" + (minute ? "; mm are minutes" : ""));
    require(
        !dayOfYear || !(month || has.contains(PatternField.DAY)),
        "has a day of the year (D) beside a month or day; the day of the month is dd");
    require(day || !hour, "has an hour but lacks the day: dd or d");
    require(hour || !minute, "has minutes but lacks the hour: HH, or hh with a");
    require(
        half == has.contains(PatternField.HALF_OF_DAY),
        "must have hh and a together: hh is an hour of AM or PM, HH one of the whole day");
    require(minute || !second, "has seconds but lacks the minutes: mm");
    require(second || !has.contains(PatternField.MILLI), "has decimals but lacks the seconds: ss");
    require(
        hour || !has.contains(PatternField.OFFSET_MINUTES), "has a zone but lacks the hour: HH");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Reads the parts of a text; returns {@code false} if it is not written like this pattern. */
  boolean matches(byte[] b, int from, int to, PatternFields into) {
    return PatternElement.matchAll(elements, b, from, to, into) == to;
  }
}
