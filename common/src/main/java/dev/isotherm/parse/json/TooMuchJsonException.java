package dev.isotherm.parse.json;

/** A value is too long as JSON. It has no stack trace, because bad input is frequent. */
public final class TooMuchJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooMuchJsonException() {
    super("too much JSON", null, false, false);
  }
}
