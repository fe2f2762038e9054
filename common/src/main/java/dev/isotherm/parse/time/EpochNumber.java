package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalSyntax;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Reads the number of seconds, milliseconds, microseconds or nanoseconds since 1970. Unless it is
 * given, the magnitude gives the unit: seconds below 1e11, milliseconds below 1e14, microseconds
 * below 1e17, else nanoseconds. The result is rounded down to a whole millisecond, also before
 * 1970.
 */
final class EpochNumber {

  private static final long SECONDS_BELOW = 100_000_000_000L;
  private static final long MILLIS_BELOW = 1_000 * SECONDS_BELOW;
  private static final long MICROS_BELOW = 1_000 * MILLIS_BELOW;
  private static final long LARGEST_SECONDS = Long.MAX_VALUE / 1_000 - 1;
  private static final int MAX_LENGTH = 64;
  private static final int MAX_EXPONENT = 99;

  private EpochNumber() {}

  /**
   * Returns whether the text is a decimal number, which may still be out of range.
   *
   * @return {@code false} also for NaN, a leading {@code +} or a leading point
   */
  static boolean isNumber(byte[] b, int off, int end) {
    return DecimalSyntax.end(b, off, end) == end;
  }

  /** Returns the milliseconds of a text that {@link #isNumber}; the year is not checked. */
  static long millis(byte[] b, int off, int end, EpochUnit given) throws ParseException {
    boolean negative = b[off] == '-';
    int start = negative ? off + 1 : off;
    int integerEnd = DecimalSyntax.endOfDigits(b, start, end);
    int fractionEnd =
        integerEnd < end && b[integerEnd] == '.'
            ? DecimalSyntax.endOfDigits(b, integerEnd + 1, end)
            : integerEnd;
    if (fractionEnd < end || integerEnd - start > 18) {
      return exactMillis(b, off, end, given);
    }
    long whole = 0;
    for (int i = start; i < integerEnd; i++) {
      whole = whole * 10 + (b[i] - '0');
    }
    EpochUnit counted = given == EpochUnit.BY_MAGNITUDE ? ofMagnitude(whole) : given;
    boolean seconds = counted == EpochUnit.SECONDS;
    if (seconds && whole > LARGEST_SECONDS) {
      throw TimestampParser.outOfRange();
    }
    long divisor = 1;
    if (counted == EpochUnit.NANOS) {
      divisor = 1_000_000;
    } else if (counted == EpochUnit.MICROS) {
      divisor = 1_000;
    }
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

  private static EpochUnit ofMagnitude(long whole) {
    if (whole < SECONDS_BELOW) {
      return EpochUnit.SECONDS;
    }
    if (whole < MILLIS_BELOW) {
      return EpochUnit.MILLIS;
    }
    return whole < MICROS_BELOW ? EpochUnit.MICROS : EpochUnit.NANOS;
  }

  private static EpochUnit ofMagnitude(BigDecimal number) {
    BigDecimal largest = BigDecimal.valueOf(Long.MAX_VALUE);
    return ofMagnitude(number.min(largest).longValue());
  }

  /** Handles the rare numbers of more than 18 digits or with an exponent. */
  private static long exactMillis(byte[] b, int off, int end, EpochUnit given)
      throws ParseException {
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
    // A huge exponent would take much time and memory.
    if (Math.abs((long) number.scale()) > MAX_EXPONENT + MAX_LENGTH) {
      throw TimestampParser.outOfRange();
    }
    EpochUnit counted = given == EpochUnit.BY_MAGNITUDE ? ofMagnitude(number.abs()) : given;
    BigDecimal millis =
        number.scaleByPowerOfTen(counted.exponentOfMillis).setScale(0, RoundingMode.FLOOR);
    if (millis.precision() > 18) {
      throw TimestampParser.outOfRange();
    }
    return millis.longValueExact();
  }
}
