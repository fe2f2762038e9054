package dev.isotherm.parse.fast;

import dev.isotherm.parse.number.DecimalNumber;

/**
 * Reads decimal numbers of the shape {@code -?digits[.digits]} with up to seven digits before the
 * point and 19 in all, eight at a time, into the doubles that {@link DecimalNumber} gives. Others
 * it leaves to that. Holds the last result; not thread-safe.
 */
final class FastNumber {

  private static final int MOST_WHOLE = 7;
  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };
  private static final double[] DIVISORS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

  private final DecimalNumber others = new DecimalNumber();
  private double value;

  /** The number read last. */
  double value() {
    return value;
  }

  /**
   * Reads the number that begins at an index.
   *
   * @return the index behind it, which may be beyond what belongs to the message; FALLBACK where
   *     there is none of this shape
   */
  int read(byte[] bytes, int from) {
    long eight = Swar.at(bytes, from);
    boolean negative = (byte) eight == '-';
    int i = negative ? from + 1 : from;
    if (negative) {
      eight = Swar.at(bytes, i);
    }
    long marks = Swar.notDigits(eight);
    long behindPoint = marks & (marks - 1);
    int whole = Swar.before(marks);
    if (behindPoint == 0 || byteOf(eight, whole) != '.') {
      return readLonger(bytes, i, negative);
    }
    int end = Swar.before(behindPoint);
    int decimals = end - whole - 1;
    byte next = byteOf(eight, end);
    if (whole == 0 || decimals == 0 || next == 'e' || next == 'E') {
      return FastPathParser.FALLBACK;
    }
    long beforePoint = Swar.maskBefore(marks);
    long digits = (eight & beforePoint) | ((eight >>> Byte.SIZE) & ~beforePoint);
    double magnitude = Swar.decimal(end - 1, digits) / DIVISORS[decimals];
    value = negative ? -magnitude : magnitude;
    return i + end;
  }

  /** Reads one that has no point, or of which the first eight bytes are not all. */
  private int readLonger(byte[] bytes, int from, boolean negative) {
    long eight = Swar.at(bytes, from);
    int whole = Swar.digits(eight);
    if (whole == 0 || whole > MOST_WHOLE) {
      return FastPathParser.FALLBACK;
    }
    long digits = Swar.decimal(whole, eight);
    int i = from + whole;
    byte next = byteOf(eight, whole);
    int decimals = 0;
    if (next == '.') {
      i++;
      int more;
      do {
        eight = Swar.at(bytes, i);
        more = Swar.digits(eight);
        if (whole + decimals + more > DecimalNumber.MOST_DIGITS) {
          return FastPathParser.FALLBACK;
        }
        if (more > 0) {
          digits = digits * POWERS_OF_TEN[more] + Swar.decimal(more, eight);
        }
        decimals += more;
        i += more;
      } while (more == Long.BYTES);
      next = byteOf(eight, more);
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

  private static byte byteOf(long eight, int index) {
    return (byte) (eight >>> (Byte.SIZE * index));
  }

  /** Whether a text of any length is a finite number, see {@link DecimalNumber}. */
  DecimalNumber.Kind readOther(byte[] bytes, int from, int length) {
    DecimalNumber.Kind kind = others.read(bytes, from, length);
    if (kind == DecimalNumber.Kind.FINITE) {
      value = others.value();
    }
    return kind;
  }

  /**
   * Where a number ends by the grammar of JSON.
   *
   * @return FALLBACK where there is none
   */
  static int endOfJson(byte[] bytes, int from, int limit) {
    int i = from < limit && bytes[from] == '-' ? from + 1 : from;
    int whole = endOfDigits(bytes, i, limit);
    if (whole == i || (bytes[i] == '0' && whole > i + 1)) {
      return FastPathParser.FALLBACK;
    }
    i = whole;
    if (i < limit && bytes[i] == '.') {
      int decimals = endOfDigits(bytes, i + 1, limit);
      if (decimals == i + 1) {
        return FastPathParser.FALLBACK;
      }
      i = decimals;
    }
    if (i < limit && (bytes[i] == 'e' || bytes[i] == 'E')) {
      i++;
      i = i < limit && (bytes[i] == '-' || bytes[i] == '+') ? i + 1 : i;
      int exponent = endOfDigits(bytes, i, limit);
      return exponent == i ? FastPathParser.FALLBACK : exponent;
    }
    return i;
  }

  private static int endOfDigits(byte[] bytes, int from, int limit) {
    int i = from;
    while (i < limit && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i;
  }
}
