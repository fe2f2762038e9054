package dev.isotherm.signal.text;

/** A text is no expression. The message begins with the place: {@code at 14: …}. */
public final class InvalidExpressionException extends IllegalArgumentException {

  private final int place;

  InvalidExpressionException(int place, String message) {
    super("at " + place + ": " + message);
    this.place = place;
  }

  /** Returns the place of the error in the text; the first character is at 1. */
  public int place() {
    return place;
  }
}
