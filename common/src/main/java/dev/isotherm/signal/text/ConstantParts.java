package dev.isotherm.signal.text;

import dev.isotherm.signal.ArithmeticOperator;
import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Truth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the parts of expressions whose result does not depend on what is measured. */
public final class ConstantParts {

  private static final Evaluator<Void> EVALUATOR =
      new Evaluator<>(
          lookup -> {
            throw new IllegalArgumentException(lookup + ": is measured");
          });

  private ConstantParts() {}

  /**
   * Returns what is the same at any time, though it was probably meant otherwise: comparisons, and
   * numbers that are absent.
   *
   * @return what each of them always is, by its text
   */
  public static Map<String, String> of(Expression expression) {
    Map<String, String> found = new LinkedHashMap<>();
    expression
        .all()
        .forEach(
            part -> {
              String always = always(part);
              if (always != null) {
                found.put(Expressions.text(part), always);
              }
            });
    return found;
  }

  private static @Nullable String always(Expression part) {
    if (part instanceof Expression.Arithmetic arithmetic
        && arithmetic.operator() == ArithmeticOperator.DIVIDED_BY
        && isConstant(arithmetic.right())
        && number(arithmetic.right()) == 0) {
      return "is always absent";
    }
    if (!isConstant(part)) {
      return null;
    }
    if (part instanceof Expression.Comparison) {
      Truth truth = EVALUATOR.truth(part).apply(null);
      return switch (truth) {
        case TRUE -> "is always true";
        case FALSE -> "is always false";
        case UNKNOWN -> "is never known";
      };
    }
    boolean isNumber = part.type() == Expression.Type.NUMBER;
    return isNumber && Double.isNaN(number(part)) ? "is always absent" : null;
  }

  private static boolean isConstant(Expression part) {
    return part.all().noneMatch(Expression.Lookup.class::isInstance);
  }

  private static double number(Expression part) {
    return EVALUATOR.number(part).applyAsDouble(null);
  }
}
