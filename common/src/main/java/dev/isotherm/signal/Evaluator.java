package dev.isotherm.signal;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Turns expressions into functions of a context, which holds what expressions take from outside.
 * The structure of an expression is looked at once, and not with each evaluation.
 *
 * <p>NaN stands for a number that is absent. Arithmetic with an absent number is absent, and so is
 * a result that is not finite, such as that of a division by zero. A comparison with an absent
 * number is {@link Truth#UNKNOWN}.
 *
 * @param <C> the context
 */
public final class Evaluator<C> {

  private final Function<Expression.Lookup, ToDoubleFunction<C>> lookups;

  /**
   * @param lookups the function that finds a name, or a function of more than present values, in
   *     the context; it returns a finite number or NaN
   */
  public Evaluator(Function<Expression.Lookup, ToDoubleFunction<C>> lookups) {
    this.lookups = lookups;
  }

  /** Returns the function of an expression of type {@link Expression.Type#NUMBER}. */
  public ToDoubleFunction<C> number(Expression expression) {
    if (expression instanceof Expression.Lookup lookup) {
      return lookups.apply(lookup);
    }
    if (expression instanceof Expression.Constant constant) {
      double value = constant.value();
      return context -> value;
    }
    if (expression instanceof Expression.Negate negate) {
      ToDoubleFunction<C> operand = number(negate.operand());
      return context -> -operand.applyAsDouble(context);
    }
    if (expression instanceof Expression.Arithmetic arithmetic) {
      return arithmetic(arithmetic);
    }
    if (expression instanceof Expression.Scalar scalar) {
      return scalar(scalar);
    }
    if (expression instanceof Conditional conditional) {
      return conditional(conditional);
    }
    throw new IllegalArgumentException("must be a number, but is " + expression.type());
  }

  private ToDoubleFunction<C> arithmetic(Expression.Arithmetic arithmetic) {
    ArithmeticOperator operator = arithmetic.operator();
    ToDoubleFunction<C> left = number(arithmetic.left());
    ToDoubleFunction<C> right = number(arithmetic.right());
    return context ->
        finite(operator.apply(left.applyAsDouble(context), right.applyAsDouble(context)));
  }

  private ToDoubleFunction<C> scalar(Expression.Scalar scalar) {
    ToDoubleFunction<C> first = number(scalar.arguments().get(0));
    ScalarFunction function = scalar.function();
    if (function.arity() == 1) {
      return context -> finite(function.apply(first.applyAsDouble(context), Double.NaN));
    }
    ToDoubleFunction<C> second = number(scalar.arguments().get(1));
    return context -> function.apply(first.applyAsDouble(context), second.applyAsDouble(context));
  }

  private ToDoubleFunction<C> conditional(Conditional conditional) {
    Function<C, Truth> condition = truth(conditional.condition());
    ToDoubleFunction<C> then = number(conditional.then());
    Expression otherwise = conditional.otherwise();
    ToDoubleFunction<C> ifFalse = otherwise == null ? context -> Double.NaN : number(otherwise);
    return context ->
        switch (condition.apply(context)) {
          case TRUE -> then.applyAsDouble(context);
          case FALSE -> ifFalse.applyAsDouble(context);
          case UNKNOWN -> Double.NaN;
        };
  }

  /** Returns the function of an expression of type {@link Expression.Type#BOOLEAN}. */
  public Function<C, Truth> truth(Expression expression) {
    if (expression instanceof Expression.Comparison comparison) {
      return comparison(comparison);
    }
    if (expression instanceof Expression.Not not) {
      Function<C, Truth> operand = truth(not.operand());
      return context -> operand.apply(context).not();
    }
    if (expression instanceof Expression.Joined joined) {
      return joined(joined);
    }
    throw new IllegalArgumentException("must be true or false, but is " + expression.type());
  }

  private Function<C, Truth> comparison(Expression.Comparison comparison) {
    ComparisonOperator operator = comparison.operator();
    ToDoubleFunction<C> left = number(comparison.left());
    ToDoubleFunction<C> right = number(comparison.right());
    return context -> {
      double one = left.applyAsDouble(context);
      double two = right.applyAsDouble(context);
      return Double.isNaN(one) || Double.isNaN(two)
          ? Truth.UNKNOWN
          : Truth.of(operator.holds(one, two));
    };
  }

  private Function<C, Truth> joined(Expression.Joined joined) {
    List<Function<C, Truth>> operands = joined.operands().stream().map(this::truth).toList();
    boolean isAnd = joined.operator() == LogicalOperator.AND;
    Truth decisive = Truth.of(!isAnd);
    return context -> {
      Truth result = Truth.of(isAnd);
      for (Function<C, Truth> operand : operands) {
        Truth next = operand.apply(context);
        result = isAnd ? result.and(next) : result.or(next);
        if (result == decisive) {
          return result;
        }
      }
      return result;
    };
  }

  /** Returns a number, or NaN if it is not finite. */
  public static double finite(double number) {
    return Double.isFinite(number) ? number : Double.NaN;
  }
}
