package dev.isotherm.signal;

import java.util.Optional;
import java.util.stream.Stream;

/** Functions of the numbers of one instant. All but {@link #COALESCE} need each of them present. */
public enum ScalarFunction {
  ABS("abs", 1),
  LEAST("least", 2),
  GREATEST("greatest", 2),
  /** The first number, or the second one if the first is absent. */
  COALESCE("coalesce", 2);

  private final String text;
  private final int arity;

  ScalarFunction(String text, int arity) {
    this.text = text;
    this.arity = arity;
  }

  /** Returns the function of a name. */
  public static Optional<ScalarFunction> named(String name) {
    return Stream.of(values()).filter(function -> function.text.equals(name)).findAny();
  }

  /** Returns its name. */
  public String text() {
    return text;
  }

  /** Returns how many numbers it takes. */
  public int arity() {
    return arity;
  }
}
