package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Reads the number of seconds, milliseconds, microseconds or nanoseconds since 1970. Which of them
 * it is, its magnitude says: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds,
 * else nanoseconds. What is finer than a millisecond is floored, before 1970 too.
 */
final class EpochNumber {

  private static final long SECONDS_BELOW = 100_000_000_000L;
  private static final long MILLIS_BELOW = 1_000 * SECONDS_BELOW;
  private static final long MICROS_BELOW = 1_000 * MILLIS_BELOW;
  private static final int MAX_LENGTH = 64;
  private static final int MAX_EXPONENT = 99;

  private EpochNumber() {}

  /**
   * Whether the text is a decimal number at all; it may still be out of range.
   *
   * @return {@code false} also for NaN, a leading {@code +} or a leading point
   */
  static boolean isNumber(byte[] b, int off, int end) {
    int i = off < end && b[off] == '-' ? off + 1 : off;
    int integerEnd = endOfDigits(b, i, end);
    if (integerEnd == i) {
      return false;
    }
    i = integerEnd;
    if (i < end && b[i] == '.') {
      int fractionEnd = endOfDigits(b, i + 1, end);
      if (fractionEnd == i + 1) {
        return false;
      }
      i = fractionEnd;
    }
    if (i < end && (b[i] == 'e' || b[i] == 'E')) {
      i++;
      i = i < end && (b[i] == '-' || b[i] == '+') ? i + 1 : i;
      return i < end && endOfDigits(b, i, end) == end;
    }
    return i == end;
  }

  /** The milliseconds of a text that {@link #isNumber}; not yet checked to be of a sane year. */
  static long millis(byte[] b, int off, int end) throws ParseException {
    boolean negative = b[off] == '-';
    int start = negative ? off + 1 : off;
    int integerEnd = endOfDigits(b, start, end);
    int fractionEnd =
        integerEnd < end && b[integerEnd] == '.' ? endOfDigits(b, integerEnd + 1, end) : integerEnd;
    if (fractionEnd < end || integerEnd - start > 18) {
      return exactMillis(b, off, end);
    }
    long whole = 0;
    for (int i = start; i < integerEnd; i++) {
      whole = whole * 10 + (b[i] - '0');
    }
    boolean seconds = whole < SECONDS_BELOW;
    long divisor = seconds || whole < MILLIS_BELOW ? 1 : whole < MICROS_BELOW ? 1_000 : 1_000_000;
    long millis = seconds ? whole * 1_000 : whole / divisor;
    boolean rest = whole % divisor != 0;
    int unit = seconds ? 100 : 0;
    for (int i = integerEnd + 1; i < fractionEnd; i++) {
      int digit = b[i] - '0';
      millis += (long) digit * unit;
      rest |= unit == 0 && digit != 0;
      unit /= 10;
    }
    return negative ? -millis - (rest ? 1 : 0) : millis;
  }

  /** The seldom case: more than 18 digits, or with an exponent. */
  private static long exactMillis(byte[] b, int off, int end) throws ParseException {
    if (end - off > MAX_LENGTH) {
      throw new ParseException(
          "has " + (end - off) + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    BigDecimal number;
    try {
      number = new BigDecimal(new String(b, off, end - off, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException tooLargeAnExponent) {
      throw TimestampParser.outOfRange();
    }
    // Bounds the work that an exponent can ask for, before any digits are spelt out.
    if (Math.abs((long) number.scale()) > MAX_EXPONENT + MAX_LENGTH) {
      throw TimestampParser.outOfRange();
    }
    BigDecimal magnitude = number.abs();
    int decimals =
        magnitude.compareTo(BigDecimal.valueOf(SECONDS_BELOW)) < 0
            ? 3
            : magnitude.compareTo(BigDecimal.valueOf(MILLIS_BELOW)) < 0
                ? 0
                : magnitude.compareTo(BigDecimal.valueOf(MICROS_BELOW)) < 0 ? -3 : -6;
    BigDecimal millis = number.scaleByPowerOfTen(decimals).setScale(0, RoundingMode.FLOOR);
    if (millis.precision() > 18) {
      throw TimestampParser.outOfRange();
    }
    return millis.longValueExact();
  }

  private static int endOfDigits(byte[] b, int off, int end) {
    int i = off;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i;
  }
}
