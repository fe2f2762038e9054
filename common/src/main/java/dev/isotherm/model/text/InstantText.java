package dev.isotherm.model.text;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Writes instants as {@link Instant#toString} does and reads them as {@link Instant#parse} does,
 * several times as fast for years of four digits: every result record has two instants or more.
 */
public final class InstantText {

  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final int WITH_SECONDS = "0000-00-00T00:00:00Z".length();
  private static final int WITH_MILLIS = "0000-00-00T00:00:00.000Z".length();
  private static final int MILLIS_OF_DAY = 86_400_000;

  private InstantText() {}

  /**
   * Writes an instant in UTC, with milliseconds if it has any.
   *
   * @param epochMillis milliseconds since the epoch
   */
  public static String of(long epochMillis) {
    if (epochMillis < FIRST || epochMillis > LAST) {
      return Instant.ofEpochMilli(epochMillis).toString();
    }
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_OF_DAY));
    digits(date.getYear(), 4, text, 0);
    digits(date.getMonthValue(), 2, text, 5);
    digits(date.getDayOfMonth(), 2, text, 8);
    int ofDay = Math.floorMod(epochMillis, MILLIS_OF_DAY);
    digits(ofDay / 3_600_000, 2, text, 11);
    digits(ofDay / 60_000 % 60, 2, text, 14);
    digits(ofDay / 1_000 % 60, 2, text, 17);
    int millis = ofDay % 1_000;
    digits(millis, 3, text, 20);
    if (millis == 0) {
      text = Arrays.copyOf(text, WITH_SECONDS);
      text[WITH_SECONDS - 1] = 'Z';
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads an instant.
   *
   * @return milliseconds since the epoch, rounded down
   * @throws DateTimeException if the text is no instant
   * @throws ArithmeticException if the milliseconds exceed a {@code long}
   */
  public static long millis(String text) {
    int length = text.length();
    if (length == WITH_SECONDS || length == WITH_MILLIS) {
      int year = digits(text, 0, 4);
      int month = digits(text, 5, 2);
      int day = digits(text, 8, 2);
      if (year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31) {
        int time = (digits(text, 11, 2) * 60 + digits(text, 14, 2)) * 60 + digits(text, 17, 2);
        int millis = length == WITH_MILLIS ? digits(text, 20, 3) : 0;
        long epochDay = LocalDate.of(year, month, day).toEpochDay();
        long read = epochDay * MILLIS_OF_DAY + time * 1_000L + millis;
        if (of(read).equals(text)) {
          return read;
        }
      }
    }
    return Instant.parse(text).toEpochMilli();
  }

  private static int digits(String text, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }

  private static void digits(int number, int count, byte[] text, int from) {
    int rest = number;
    for (int i = from + count - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
