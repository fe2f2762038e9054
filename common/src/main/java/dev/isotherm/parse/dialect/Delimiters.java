package dev.isotherm.parse.dialect;

import java.util.Locale;

/** What separates the cells of a table, as a character. */
public final class Delimiters {

  /** Stands for any number of spaces and tabs. */
  public static final char BLANKS = '\0';

  private Delimiters() {}

  /**
   * Reads a delimiter: one character, or {@code tab}, {@code \t} or {@code blanks}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is allowed
   */
  public static char parse(String text) {
    if (text.length() == 1) {
      return text.charAt(0);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "tab", "\\t" -> '\t';
      case "blanks" -> BLANKS;
      default -> throw new IllegalArgumentException("must be one character, tab or blanks");
    };
  }

  /** Returns what {@link #parse} reads. */
  public static String text(char delimiter) {
    return switch (delimiter) {
      case BLANKS -> "blanks";
      case '\t' -> "tab";
      default -> String.valueOf(delimiter);
    };
  }
}
