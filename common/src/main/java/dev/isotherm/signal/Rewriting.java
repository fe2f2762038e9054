package dev.isotherm.signal;

import java.util.List;
import java.util.function.Function;

/** Replaces names in expressions. */
public final class Rewriting {

  private Rewriting() {}

  /**
   * Returns an expression with other names.
   *
   * @param names what replaces each name; functions of windows, members and ago keep their form,
   *     and have other names within
   */
  public static Expression replaceNames(
      Expression expression, Function<Expression.Lookup, Expression> names) {
    List<Expression> operands =
        expression.operands().stream().map(operand -> replaceNames(operand, names)).toList();
    if (expression instanceof Expression.Lookup lookup) {
      return operands.isEmpty() ? names.apply(lookup) : withArgument(lookup, operands.get(0));
    }
    if (expression instanceof Expression.Constant) {
      return expression;
    }
    if (expression instanceof Expression.Negate) {
      return new Expression.Negate(operands.get(0));
    }
    if (expression instanceof Expression.Not) {
      return new Expression.Not(operands.get(0));
    }
    if (expression instanceof Expression.Joined joined) {
      return new Expression.Joined(joined.operator(), operands);
    }
    if (expression instanceof Expression.Scalar scalar) {
      return new Expression.Scalar(scalar.function(), operands);
    }
    if (expression instanceof Conditional) {
      Expression otherwise = operands.size() > 2 ? operands.get(2) : null;
      return new Conditional(operands.get(0), operands.get(1), otherwise);
    }
    if (expression instanceof Expression.Comparison comparison) {
      return new Expression.Comparison(comparison.operator(), operands.get(0), operands.get(1));
    }
    Expression.Arithmetic arithmetic = (Expression.Arithmetic) expression;
    return new Expression.Arithmetic(arithmetic.operator(), operands.get(0), operands.get(1));
  }

  private static Expression withArgument(Expression.Lookup lookup, Expression argument) {
    if (lookup instanceof Expression.OverTime overTime) {
      return new Expression.OverTime(
          overTime.function(), argument, overTime.percent(), overTime.span());
    }
    if (lookup instanceof Deviation deviation) {
      return new Deviation(argument, deviation.span(), deviation.floor(), deviation.least());
    }
    if (lookup instanceof Expression.Ago ago) {
      return new Expression.Ago(argument, ago.age(), ago.tolerance());
    }
    Expression.AcrossMembers members = (Expression.AcrossMembers) lookup;
    return new Expression.AcrossMembers(
        members.function(), argument, members.percent(), members.by());
  }
}
