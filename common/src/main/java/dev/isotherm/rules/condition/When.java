package dev.isotherm.rules.condition;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.text.Expressions;
import java.util.Objects;

/**
 * A condition of several values, which a rule on a signal evaluates beside it. Its truth comes with
 * each evaluation; the value of the signal alone does not tell it.
 */
public record When(Expression expression) implements Condition {

  public When {
    Objects.requireNonNull(expression, "expression");
    if (expression.type() != Expression.Type.BOOLEAN) {
      throw new IllegalArgumentException("must be " + Expression.Type.BOOLEAN);
    }
  }

  @Override
  public Kind kind() {
    return Kind.WHEN;
  }

  /** Never by the value of the signal alone. */
  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return false;
  }

  /** There is no single limit. */
  @Override
  public double limitOf(double compared) {
    return Double.NaN;
  }

  @Override
  public boolean mayFollow(Condition milder) {
    return true;
  }

  @Override
  public String toString() {
    return kind().key() + " " + Expressions.text(expression);
  }
}
