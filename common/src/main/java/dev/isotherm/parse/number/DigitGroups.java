package dev.isotherm.parse.number;

import java.nio.charset.StandardCharsets;

/** Removes what groups the digits of a number by three. Reused, not thread-safe. */
final class DigitGroups {

  private static final byte[][] BLANKS = utf8(" ", "\u00A0", "\u202F", "\u2009");
  private static final byte[][] APOSTROPHES = utf8("'", "\u2019");

  private final byte[][] separators;
  private final byte decimalMark;
  private byte[] digits = new byte[32];

  DigitGroups(NumberStyle style) {
    this.separators =
        switch (style.thousands()) {
          case ' ' -> BLANKS;
          case '\'' -> APOSTROPHES;
          default -> new byte[][] {{(byte) style.thousands()}};
        };
    this.decimalMark = (byte) style.decimalMark();
  }

  private static byte[][] utf8(String... separators) {
    byte[][] bytes = new byte[separators.length][];
    for (int i = 0; i < separators.length; i++) {
      bytes[i] = separators[i].getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }

  /**
   * Copies a number to {@link #bytes()} without its separators.
   *
   * @return its length; -1 if there is a separator that does not have three digits behind it, or
   *     one to three before the first
   */
  int remove(byte[] number, int offset, int length) {
    if (digits.length < length) {
      digits = new byte[length];
    }
    int end = offset + length;
    int kept = 0;
    int group = 0;
    boolean grouped = false;
    int i = offset;
    while (i < end) {
      int separator = separatorLength(number, i, end);
      boolean digit = DecimalSyntax.isDigit(number[i]);
      if (separator > 0) {
        if (grouped ? group != 3 : group < 1 || group > 3) {
          return -1;
        }
        grouped = true;
        group = 0;
        i += separator;
        continue;
      }
      if (!digit && number[i] != '-' && number[i] != '+') {
        break;
      }
      group += digit ? 1 : 0;
      digits[kept++] = number[i++];
    }
    if (grouped && (group != 3 || (i < end && number[i] != decimalMark))) {
      return -1;
    }
    System.arraycopy(number, i, digits, kept, end - i);
    return kept + end - i;
  }

  private int separatorLength(byte[] number, int at, int end) {
    for (byte[] separator : separators) {
      if (at + separator.length <= end && matches(number, at, separator)) {
        return separator.length;
      }
    }
    return 0;
  }

  private static boolean matches(byte[] number, int at, byte[] separator) {
    for (int i = 0; i < separator.length; i++) {
      if (number[at + i] != separator[i]) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return digits;
  }
}
