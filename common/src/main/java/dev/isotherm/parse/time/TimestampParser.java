package dev.isotherm.parse.time;

import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalSyntax;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Reads timestamps into milliseconds since 1970-01-01T00:00:00Z:
 *
 * <ul>
 *   <li>{@code yyyy-MM-dd}, then {@code T}, {@code t} or a space, {@code HH:mm[:ss[.fraction]]}
 *       (point or comma, 1 to 9 digits), then nothing or {@code Z}, {@code z}, {@code ±HH:MM},
 *       {@code ±HHMM}, {@code ±HH};
 *   <li>{@code yyyy-MM-dd} alone: the start of the day in the zone;
 *   <li>an epoch number, see {@link EpochNumber}.
 * </ul>
 *
 * <p>A time without an offset is read in the zone, as {@link java.time.ZonedDateTime#of} does: a
 * time skipped in spring is moved forward by the gap (02:30 becomes 03:30), and a time repeated in
 * autumn is the first of the two. Times are rounded down to a millisecond. Years are 0001 to 9999,
 * both as written and in UTC.
 *
 * <p>Not thread-safe: remembers the last day, because a file has many readings of one day.
 */
public final class TimestampParser {

  private static final long MIN_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final int MAX_OFFSET_MINUTES = 18 * 60;

  private final ZoneId zone;
  private DayInZone day;

  /** Creates a parser that reads times without an offset in the given zone. */
  public TimestampParser(ZoneId zone) {
    this.zone = zone;
    this.day = DayInZone.of(LocalDate.EPOCH, zone);
  }

  /** Reads one timestamp that is the whole text, see {@link #parse(byte[], int, int)}. */
  public long parse(String text) throws ParseException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /**
   * Reads one timestamp that fills the given bytes.
   *
   * @return milliseconds since the epoch
   * @throws ParseException if it is no timestamp; the message says why
   */
  public long parse(byte[] b, int off, int len) throws ParseException {
    int end = off + len;
    long millis;
    if (len > 4 && b[off + 4] == '-' && digits(b, off, 4, end) >= 0) {
      millis = iso(b, off, end);
    } else if (EpochNumber.isNumber(b, off, end)) {
      millis = EpochNumber.millis(b, off, end);
    } else {
      throw neither();
    }
    if (millis < MIN_MILLIS || millis > MAX_MILLIS) {
      throw outOfRange();
    }
    return millis;
  }

  private long iso(byte[] b, int off, int end) throws ParseException {
    int year = digits(b, off, 4, end);
    int month = digits(b, off + 5, 2, end);
    int dayOfMonth = digits(b, off + 8, 2, end);
    if (month < 0 || dayOfMonth < 0 || b[off + 7] != '-') {
      throw neither();
    }
    moveTo(year, month, dayOfMonth);
    if (off + 10 == end) {
      return day.startMillis();
    }
    byte separator = b[off + 10];
    int hour = digits(b, off + 11, 2, end);
    int minute = digits(b, off + 14, 2, end);
    boolean separated = separator == 'T' || separator == 't' || separator == ' ';
    if (!separated || hour < 0 || minute < 0 || b[off + 13] != ':') {
      throw neither();
    }
    int i = off + 16;
    int second = 0;
    int millisOfSecond = 0;
    if (i < end && b[i] == ':') {
      second = digits(b, i + 1, 2, end);
      if (second < 0) {
        throw neither();
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
    requireWithin(0, 23, hour, "hour");
    requireWithin(0, 59, minute, "minute");
    requireWithin(0, 59, second, "second");
    long millisOfDay = ((hour * 60L + minute) * 60 + second) * 1_000 + millisOfSecond;
    if (i == end) {
      return day.millisAt(millisOfDay);
    }
    return day.millisAtInUtc(millisOfDay) - offsetMinutes(b, i, end) * 60_000L;
  }

  private void moveTo(int year, int month, int dayOfMonth) throws ParseException {
    if (day.is(year, month, dayOfMonth)) {
      return;
    }
    if (year == 0) {
      throw outOfRange();
    }
    requireWithin(1, 12, month, "month");
    requireWithin(1, YearMonth.of(year, month).lengthOfMonth(), dayOfMonth, "day");
    day = DayInZone.of(LocalDate.of(year, month, dayOfMonth), zone);
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

  private static void requireWithin(int lowest, int highest, int number, String name)
      throws ParseException {
    if (number < lowest || number > highest) {
      throw new ParseException(
          "has " + name + " " + number + "; " + lowest + " to " + highest + " are allowed");
    }
  }

  private static ParseException neither() {
    return new ParseException(
        "is neither ISO-8601, such as 2026-01-31T12:34:56.789Z, nor an epoch number");
  }

  static ParseException outOfRange() {
    return new ParseException("lies outside the years 0001 to 9999");
  }
}
