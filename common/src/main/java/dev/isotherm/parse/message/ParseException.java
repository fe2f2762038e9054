package dev.isotherm.parse.message;

/**
 * Says why a text cannot be read: its message continues a sentence that began with the text, such
 * as {@code has month 13; 1 to 12 are allowed}. Has no stack trace, because bad input is daily
 * business.
 */
public final class ParseException extends Exception {

  private static final long serialVersionUID = 1L;

  public ParseException(String fault) {
    super(fault, null, false, false);
  }
}
