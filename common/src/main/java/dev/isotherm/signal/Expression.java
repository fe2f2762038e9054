package dev.isotherm.signal;

import static dev.isotherm.signal.Requirements.requireName;
import static dev.isotherm.signal.Requirements.requirePercent;
import static dev.isotherm.signal.Requirements.requireType;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A formula of metrics: what a rule looks at, or when one of its levels holds. Expressions of the
 * same structure are equal. The package {@code text} reads and writes them.
 *
 * <p>Each constructor checks the types of its operands, and throws {@link IllegalArgumentException}
 * if they do not fit. Whether an expression may stand in a certain rule is checked by {@code
 * text.Placement}.
 */
public sealed interface Expression extends Serializable
    permits Conditional,
        Expression.Constant,
        Expression.Lookup,
        Expression.Negate,
        Expression.Arithmetic,
        Expression.Scalar,
        Expression.Comparison,
        Expression.Not,
        Expression.Joined {

  /** What an expression results in. */
  enum Type {
    NUMBER("a number"),
    BOOLEAN("true or false");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Returns what the expression results in. */
  default Type type() {
    return Type.NUMBER;
  }

  /** Returns the expressions that this one is directly made of, in the order of the text. */
  default List<Expression> operands() {
    return List.of();
  }

  /** Returns this expression and all in it, outermost first. */
  default Stream<Expression> all() {
    return Stream.concat(Stream.of(this), operands().stream().flatMap(Expression::all));
  }

  /**
   * What an expression takes from outside: names and functions of more than present values. All
   * results are numbers.
   */
  sealed interface Lookup extends Expression
      permits Metric, OtherSensor, Limit, Now, Value, OverTime, Deviation, Ago, AcrossMembers {}

  /**
   * A number in the text. Durations are seconds.
   *
   * @param value finite, and not negative: a negative number is a {@link Negate}
   */
  record Constant(double value) implements Expression {
    public Constant {
      if (!Double.isFinite(value) || value < 0) {
        throw new IllegalArgumentException(value + ": must be a finite number, and not negative");
      }
      value += 0.0; // -0.0 becomes 0.0
    }
  }

  /** The last value of a metric of the sensor. */
  record Metric(String name) implements Lookup {
    public Metric {
      requireName("metric", name);
    }
  }

  /** The last value of a metric of another sensor, which is named. */
  record OtherSensor(String metric, String sensor) implements Lookup {
    public OtherSensor {
      requireName("metric", metric);
      requireName("sensor", sensor);
    }
  }

  /** A limit in the sensor table. */
  record Limit(String name) implements Lookup {
    public Limit {
      requireName("limit", name);
    }
  }

  /** The instant of the evaluation, in seconds since 1970-01-01T00:00:00Z. */
  record Now() implements Lookup {}

  /** The value of the rule's signal. */
  record Value() implements Lookup {}

  /** A number with the other sign. */
  record Negate(Expression operand) implements Expression {
    public Negate {
      requireType(Type.NUMBER, operand);
    }

    @Override
    public List<Expression> operands() {
      return List.of(operand);
    }
  }

  /** Two numbers, added, subtracted, multiplied or divided. */
  record Arithmetic(ArithmeticOperator operator, Expression left, Expression right)
      implements Expression {
    public Arithmetic {
      requireType(Type.NUMBER, left);
      requireType(Type.NUMBER, right);
    }

    @Override
    public List<Expression> operands() {
      return List.of(left, right);
    }
  }

  /** A function of present numbers. */
  record Scalar(ScalarFunction function, List<Expression> arguments) implements Expression {
    public Scalar {
      arguments = List.copyOf(arguments);
      if (arguments.size() != function.arity()) {
        throw new IllegalArgumentException(function.text() + " takes " + function.arity());
      }
      arguments.forEach(argument -> requireType(Type.NUMBER, argument));
    }

    @Override
    public List<Expression> operands() {
      return arguments;
    }
  }

  /** Two numbers, compared. */
  record Comparison(ComparisonOperator operator, Expression left, Expression right)
      implements Expression {
    public Comparison {
      requireType(Type.NUMBER, left);
      requireType(Type.NUMBER, right);
    }

    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Expression> operands() {
      return List.of(left, right);
    }
  }

  /** The opposite of a condition. */
  record Not(Expression operand) implements Expression {
    public Not {
      requireType(Type.BOOLEAN, operand);
    }

    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Expression> operands() {
      return List.of(operand);
    }
  }

  /**
   * Conditions joined by {@code and}, or all by {@code or}.
   *
   * @param operands at least two; those that are joined by the same word become part of this one
   */
  record Joined(LogicalOperator operator, List<Expression> operands) implements Expression {
    public Joined {
      operands = operands.stream().flatMap(operand -> flattened(operator, operand)).toList();
      if (operands.size() < 2) {
        throw new IllegalArgumentException(operator + " joins at least two conditions");
      }
      operands.forEach(operand -> requireType(Type.BOOLEAN, operand));
    }

    private static Stream<Expression> flattened(LogicalOperator operator, Expression operand) {
      return operand instanceof Joined inner && inner.operator == operator
          ? inner.operands.stream()
          : Stream.of(operand);
    }

    @Override
    public Type type() {
      return Type.BOOLEAN;
    }
  }

  /**
   * A function of the readings of one sensor within a window.
   *
   * @param argument of what: an expression that results in a reading with each message
   * @param percent the percentile, from 0 to 100; 0 for all functions but {@link
   *     TimeFunction#PERCENTILE}
   */
  record OverTime(TimeFunction function, Expression argument, double percent, Span span)
      implements Lookup {
    public OverTime {
      requireType(function.argumentType(), argument);
      percent = requirePercent(function == TimeFunction.PERCENTILE, percent);
      if (span instanceof Span.Readings && !function.takesReadings()) {
        throw new InvalidFieldException("window", span, "must be a time");
      }
      if (span instanceof Span.All) {
        throw new InvalidFieldException("window", span, "is one of deviation only");
      }
    }

    @Override
    public List<Expression> operands() {
      return List.of(argument);
    }
  }

  /**
   * The value that an expression had some time ago.
   *
   * @param age how long ago; positive
   * @param tolerance the reading nearest to that instant is taken, if it is at most this far away
   *     in time; at most {@code age}; without tolerance, the last reading at or before that instant
   *     is taken if it was not stale then
   */
  record Ago(Expression argument, Duration age, @Nullable Duration tolerance) implements Lookup {
    public Ago {
      requireType(Type.NUMBER, argument);
      Span.requireDuration("ago", age);
      if (tolerance != null && tolerance.compareTo(age) > 0) {
        throw new InvalidFieldException(
            "tolerance", Span.text(tolerance), "must not be longer than " + Span.text(age));
      }
      if (tolerance != null) {
        Span.requireDuration("tolerance", tolerance);
      }
    }

    @Override
    public List<Expression> operands() {
      return List.of(argument);
    }
  }

  /**
   * A function of the members of a group of sensors.
   *
   * @param argument is evaluated for each member
   * @param percent as in {@link OverTime}
   * @param by the label whose value the members have in common; {@code null} in a rule about
   *     groups, which names it
   */
  record AcrossMembers(
      MemberFunction function, Expression argument, double percent, @Nullable String by)
      implements Lookup {
    public AcrossMembers {
      if (!function.takes(argument.type())) {
        throw new IllegalArgumentException(function.text() + " of " + argument.type());
      }
      percent = requirePercent(function == MemberFunction.PERCENTILE, percent);
      if (by != null) {
        requireName("label", by);
      }
    }

    @Override
    public List<Expression> operands() {
      return List.of(argument);
    }
  }
}
