package dev.isotherm.parse.fast;

import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalSyntax;
import dev.isotherm.parse.time.TimestampParser;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads timestamps of the shape {@code yyyy-MM-ddTHH:mm:ss[.fraction]Z}, with 1 to 9 digits of a
 * fraction, as {@link TimestampParser} does. Falls back for others, and for all if another format
 * has precedence. Remembers the last day and the last minute. Holds the last result; not
 * thread-safe.
 */
final class FastTimestamp {

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final long MILLIS_PER_MINUTE = 60_000;

  /** Milliseconds of the last digit, by the number of decimals. */
  private static final int[] MILLIS_PER_UNIT = {1_000, 100, 10, 1};

  private static final int DATE_LENGTH = 10;
  private static final int MINUTE_END = 16;
  private static final int TIME_END = 19;
  private static final int MILLIS_END = 24;

  private final TimestampParser complete;
  private final boolean readsIso;

  /** The first eight and the last two bytes of the last day. */
  private long dayFirst;

  private short dayLast;
  private long dayStart;

  /** The bytes of the last minute. */
  private long minuteFirst;

  private long minuteSecond;
  private long minuteStart;

  private long millis;

  FastTimestamp(TimestampParser complete) {
    this.complete = complete;
    this.readsIso = complete.readsIsoFirst();
    // A minute is remembered from the start, so that zero bytes are not taken for one.
    read("1970-01-01T00:00:00Z".getBytes(StandardCharsets.US_ASCII), 0);
  }

  /** The timestamp read last, in milliseconds since the epoch. */
  long millis() {
    return millis;
  }

  /**
   * Reads the timestamp that begins at an index.
   *
   * @return the index behind it, which may lie beyond the message; FALLBACK if there is no
   *     timestamp of this shape
   */
  int read(byte[] bytes, int from) {
    if (from <= bytes.length - MILLIS_END
        && Swar.at(bytes, from) == minuteFirst
        && Swar.at(bytes, from + Long.BYTES) == minuteSecond) {
      int ofMinute = Swar.millisOfMinute(Swar.at(bytes, from + MINUTE_END));
      if (ofMinute >= 0 && readsIso) {
        millis = minuteStart + ofMinute;
        return from + MILLIS_END;
      }
    }
    return readOtherMinute(bytes, from);
  }

  private int readOtherMinute(byte[] bytes, int from) {
    if (from > bytes.length - TIME_END - 1 || !readsIso) {
      return FastPathParser.FALLBACK;
    }
    long first = Swar.at(bytes, from);
    long second = Swar.at(bytes, from + Long.BYTES);
    boolean known = first == dayFirst && (short) second == dayLast;
    if (!known && !moveTo(bytes, from, first, (short) second)) {
      return FastPathParser.FALLBACK;
    }
    int seconds = Swar.secondOfDay(Swar.at(bytes, from + DATE_LENGTH + 1));
    if (seconds < 0 || bytes[from + DATE_LENGTH] != 'T') {
      return FastPathParser.FALLBACK;
    }
    minuteFirst = first;
    minuteSecond = second;
    minuteStart = dayStart + seconds / 60 * MILLIS_PER_MINUTE;
    long read = dayStart + seconds * 1_000L;
    int end = from + TIME_END;
    if (bytes[end] == '.') {
      long word = Swar.at(bytes, end + 1);
      int decimals = Swar.digits(word);
      end += 1 + decimals;
      if (decimals == 3) {
        read += Swar.decimal(3, word);
      } else if (decimals == 0) {
        return FastPathParser.FALLBACK;
      } else {
        int counted = Math.min(decimals, 3);
        read += Swar.decimal(counted, word) * MILLIS_PER_UNIT[counted];
        if (decimals == Long.BYTES && end < bytes.length && DecimalSyntax.isDigit(bytes[end])) {
          end++;
        }
      }
    }
    if (end >= bytes.length || bytes[end] != 'Z') {
      return FastPathParser.FALLBACK;
    }
    millis = read;
    return end + 1;
  }

  /**
   * Reads a timestamp of any shape that fills the given bytes.
   *
   * @return {@code false} if there is none, or if it may be two instants: the complete parser of
   *     the format says so
   */
  boolean readFully(byte[] bytes, int from, int length) {
    try {
      millis = complete.parse(bytes, from, length);
      return !complete.isRepeated();
    } catch (ParseException e) {
      return false; // the complete parser reports why
    }
  }

  /** Returns whether a timestamp had a time of the day without an offset. */
  boolean hasReadLocalTimes() {
    return complete.hasReadLocalTimes();
  }

  private boolean moveTo(byte[] bytes, int from, long first, short last) {
    if (Swar.digits(first) != 4
        || bytes[from + 4] != '-'
        || Swar.digits(first >>> 40) != 2
        || bytes[from + 7] != '-'
        || Swar.digits(last & 0xFFFFL) != 2) {
      return false;
    }
    int year = (int) Swar.decimal(4, first);
    int month = (int) Swar.decimal(2, first >>> 40);
    int day = (int) Swar.decimal(2, last);
    if (year < 1 || month < 1 || month > 12) {
      return false;
    }
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return false;
    }
    dayFirst = first;
    dayLast = last;
    dayStart = LocalDate.of(year, month, day).toEpochDay() * MILLIS_PER_DAY;
    return true;
  }
}
