package dev.isotherm.signal;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Functions of the numbers of one instant. All but {@link #COALESCE} need each of them present.
 * Functions of one number have the same result in every JVM, to the bit.
 */
public enum ScalarFunction {
  ABS("abs", 1),
  /** The largest whole number that is not greater. */
  FLOOR("floor", 1),
  /** The smallest whole number that is not less. */
  CEIL("ceil", 1),
  SQRT("sqrt", 1),
  /** The power of e. */
  EXP("exp", 1),
  /** The logarithm to the base e. */
  LN("ln", 1),
  /** The logarithm to the base 10. */
  LOG10("log10", 1),
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

  /**
   * Applies it.
   *
   * @param second not used by functions of one number
   * @return NaN or infinite if the result is absent
   */
  double apply(double first, double second) {
    return switch (this) {
      case ABS -> Math.abs(first);
      case FLOOR -> Math.floor(first);
      case CEIL -> Math.ceil(first);
      case SQRT -> Math.sqrt(first);
      case EXP -> StrictMath.exp(first);
      case LN -> StrictMath.log(first);
      case LOG10 -> StrictMath.log10(first);
      case LEAST -> Math.min(first, second);
      case GREATEST -> Math.max(first, second);
      case COALESCE -> Double.isNaN(first) ? second : first;
    };
  }

  /** Returns how many numbers it takes. */
  public int arity() {
    return arity;
  }
}
