package dev.isotherm.signal;

import static dev.isotherm.signal.Requirements.requireType;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number that depends on a condition. It is absent if the condition is unknown.
 *
 * @param condition decides which number it is
 * @param then the number if the condition is true
 * @param otherwise the number if the condition is false; {@code null} if it is absent then
 */
public record Conditional(Expression condition, Expression then, @Nullable Expression otherwise)
    implements Expression {

  public Conditional {
    requireType(Type.BOOLEAN, condition);
    requireType(Type.NUMBER, then);
    if (otherwise != null) {
      requireType(Type.NUMBER, otherwise);
    }
  }

  @Override
  public List<Expression> operands() {
    return otherwise == null ? List.of(condition, then) : List.of(condition, then, otherwise);
  }
}
