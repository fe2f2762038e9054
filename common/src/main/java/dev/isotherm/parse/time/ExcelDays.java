package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalSyntax;
import java.time.LocalDate;

/**
 * Days since 1899-12-30 with decimals, as spreadsheets count the days of local times. The result is
 * rounded to the nearest millisecond, because a quarter of an hour has no exact decimals. Days
 * before 1900-03-01 are refused: spreadsheets count a 29 February 1900.
 */
final class ExcelDays implements InstantForm {

  private static final long DAY_ZERO = LocalDate.of(1899, 12, 30).toEpochDay();
  private static final long FIRST = LocalDate.of(1900, 3, 1).toEpochDay() - DAY_ZERO;
  private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay() - DAY_ZERO;
  private static final int MOST_DIGITS = 7;

  /** As many decimals as are counted: 9 microseconds. */
  private static final int DECIMALS = 10;

  private static final long DECIMAL_UNITS = 10_000_000_000L;

  private final LocalTimes times;

  ExcelDays(LocalTimes times) {
    this.times = times;
  }

  @Override
  public long read(byte[] b, int off, int end) throws ParseException {
    int point = DecimalSyntax.endOfDigits(b, off, end);
    boolean decimals = point < end && (b[point] == '.' || b[point] == ',');
    int last = decimals ? DecimalSyntax.endOfDigits(b, point + 1, end) : point;
    if (point == off || last < end || (decimals && last == point + 1)) {
      return NO_MATCH;
    }
    long days = point - off > MOST_DIGITS ? Long.MAX_VALUE : number(b, off, point);
    if (days < FIRST || days > LAST) {
      throw new ParseException(
          "is no number of days from " + FIRST + " (1900-03-01) to " + LAST + " (9999-12-31)");
    }
    long ofDay = 0;
    if (decimals) {
      int counted = Math.min(last, point + 1 + DECIMALS);
      long units = number(b, point + 1, counted);
      for (int i = counted - point - 1; i < DECIMALS; i++) {
        units *= 10;
      }
      ofDay = (units * LocalTimes.MILLIS_PER_DAY + DECIMAL_UNITS / 2) / DECIMAL_UNITS;
    }
    LocalDate date = LocalDate.ofEpochDay(DAY_ZERO + days + ofDay / LocalTimes.MILLIS_PER_DAY);
    return times.millisAt(times.day(date), ofDay % LocalTimes.MILLIS_PER_DAY);
  }

  private static long number(byte[] b, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + b[i] - '0';
    }
    return number;
  }
}
