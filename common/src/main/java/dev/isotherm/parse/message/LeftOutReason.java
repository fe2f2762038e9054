package dev.isotherm.parse.message;

/** Why a value of an accepted message is no reading. */
public enum LeftOutReason {
  /** An empty cell, an empty text or null. */
  EMPTY("empty"),
  /** One of the values that stand for a missing one. */
  ABSENT("absent"),
  /** NaN, infinite, or too large for a double. */
  NOT_FINITE("not finite"),
  /** A text, a boolean, or anything else that is no number. */
  NOT_A_NUMBER("not a number"),
  /** A number, a boolean or an object where --flags looks for the words of a text. */
  NOT_A_TEXT("no text, whose words --flags would find"),
  /** A JSON text that holds a number; it is read if the metric is asked for. */
  NUMBER_IN_TEXT("a number written as text"),
  /** A number inside an object or an array. */
  NESTED("a number inside of an object or array"),
  /** Beside the array whose elements are messages. */
  BESIDE_ELEMENTS("beside the array of --elements"),
  /** A local time that clocks show twice: one of its two instants was taken, the other left out. */
  REPEATED_HOUR("a time that clocks show twice; --repeated-hour says which is meant"),
  /** A number whose name cannot be the name of a metric. */
  BAD_NAME("a number with a name that is not allowed");

  private final String text;

  LeftOutReason(String text) {
    this.text = text;
  }

  /** Returns the reason in words that follow "is". */
  public String text() {
    return text;
  }
}
