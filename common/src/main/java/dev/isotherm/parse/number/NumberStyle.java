package dev.isotherm.parse.number;

import java.util.regex.Pattern;

/**
 * How the numbers of a file are written.
 *
 * @param decimalMark what is before the decimals
 * @param thousands what is between groups of three digits before the decimal mark; a blank also
 *     stands for the narrow and no-break spaces that are used so, an apostrophe for the typographic
 *     one; {@link #NO_GROUPS} for none
 */
public record NumberStyle(char decimalMark, char thousands) {

  /** Digits are not grouped. */
  public static final char NO_GROUPS = '\0';

  /** {@code 1234.5}. */
  public static final NumberStyle PLAIN = new NumberStyle('.', NO_GROUPS);

  /** {@code 1234,5}. */
  public static final NumberStyle DECIMAL_COMMA = new NumberStyle(',', NO_GROUPS);

  private static final Pattern GROUPED =
      Pattern.compile(
          "[-+]?[1-9]\\d{0,2}(?:[ \\u00A0\\u202F\\u2009]\\d{3})+([.,]\\d+)?"
              + "|[-+]?[1-9]\\d{0,2}(?:['\\u2019]\\d{3})+([.,]\\d+)?");

  /**
   * Returns what groups the digits of a number that can be nothing else: a blank, for the narrow
   * and no-break spaces, too, or an apostrophe; {@link #NO_GROUPS} for all other texts.
   */
  public static char thousandsOf(String text) {
    if (!GROUPED.matcher(text).matches()) {
      return NO_GROUPS;
    }
    return text.indexOf('\'') >= 0 || text.indexOf('\u2019') >= 0 ? '\'' : ' ';
  }

  /** Whether it is that of {@link #PLAIN}. */
  public boolean isPlain() {
    return equals(PLAIN);
  }
}
