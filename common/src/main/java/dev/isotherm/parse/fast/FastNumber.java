package dev.isotherm.parse.fast;

import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.DecimalSyntax;
import dev.isotherm.parse.number.NumberStyle;

/**
 * Reads decimal numbers of the shape {@code -?digits[.digits]}, perhaps with another decimal mark,
 * with up to seven digits before the point and 19 in all, eight at a time, into the doubles that
 * {@link DecimalNumber} gives, and falls back for others. Holds the last result; not thread-safe.
 */
final class FastNumber {

  private static final int MAX_WHOLE = 7;
  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };
  private static final double[] DIVISORS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

  private final DecimalNumber complete;
  private final byte decimalMark;
  private double value;

  FastNumber() {
    this(NumberStyle.PLAIN);
  }

  FastNumber(NumberStyle style) {
    this.complete = new DecimalNumber(style);
    this.decimalMark = (byte) style.decimalMark();
  }

  /** The number read last. */
  double value() {
    return value;
  }

  /**
   * Reads the number that begins at an index.
   *
   * @return the index behind it, which may lie beyond the message; FALLBACK if there is no number
   *     of this shape
   */
  int read(byte[] bytes, int from) {
    long word = Swar.at(bytes, from);
    boolean negative = (byte) word == '-';
    int i = negative ? from + 1 : from;
    if (negative) {
      word = Swar.at(bytes, i);
    }
    long marks = Swar.notDigits(word);
    long behindPoint = marks & (marks - 1);
    int whole = Swar.before(marks);
    if (behindPoint == 0 || byteOf(word, whole) != decimalMark) {
      return readLonger(bytes, i, negative);
    }
    int end = Swar.before(behindPoint);
    int decimals = end - whole - 1;
    byte next = byteOf(word, end);
    if (whole == 0 || decimals == 0 || next == 'e' || next == 'E') {
      return FastPathParser.FALLBACK;
    }
    long beforePoint = Swar.maskBefore(marks);
    long digits = (word & beforePoint) | ((word >>> Byte.SIZE) & ~beforePoint);
    double magnitude = Swar.decimal(end - 1, digits) / DIVISORS[decimals];
    value = negative ? -magnitude : magnitude;
    return i + end;
  }

  /** Reads a number that has no point or more than eight bytes. */
  private int readLonger(byte[] bytes, int from, boolean negative) {
    long word = Swar.at(bytes, from);
    int whole = Swar.digits(word);
    if (whole == 0 || whole > MAX_WHOLE) {
      return FastPathParser.FALLBACK;
    }
    long digits = Swar.decimal(whole, word);
    int i = from + whole;
    byte next = byteOf(word, whole);
    int decimals = 0;
    if (next == decimalMark) {
      i++;
      int more;
      do {
        word = Swar.at(bytes, i);
        more = Swar.digits(word);
        if (whole + decimals + more > DecimalNumber.MAX_DIGITS) {
          return FastPathParser.FALLBACK;
        }
        if (more > 0) {
          digits = digits * POWERS_OF_TEN[more] + Swar.decimal(more, word);
        }
        decimals += more;
        i += more;
      } while (more == Long.BYTES);
      next = byteOf(word, more);
      if (decimals == 0) {
        return FastPathParser.FALLBACK;
      }
    }
    double magnitude = DecimalNumber.magnitude(digits, -decimals);
    if (next == 'e' || next == 'E' || Double.isNaN(magnitude)) {
      return FastPathParser.FALLBACK;
    }
    value = negative ? -magnitude : magnitude;
    return i;
  }

  private static byte byteOf(long word, int index) {
    return (byte) (word >>> (Byte.SIZE * index));
  }

  /** Reads a number of any shape that fills the given bytes, as {@link DecimalNumber} does. */
  DecimalNumber.Kind readFully(byte[] bytes, int from, int length) {
    DecimalNumber.Kind kind = complete.read(bytes, from, length);
    if (kind == DecimalNumber.Kind.FINITE) {
      value = complete.value();
    }
    return kind;
  }

  /** Returns the index behind a number in the syntax of JSON, or FALLBACK if there is none. */
  static int endOfJson(byte[] bytes, int from, int limit) {
    return from >= limit || hasLeadingZero(bytes, from)
        ? FastPathParser.FALLBACK
        : DecimalSyntax.end(bytes, from, limit);
  }

  /** Returns whether a number in JSON has neither a fraction nor an exponent. */
  static boolean isInteger(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a number starts with a superfluous zero, as 01 does, which JSON forbids. */
  static boolean hasLeadingZero(byte[] bytes, int from) {
    byte first = bytes[from];
    if (first != '0' && first != '-') {
      return false;
    }
    int i = first == '-' ? from + 1 : from;
    return i + 1 < bytes.length && bytes[i] == '0' && DecimalSyntax.isDigit(bytes[i + 1]);
  }
}
