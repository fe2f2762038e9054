package dev.isotherm.parse.message;

import java.nio.charset.StandardCharsets;

/** Makes text from outside fit for a message: short, on one line, without invisible characters. */
public final class Excerpt {

  /** Length limit of an excerpt, in characters. */
  static final int MAX_LENGTH = 60;

  private Excerpt() {}

  /** Returns an excerpt in quotation marks; bytes that are not UTF-8 become {@code \xNN}. */
  public static String quoted(byte[] bytes, int offset, int length) {
    if (Utf8.isValid(bytes, offset, length)) {
      return quoted(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
    StringBuilder hex = new StringBuilder();
    for (int i = offset; i < offset + Math.min(length, MAX_LENGTH); i++) {
      hex.append(
          bytes[i] < 0 ? String.format("\\x%02X", bytes[i] & 0xFF) : escaped((char) bytes[i]));
    }
    return '"' + shortened(hex.toString(), MAX_LENGTH) + '"';
  }

  /** Returns an excerpt without quotation marks; bytes that are not UTF-8 become {@code \xNN}. */
  static String plain(byte[] bytes, int offset, int length) {
    String quoted = quoted(bytes, offset, length);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** Returns an excerpt in quotation marks. */
  public static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /** Returns an excerpt without quotation marks. */
  public static String plain(String text) {
    return plain(text, MAX_LENGTH);
  }

  public static String plain(String text, int maxLength) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(maxLength + 1L)
        .forEach(codePoint -> printable.append(escaped(codePoint)));
    return shortened(printable.toString(), maxLength);
  }

  private static String shortened(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    int cut = maxLength - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + "…";
  }

  private static String escaped(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          String.format("\\u%04X", codePoint);
      case Character.SPACE_SEPARATOR ->
          codePoint == ' ' ? " " : String.format("\\u%04X", codePoint);
      default -> Character.toString(codePoint);
    };
  }
}
