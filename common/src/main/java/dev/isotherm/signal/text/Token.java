package dev.isotherm.signal.text;

/**
 * A word, number or sign of an expression.
 *
 * @param text as it is written; of quoted names and sensors without quotes and braces
 * @param amount the number, or the milliseconds of a duration; otherwise 0
 * @param place of its first character; that of the text is 1
 * @param end the place after its last character
 */
record Token(Kind kind, String text, double amount, int place, int end) {

  enum Kind {
    NUMBER,
    DURATION,
    NAME,
    QUOTED_NAME,
    /** A sensor in braces. */
    SENSOR,
    SIGN,
    END
  }

  boolean is(Kind kind, String text) {
    return this.kind == kind && this.text.equals(text);
  }

  boolean isSign(String sign) {
    return is(Kind.SIGN, sign);
  }

  boolean isWord(String word) {
    return is(Kind.NAME, word);
  }
}
