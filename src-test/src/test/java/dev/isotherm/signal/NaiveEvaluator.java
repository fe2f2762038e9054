package dev.isotherm.signal;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Evaluates expressions by their definition, with nothing prepared and nothing shared. */
public final class NaiveEvaluator {

  private static final int FALSE = 0;
  private static final int UNKNOWN = 1;
  private static final int TRUE = 2;

  private final Function<Expression.Lookup, OptionalDouble> lookups;

  public NaiveEvaluator(Function<Expression.Lookup, OptionalDouble> lookups) {
    this.lookups = lookups;
  }

  /** Returns a number. */
  public OptionalDouble number(Expression expression) {
    if (expression instanceof Expression.Lookup lookup) {
      return lookups.apply(lookup);
    }
    if (expression instanceof Expression.Constant constant) {
      return OptionalDouble.of(constant.value());
    }
    if (expression instanceof Conditional conditional) {
      List<Expression> chosen =
          switch (degree(conditional.condition())) {
            case TRUE -> conditional.operands().subList(1, 2);
            case FALSE -> conditional.operands().subList(2, conditional.operands().size());
            default -> List.of();
          };
      return chosen.isEmpty() ? OptionalDouble.empty() : number(chosen.get(0));
    }
    List<OptionalDouble> operands = expression.operands().stream().map(this::number).toList();
    if (operator(expression).equals("coalesce")) {
      return operands.stream()
          .filter(OptionalDouble::isPresent)
          .findFirst()
          .orElse(operands.get(0));
    }
    if (operands.stream().anyMatch(OptionalDouble::isEmpty)) {
      return OptionalDouble.empty();
    }
    double first = operands.get(0).getAsDouble();
    double second = operands.get(operands.size() - 1).getAsDouble();
    double result = result(expression, first, second);
    return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
  }

  private static double result(Expression expression, double first, double second) {
    return switch (operator(expression)) {
      case "negate" -> 0 - first == 0 ? -first : 0 - first;
      case "abs" -> first <= 0 ? 0 - first : first;
      case "floor" -> Math.floor(first);
      case "ceil" -> -Math.floor(-first);
      case "sqrt" -> first < 0 ? Double.NaN : Math.sqrt(first);
      case "exp" -> StrictMath.exp(first);
      case "ln" -> first < 0 ? Double.NaN : StrictMath.log(first);
      case "log10" -> first < 0 ? Double.NaN : StrictMath.log10(first);
      case "least" -> Double.compare(first, second) < 0 ? first : second;
      case "greatest" -> Double.compare(first, second) > 0 ? first : second;
      case "+" -> first + second;
      case "-" -> first - second;
      case "*" -> first * second;
      default -> first / second;
    };
  }

  private static String operator(Expression expression) {
    if (expression instanceof Expression.Negate) {
      return "negate";
    }
    return expression instanceof Expression.Scalar scalar
        ? scalar.function().text()
        : ((Expression.Arithmetic) expression).operator().text();
  }

  /** Returns a condition. */
  public Truth truth(Expression expression) {
    return List.of(Truth.FALSE, Truth.UNKNOWN, Truth.TRUE).get(degree(expression));
  }

  /** In the logic of Kleene, "and" is the least, and "or" the greatest of its operands. */
  private int degree(Expression expression) {
    if (expression instanceof Expression.Not not) {
      return TRUE - degree(not.operand());
    }
    if (expression instanceof Expression.Joined joined) {
      var degrees = joined.operands().stream().mapToInt(this::degree);
      return (joined.operator() == LogicalOperator.AND ? degrees.min() : degrees.max()).getAsInt();
    }
    Expression.Comparison comparison = (Expression.Comparison) expression;
    OptionalDouble left = number(comparison.left());
    OptionalDouble right = number(comparison.right());
    if (left.isEmpty() || right.isEmpty()) {
      return UNKNOWN;
    }
    return holds(comparison.operator().text(), left.getAsDouble() + 0.0, right.getAsDouble() + 0.0)
        ? TRUE
        : FALSE;
  }

  private static boolean holds(String operator, double left, double right) {
    int order = Double.compare(left, right);
    return switch (operator) {
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case "==" -> order == 0;
      default -> order != 0;
    };
  }
}
