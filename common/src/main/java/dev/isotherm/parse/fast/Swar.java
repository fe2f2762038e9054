package dev.isotherm.parse.fast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Handles eight bytes at a time as one {@code long}, the word, with the first byte in the lowest
 * bits (SIMD within a register). A mark is the highest bit of a byte.
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

  /** Returns the word at an index, padded with zeros beyond the end of the array. */
  static long at(byte[] bytes, int index) {
    return index <= bytes.length - Long.BYTES
        ? (long) LONGS.get(bytes, index)
        : atEnd(bytes, index);
  }

  private static long atEnd(byte[] bytes, int index) {
    long word = 0;
    for (int i = bytes.length - 1; i >= index; i--) {
      word = (word << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return word;
  }

  /** Returns eight times the same ASCII character. */
  static long repeated(byte b) {
    return b * LOWEST_BITS;
  }

  /** Keeps the first {@code count} bytes, 0 to 8; the others become zeros. */
  static long first(int count, long word) {
    return count == 0 ? 0 : word & (-1L >>> (Long.SIZE - Byte.SIZE * count));
  }

  /** Marks the bytes that equal those of a pattern; behind the first, others may be marked too. */
  static long equalTo(long word, long pattern) {
    long difference = word ^ pattern;
    return (difference - LOWEST_BITS) & ~difference & HIGHEST_BITS;
  }

  /** Marks the quotation marks, as {@link #equalTo} does. */
  static long quotes(long word) {
    return equalTo(word, QUOTES);
  }

  /** Returns 0 if all bytes are printable ASCII other than quotation marks and backslashes. */
  static long unclean(long word) {
    return (word & HIGHEST_BITS)
        | ((word - SPACES) & ~word & HIGHEST_BITS)
        | equalTo(word, QUOTES)
        | equalTo(word, BACKSLASHES)
        | equalTo(word, DELETES);
  }

  /** Returns the number of bytes before the first mark; 8 if there is none. */
  static int before(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /** Returns the bits of all bytes before the first mark; all bits if there is none. */
  static long maskBefore(long marks) {
    return ((marks & -marks) >>> 7) - 1;
  }

  /** Returns the number of bytes before the first mark of two words; 16 if there is none. */
  static int before(long firstMarks, long secondMarks) {
    int inFirst = before(firstMarks);
    // The second counts only if the first has no mark: without a branch, because lengths vary.
    return inFirst + (before(secondMarks) & -(inFirst >>> 3));
  }

  /** Marks the bytes that are not digits; behind the first, others may be marked too. */
  static long notDigits(long word) {
    long values = word ^ ZEROS;
    return (values | (values + 0x76 * LOWEST_BITS)) & HIGHEST_BITS;
  }

  /** Returns the number of digits before the first byte that is none. */
  static int digits(long word) {
    return before(notDigits(word));
  }

  /** Returns the number that the first 1 to 8 bytes spell, which must be digits. */
  static long decimal(int digits, long word) {
    long values = (word ^ ZEROS) << (Long.SIZE - Byte.SIZE * digits);
    values = (values * 10) + (values >>> 8);
    values = ((values & 0x00FF00FF00FF00FFL) * 6_553_601) >>> 16;
    return ((values & 0x0000FFFF0000FFFFL) * 42_949_672_960_001L) >>> 32;
  }

  /** Returns the seconds of the day of a text like {@code 12:34:56}, or -1 if it is none. */
  static int secondOfDay(long word) {
    // Digits become their values, colons zeros.
    long values = word ^ 0x30303A30303A3030L;
    if (((values | (values + 0x76767F76767F7676L)) & HIGHEST_BITS) != 0) {
      return -1;
    }
    long pairs = values * 10 + (values >>> 8);
    int hour = (int) pairs & 0xFF;
    int minute = (int) (pairs >>> 24) & 0xFF;
    int second = (int) (pairs >>> 48) & 0xFF;
    return hour < 24 && minute < 60 && second < 60 ? (hour * 60 + minute) * 60 + second : -1;
  }

  /** Returns the milliseconds of a text like {@code :56.789Z}, or -1 if it is none. */
  static int millisOfMinute(long word) {
    // Digits become their values, what is between them zeros.
    long values = word ^ 0x5A3030302E30303AL;
    if (((values | (values + 0x7F7676767F767A7FL)) & HIGHEST_BITS) != 0) {
      return -1;
    }
    long pairs = values * 10 + (values >>> 8);
    int seconds = (int) (pairs >>> 8) & 0xFF;
    int hundredths = (int) (pairs >>> 32) & 0xFF;
    return seconds * 1_000 + hundredths * 10 + ((int) (values >>> 48) & 0xFF);
  }
}
