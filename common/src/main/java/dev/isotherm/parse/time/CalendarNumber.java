package dev.isotherm.parse.time;

import dev.isotherm.parse.number.DecimalSyntax;
import java.time.Instant;
import java.time.YearMonth;

/**
 * Whole numbers that a person reads as a date: years, and {@code yyyyMMdd}, {@code yyyyMMddHH},
 * {@code yyyyMMddHHmm}, {@code yyyyMMddHHmmss} of the years 1900 to 2100. As epoch numbers they
 * would be other instants: 20250701 lies in 1970, and 2025070110 in 2034. So neither is assumed.
 *
 * <p>Epoch numbers that producers write today are not among them: seconds have ten digits and begin
 * with 1, milliseconds have 13 digits, microseconds 16, nanoseconds 19. From 2030-03-17 to
 * 2036-07-22, about nine of a thousand numbers of seconds also read as a date with an hour.
 */
final class CalendarNumber {

  private static final String PATTERN = "yyyyMMddHHmmss";
  private static final int YEAR = 4;
  private static final int DAY = 8;
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;

  private CalendarNumber() {}

  /**
   * Returns the number of digits of a decimal number that reads as a date; 0 for others. Zeros
   * behind a point do not count: programs that hold dates as floating-point numbers write them.
   */
  static int digits(byte[] b, int off, int end) {
    int digits = DecimalSyntax.endOfDigits(b, off, end) - off;
    boolean dateLike = digits == YEAR || (digits >= DAY && digits <= PATTERN.length());
    if (!dateLike || digits % 2 != 0 || !isWhole(b, off + digits, end)) {
      return 0;
    }
    return digits == YEAR || isDate(b, off, digits) ? digits : 0;
  }

  /** Returns the pattern of a number with so many digits. */
  static String pattern(int digits) {
    return PATTERN.substring(0, digits);
  }

  private static boolean isWhole(byte[] b, int point, int end) {
    for (int i = point + 1; i < end; i++) {
      if (b[i] != '0') {
        return false;
      }
    }
    return point == end || b[point] == '.';
  }

  private static boolean isDate(byte[] b, int off, int digits) {
    int year = two(b, off, digits, 0) * 100 + two(b, off, digits, 2);
    int month = two(b, off, digits, 4);
    int day = two(b, off, digits, 6);
    return year >= FIRST_YEAR
        && year <= LAST_YEAR
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth()
        && two(b, off, digits, 8) < 24
        && two(b, off, digits, 10) < 60
        && two(b, off, digits, 12) < 60;
  }

  /** Returns the number that two digits spell; 0 behind the last digit. */
  private static int two(byte[] b, int off, int digits, int index) {
    return index < digits ? 10 * (b[off + index] - '0') + b[off + index + 1] - '0' : 0;
  }

  /**
   * Returns what is wrong with such a number, as the end of a sentence that begins with it.
   *
   * @param epochMillis what it is as an epoch number
   */
  static String ambiguity(String number, int digits, long epochMillis) {
    return "may be "
        + date(number, digits)
        + " or, as an epoch number, "
        + Instant.ofEpochMilli(epochMillis)
        + "; --timestamp-format "
        + pattern(digits)
        + " or epoch-"
        + (digits <= 10 ? "s" : "ms")
        + " says which";
  }

  private static String date(String number, int digits) {
    StringBuilder date = new StringBuilder(number.substring(0, YEAR));
    if (digits == YEAR) {
      return date.insert(0, "the year ").toString();
    }
    String separators = "--T::";
    for (int i = YEAR; i < digits; i += 2) {
      date.append(separators.charAt(i / 2 - 2)).append(number, i, i + 2);
    }
    return date.append(digits == 10 ? ":00" : "").toString();
  }
}
