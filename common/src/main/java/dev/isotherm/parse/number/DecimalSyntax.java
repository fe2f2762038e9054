package dev.isotherm.parse.number;

/** The syntax of decimal numbers, {@code -?digits[.digits][(e|E)[+-]digits]}. */
public final class DecimalSyntax {

  private DecimalSyntax() {}

  /** Returns the index behind the number that starts at an index, or -1 if there is none. */
  public static int end(byte[] bytes, int from, int limit) {
    int start = from < limit && bytes[from] == '-' ? from + 1 : from;
    int i = endOfDigits(bytes, start, limit);
    if (i == start) {
      return -1;
    }
    if (i < limit && bytes[i] == '.') {
      int decimals = i + 1;
      i = endOfDigits(bytes, decimals, limit);
      if (i == decimals) {
        return -1;
      }
    }
    if (i < limit && (bytes[i] == 'e' || bytes[i] == 'E')) {
      boolean signed = i + 1 < limit && (bytes[i + 1] == '-' || bytes[i + 1] == '+');
      int exponent = signed ? i + 2 : i + 1;
      i = endOfDigits(bytes, exponent, limit);
      return i == exponent ? -1 : i;
    }
    return i;
  }

  /** Returns the first index at which there is no digit. */
  public static int endOfDigits(byte[] bytes, int from, int limit) {
    int i = from;
    while (i < limit && isDigit(bytes[i])) {
      i++;
    }
    return i;
  }

  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
