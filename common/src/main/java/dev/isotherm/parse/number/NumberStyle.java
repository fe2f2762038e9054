package dev.isotherm.parse.number;

/**
 * How the numbers of a file are written.
 *
 * @param decimalMark what is before the decimals
 * @param thousands what is between groups of three digits before the decimal mark; a blank also
 *     stands for the no-break spaces that are used so; {@link #NO_GROUPS} for none
 */
public record NumberStyle(char decimalMark, char thousands) {

  /** Digits are not grouped. */
  public static final char NO_GROUPS = '\0';

  /** {@code 1234.5}. */
  public static final NumberStyle PLAIN = new NumberStyle('.', NO_GROUPS);

  /** {@code 1234,5}. */
  public static final NumberStyle DECIMAL_COMMA = new NumberStyle(',', NO_GROUPS);

  /** Whether it is that of {@link #PLAIN}. */
  public boolean isPlain() {
    return equals(PLAIN);
  }
}
