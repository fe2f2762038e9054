package dev.isotherm.parse.message;

/**
 * Says why a text cannot be parsed. The message continues a sentence that starts with the text,
 * such as {@code has month 13; 1 to 12 are allowed}. It has no stack trace, because bad input is
 * frequent.
 */
public final class ParseException extends Exception {

  private static final long serialVersionUID = 1L;

  public ParseException(String error) {
    super(error, null, false, false);
  }
}
