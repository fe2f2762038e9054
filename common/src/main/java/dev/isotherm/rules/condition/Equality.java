package dev.isotherm.rules.condition;

/**
 * A value that is, or is not, a certain number. It has no hysteresis.
 *
 * @param kind {@code EQUALS} or {@code NOT_EQUALS}
 * @param number what the value is compared with
 */
public record Equality(Kind kind, double number) implements Condition {

  public Equality {
    if (kind != Kind.EQUALS && kind != Kind.NOT_EQUALS) {
      throw new IllegalArgumentException("kind " + kind + ": must be equals or notEquals");
    }
    number = Condition.finite(kind.key(), number);
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return (value == number) == (kind == Kind.EQUALS);
  }

  @Override
  public double limitOf(double compared) {
    return number;
  }

  /** Of different numbers any may be the worse one, such as states 1 and 2 of a device. */
  @Override
  public boolean mayFollow(Condition milder) {
    return true;
  }

  @Override
  public String toString() {
    return kind.key() + " " + number;
  }
}
