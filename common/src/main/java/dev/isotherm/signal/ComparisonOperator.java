package dev.isotherm.signal;

/** Comparisons of two numbers. */
public enum ComparisonOperator {
  ABOVE(">"),
  AT_LEAST(">="),
  BELOW("<"),
  AT_MOST("<="),
  EQUAL("=="),
  NOT_EQUAL("!=");

  private final String text;

  ComparisonOperator(String text) {
    this.text = text;
  }

  /** Returns how it is written. */
  public String text() {
    return text;
  }

  /** Compares two finite numbers; the two zeros are equal. */
  boolean holds(double left, double right) {
    return switch (this) {
      case ABOVE -> left > right;
      case AT_LEAST -> left >= right;
      case BELOW -> left < right;
      case AT_MOST -> left <= right;
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
    };
  }
}
