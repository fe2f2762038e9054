package dev.isotherm.parse.time;

import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalSyntax;

/**
 * ISO-8601: {@code yyyy-MM-dd}, then {@code T}, {@code t} or a space, {@code HH:mm[:ss[.fraction]]}
 * (point or comma, 1 to 9 digits), then nothing or {@code Z}, {@code z}, {@code ±HH:MM}, {@code
 * ±HHMM}, {@code ±HH}. A date alone is the start of its day.
 */
final class IsoTime implements InstantForm {

  private static final int DATE_LENGTH = 10;
  private static final int MAX_OFFSET_MINUTES = 18 * 60;

  private final LocalTimes times;

  IsoTime(LocalTimes times) {
    this.times = times;
  }

  @Override
  public long read(byte[] b, int off, int end) throws ParseException {
    if (end - off < DATE_LENGTH || b[off + 4] != '-' || b[off + 7] != '-') {
      return NO_MATCH;
    }
    int year = digits(b, off, 4, end);
    int month = digits(b, off + 5, 2, end);
    int dayOfMonth = digits(b, off + 8, 2, end);
    if (year < 0 || month < 0 || dayOfMonth < 0) {
      return NO_MATCH;
    }
    if (off + DATE_LENGTH == end) {
      return times.day(year, month, dayOfMonth).startMillis();
    }
    byte separator = b[off + 10];
    int hour = digits(b, off + 11, 2, end);
    int minute = digits(b, off + 14, 2, end);
    boolean separated = separator == 'T' || separator == 't' || separator == ' ';
    if (!separated || hour < 0 || minute < 0 || b[off + 13] != ':') {
      return NO_MATCH;
    }
    int i = off + 16;
    int second = 0;
    int millisOfSecond = 0;
    if (i < end && b[i] == ':') {
      second = digits(b, i + 1, 2, end);
      if (second < 0) {
        return NO_MATCH;
      }
      i += 3;
      if (i < end && (b[i] == '.' || b[i] == ',')) {
        int fraction = i + 1;
        int unit = 100;
        for (i = fraction; i < end && DecimalSyntax.isDigit(b[i]); i++) {
          millisOfSecond += unit * (b[i] - '0');
          unit /= 10;
        }
        if (i == fraction || i - fraction > 9) {
          throw new ParseException("has a fraction of a second that is not 1 to 9 digits");
        }
      }
    }
    DayInZone day = times.day(year, month, dayOfMonth);
    LocalTimes.requireWithin(0, 23, hour, "hour");
    LocalTimes.requireWithin(0, 59, minute, "minute");
    LocalTimes.requireWithin(0, 59, second, "second");
    long millisOfDay = ((hour * 60L + minute) * 60 + second) * 1_000 + millisOfSecond;
    if (i == end) {
      return times.millisAt(day, millisOfDay);
    }
    return day.millisAtInUtc(millisOfDay) - offsetMinutes(b, i, end) * 60_000L;
  }

  private static int offsetMinutes(byte[] b, int off, int end) throws ParseException {
    int length = end - off;
    if (length == 1 && (b[off] == 'Z' || b[off] == 'z')) {
      return 0;
    }
    boolean signed = b[off] == '+' || b[off] == '-';
    int hours = digits(b, off + 1, 2, end);
    int minutes =
        switch (length) {
          case 3 -> 0;
          case 5 -> digits(b, off + 3, 2, end);
          case 6 -> b[off + 3] == ':' ? digits(b, off + 4, 2, end) : -1;
          default -> -1;
        };
    int total = hours * 60 + minutes;
    if (!signed || hours < 0 || minutes < 0 || minutes > 59 || total > MAX_OFFSET_MINUTES) {
      throw new ParseException(
          "ends in "
              + Excerpt.quoted(b, off, length)
              + ", which is no offset; Z or ±HH:MM up to 18:00 is allowed");
    }
    return b[off] == '-' ? -total : total;
  }

  /** Returns the number that {@code count} digits spell, or -1 if there are fewer digits. */
  private static int digits(byte[] b, int off, int count, int end) {
    if (off + count > end) {
      return -1;
    }
    int number = 0;
    for (int i = off; i < off + count; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
