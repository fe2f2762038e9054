package dev.isotherm.signal;

/** Operators of two numbers. */
public enum ArithmeticOperator {
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDED_BY("/");

  private final String text;

  ArithmeticOperator(String text) {
    this.text = text;
  }

  /** Returns how it is written. */
  public String text() {
    return text;
  }

  /** Applies it, as Java does: the result may be infinite or NaN. */
  double apply(double left, double right) {
    return switch (this) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDED_BY -> left / right;
    };
  }
}
