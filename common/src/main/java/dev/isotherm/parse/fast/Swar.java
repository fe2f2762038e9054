package dev.isotherm.parse.fast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time, the first of them in the lowest bits: looked at as one {@code long}, they
 * cost about as much as one byte does. Marks are the highest bit of each byte that is meant.
 */
final class Swar {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOWEST_BITS = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private static final long ZEROS = '0' * LOWEST_BITS;
  private static final long QUOTES = '"' * LOWEST_BITS;
  private static final long BACKSLASHES = '\\' * LOWEST_BITS;
  private static final long DELETES = 0x7F * LOWEST_BITS;
  private static final long SPACES = ' ' * LOWEST_BITS;

  private Swar() {}

  /** The bytes from an index on; beyond the end of the array there are zeros. */
  static long at(byte[] bytes, int index) {
    return index <= bytes.length - Long.BYTES
        ? (long) LONGS.get(bytes, index)
        : atEnd(bytes, index);
  }

  private static long atEnd(byte[] bytes, int index) {
    long eight = 0;
    for (int i = bytes.length - 1; i >= index; i--) {
      eight = (eight << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return eight;
  }

  /** Eight times the same byte, an ASCII character. */
  static long repeated(byte b) {
    return b * LOWEST_BITS;
  }

  /** The first so many of eight bytes, 0 to 8; the others become zeros. */
  static long first(int count, long eight) {
    return count == 0 ? 0 : eight & (-1L >>> (Long.SIZE - Byte.SIZE * count));
  }

  /** Marks the bytes that are those of a pattern; behind the first, perhaps others too. */
  static long equalTo(long eight, long pattern) {
    long difference = eight ^ pattern;
    return (difference - LOWEST_BITS) & ~difference & HIGHEST_BITS;
  }

  /** Marks the quotation marks, as {@link #equalTo} does. */
  static long quotes(long eight) {
    return equalTo(eight, QUOTES);
  }

  /** Not 0 where a byte is anything but printable ASCII, or is a quotation mark or a backslash. */
  static long unclean(long eight) {
    return (eight & HIGHEST_BITS)
        | ((eight - SPACES) & ~eight & HIGHEST_BITS)
        | equalTo(eight, QUOTES)
        | equalTo(eight, BACKSLASHES)
        | equalTo(eight, DELETES);
  }

  /** How many bytes lie before the first mark; 8 where there is none. */
  static int before(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /** The bits of all bytes before the first mark; of all eight where there is none. */
  static long maskBefore(long marks) {
    return ((marks & -marks) >>> 7) - 1;
  }

  /** How many bytes lie before the first mark of two times eight bytes; 16 where there is none. */
  static int before(long firstMarks, long secondMarks) {
    int inFirst = before(firstMarks);
    // Nothing of the second, where the first have a mark: without a branch, as lengths vary.
    return inFirst + (before(secondMarks) & -(inFirst >>> 3));
  }

  /** Marks the bytes that are not digits; behind the first, perhaps others too. */
  static long notDigits(long eight) {
    long values = eight ^ ZEROS;
    return (values | (values + 0x76 * LOWEST_BITS)) & HIGHEST_BITS;
  }

  /** How many of the bytes are digits, up to the first that is none. */
  static int digits(long eight) {
    return before(notDigits(eight));
  }

  /** The number that the first so many bytes spell, all of them digits, 1 to 8. */
  static long decimal(int digits, long eight) {
    long values = (eight ^ ZEROS) << (Long.SIZE - Byte.SIZE * digits);
    values = (values * 10) + (values >>> 8);
    values = ((values & 0x00FF00FF00FF00FFL) * 6_553_601) >>> 16;
    return ((values & 0x0000FFFF0000FFFFL) * 42_949_672_960_001L) >>> 32;
  }

  /** The seconds of the day that a text like {@code 12:34:56} spells, or -1 where it is none. */
  static int secondOfDay(long eight) {
    // Digits become their values, colons zeros.
    long values = eight ^ 0x30303A30303A3030L;
    if (((values | (values + 0x76767F76767F7676L)) & HIGHEST_BITS) != 0) {
      return -1;
    }
    long pairs = values * 10 + (values >>> 8);
    int hour = (int) pairs & 0xFF;
    int minute = (int) (pairs >>> 24) & 0xFF;
    int second = (int) (pairs >>> 48) & 0xFF;
    return hour < 24 && minute < 60 && second < 60 ? (hour * 60 + minute) * 60 + second : -1;
  }

  /** The milliseconds that a text like {@code :56.789Z} spells, or -1 where it is none. */
  static int millisOfMinute(long eight) {
    // Digits become their values, what is between them zeros.
    long values = eight ^ 0x5A3030302E30303AL;
    if (((values | (values + 0x7F7676767F767A7FL)) & HIGHEST_BITS) != 0) {
      return -1;
    }
    long pairs = values * 10 + (values >>> 8);
    int seconds = (int) (pairs >>> 8) & 0xFF;
    int hundredths = (int) (pairs >>> 32) & 0xFF;
    return seconds * 1_000 + hundredths * 10 + ((int) (values >>> 48) & 0xFF);
  }
}
