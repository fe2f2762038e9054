package dev.isotherm.signal;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Expressions of every kind. */
public final class RandomExpressions {

  private static final double[] CONSTANTS = {0, 1, 2, 0.1, 5, 60, 1e-7, 12345.678, 3e20, 1e308};
  private static final double[] PERCENTS = {0, 5, 50, 90, 99.9, 100};

  private final Random random;
  private final Function<Random, Expression> leaves;

  /**
   * @param leaves makes names and functions of more than present values
   */
  public RandomExpressions(Random random, Function<Random, Expression> leaves) {
    this.random = random;
    this.leaves = leaves;
  }

  /** Returns a number or a condition. */
  public Expression of(Expression.Type type, int depth) {
    return type == Expression.Type.NUMBER ? number(depth) : condition(depth);
  }

  /** Returns a number. */
  public Expression number(int depth) {
    int kind = depth == 0 ? random.nextInt(6) : random.nextInt(14);
    return switch (kind) {
      case 0 -> new Expression.Constant(pick(CONSTANTS));
      case 1, 2, 3, 4, 5, 6 -> leaves.apply(random);
      case 7 -> new Expression.Negate(number(depth - 1));
      case 8 -> scalar(depth);
      case 9 -> conditional(depth - 1);
      default ->
          new Expression.Arithmetic(
              pick(ArithmeticOperator.values()), number(depth - 1), number(depth - 1));
    };
  }

  private Expression conditional(int depth) {
    return new Conditional(
        condition(Math.max(1, depth)), number(depth), random.nextBoolean() ? number(depth) : null);
  }

  private Expression scalar(int depth) {
    ScalarFunction function = pick(ScalarFunction.values());
    if (function == ScalarFunction.EXP) {
      return boundedPower(number(depth - 1));
    }
    Stream<Expression> arguments =
        IntStream.range(0, function.arity()).mapToObj(i -> number(depth - 1));
    return new Expression.Scalar(function, arguments.toList());
  }

  /** Exact oracles take minutes for numbers of all magnitudes. */
  private static Expression boundedPower(Expression exponent) {
    Expression most = new Expression.Constant(9);
    Expression atMost = new Expression.Scalar(ScalarFunction.LEAST, List.of(exponent, most));
    Expression bounded =
        new Expression.Scalar(
            ScalarFunction.GREATEST, List.of(atMost, new Expression.Negate(most)));
    return new Expression.Scalar(ScalarFunction.EXP, List.of(bounded));
  }

  /** Returns a condition. */
  public Expression condition(int depth) {
    int kind = depth <= 1 ? 0 : random.nextInt(5);
    return switch (kind) {
      case 1 -> new Expression.Not(condition(depth - 1));
      case 2, 3 ->
          new Expression.Joined(
              pick(LogicalOperator.values()),
              Stream.generate(() -> condition(depth - 1)).limit(2 + random.nextInt(2)).toList());
      default ->
          new Expression.Comparison(
              pick(ComparisonOperator.values()), number(depth - 1), number(depth - 1));
    };
  }

  /** Returns a function over time of an expression that these leaves make. */
  public Expression.OverTime overTime(int depth, List<Span> spans) {
    TimeFunction function = pick(TimeFunction.values());
    List<Span> fitting =
        spans.stream()
            .filter(span -> function.takesReadings() || span instanceof Span.Time)
            .toList();
    return new Expression.OverTime(
        function,
        of(function.argumentType(), depth),
        function == TimeFunction.PERCENTILE ? pick(PERCENTS) : 0,
        fitting.get(random.nextInt(fitting.size())));
  }

  /** Returns a deviation of an expression that these leaves make. */
  public Deviation deviation(int depth, List<Span> spans) {
    return deviation(number(depth), spans);
  }

  /** Returns a deviation of an expression, which needs few earlier values. */
  public Deviation deviation(Expression argument, List<Span> spans) {
    int least = 2 + random.nextInt(4);
    List<Span> fitting =
        spans.stream()
            .filter(span -> !(span instanceof Span.Readings some) || some.count() >= least)
            .toList();
    double floor = random.nextBoolean() ? 0 : pick(CONSTANTS);
    return new Deviation(argument, fitting.get(random.nextInt(fitting.size())), floor, least);
  }

  /** Returns an {@code ago} of an expression that these leaves make. */
  public Expression.Ago ago(int depth, Duration age) {
    Duration tolerance =
        random.nextBoolean() ? null : Duration.ofMillis(age.toMillis() / (1 + random.nextInt(4)));
    return new Expression.Ago(number(depth), age, tolerance);
  }

  /** Returns a function of the members of a group, of an expression that these leaves make. */
  public Expression.AcrossMembers acrossMembers(int depth) {
    MemberFunction function = pick(MemberFunction.values());
    boolean ofConditions = function == MemberFunction.COUNT && random.nextBoolean();
    return new Expression.AcrossMembers(
        function,
        ofConditions ? condition(depth) : of(function.argumentType(), depth),
        function == MemberFunction.PERCENTILE ? pick(PERCENTS) : 0,
        random.nextBoolean() ? null : "the `site`");
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private double pick(double[] values) {
    return values[random.nextInt(values.length)];
  }
}
