package dev.isotherm.signal;

/** Words that join conditions. */
public enum LogicalOperator {
  AND("and"),
  OR("or");

  private final String text;

  LogicalOperator(String text) {
    this.text = text;
  }

  /** Returns how it is written. */
  public String text() {
    return text;
  }
}
