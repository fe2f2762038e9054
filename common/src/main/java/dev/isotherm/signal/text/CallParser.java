package dev.isotherm.signal.text;

import dev.isotherm.signal.Conditional;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.ScalarFunction;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads calls of functions. */
final class CallParser {

  static final String AGO = "ago";
  static final String DEVIATION = "deviation";
  static final String IF = "if";

  private static final String PERCENTILE = TimeFunction.PERCENTILE.text();

  private final Tokens tokens;
  private final ExpressionParser parser;
  private final SpanParser spans;

  CallParser(Tokens tokens, ExpressionParser parser, ZoneId zone) {
    this.tokens = tokens;
    this.parser = parser;
    spans = new SpanParser(tokens, zone);
  }

  /** An argument, where it begins, and how it is written. */
  private record Argument(Expression expression, int place, String text) {}

  /** Reads the rest of a call, from its opening bracket. */
  Expression call(Token name) {
    Optional<ScalarFunction> scalar = ScalarFunction.named(name.text());
    if (scalar.isPresent()) {
      return scalar(scalar.get());
    }
    if (name.text().equals(IF)) {
      return conditional();
    }
    if (name.text().equals(AGO)) {
      return ago();
    }
    if (name.text().equals(DEVIATION)) {
      return deviation(name);
    }
    if (TimeFunction.named(name.text()).isPresent()
        || MemberFunction.named(name.text()).isPresent()) {
      return statistic(name);
    }
    throw new InvalidExpressionException(name.place(), Hints.forUnknownFunction(name.text()));
  }

  private Expression scalar(ScalarFunction function) {
    tokens.expectSign("(");
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < function.arity(); i++) {
      if (i > 0) {
        expectSign(",", example(function));
      }
      arguments.add(number(argument(), function.text()));
    }
    expectSign(")", example(function));
    return new Expression.Scalar(function, arguments);
  }

  private static String example(ScalarFunction function) {
    return function.text() + (function.arity() == 1 ? "(x)" : "(x, y)");
  }

  private void expectSign(String sign, String example) {
    if (!tokens.takeSign(sign)) {
      throw tokens.unexpected(sign + " (as in " + example + ")");
    }
  }

  private Expression conditional() {
    tokens.expectSign("(");
    Expression condition = typed(argument(), Expression.Type.BOOLEAN, IF);
    expectSign(",", Hints.CONDITIONAL);
    Expression then = number(argument(), IF);
    Expression otherwise = tokens.takeSign(",") ? number(argument(), IF) : null;
    expectSign(")", Hints.CONDITIONAL);
    return new Conditional(condition, then, otherwise);
  }

  private Expression deviation(Token name) {
    tokens.expectSign("(");
    Expression argument = number(argument(), DEVIATION);
    Expression deviation = new DeviationParser(tokens, spans).deviation(name, argument);
    tokens.expectSign(")");
    return deviation;
  }

  private Expression ago() {
    tokens.expectSign("(");
    Expression argument = number(argument(), AGO);
    tokens.expectSign(",");
    Token at = tokens.peek();
    Duration age = duration("a duration (as in ago(x, 24h))");
    Duration tolerance = tokens.takeSign(",") ? duration("a tolerance (such as 5min)") : null;
    tokens.expectSign(")");
    return ExpressionParser.checked(at, () -> new Expression.Ago(argument, age, tolerance));
  }

  /**
   * Reads a function over time, or of the members of a group: a window tells one from the other.
   */
  private Expression statistic(Token name) {
    tokens.expectSign("(");
    Argument argument = argument();
    String by = null;
    if (tokens.isNextWord("by")) {
      tokens.take();
      by = parser.plainOrQuoted("a label").text();
    }
    double percent = name.text().equals(PERCENTILE) ? percent() : 0;
    if (by != null || !tokens.isNextSign(",")) {
      tokens.expectSign(")");
      return acrossMembers(name, argument, percent, by);
    }
    tokens.take();
    Expression overTime = overTime(name, argument, percent);
    tokens.expectSign(")");
    return overTime;
  }

  private double percent() {
    tokens.expectSign(",");
    if (tokens.peek().kind() != Token.Kind.NUMBER) {
      throw tokens.unexpected("the percentile (as in percentile(x, 95, 5m))");
    }
    return tokens.take().amount();
  }

  private Expression overTime(Token name, Argument argument, double percent) {
    TimeFunction function =
        TimeFunction.named(name.text())
            .orElseThrow(
                () ->
                    new InvalidExpressionException(
                        name.place(),
                        name.text()
                            + " is of members of a group, and takes no window; for the readings of"
                            + " one sensor write countWhere(x > 0, 5m) / count(x, 5m)"));
    typed(argument, function.argumentType(), function.text());
    Span span = spans.span(spanHint(function));
    return ExpressionParser.checked(
        name, () -> new Expression.OverTime(function, argument.expression(), percent, span));
  }

  private Expression acrossMembers(
      Token name, Argument argument, double percent, @Nullable String by) {
    MemberFunction function =
        MemberFunction.named(name.text())
            .orElseThrow(
                () -> new InvalidExpressionException(name.place(), windowMissing(name.text())));
    if (!function.takes(argument.expression().type())) {
      typed(argument, function.argumentType(), function.text());
    }
    return ExpressionParser.checked(
        name, () -> new Expression.AcrossMembers(function, argument.expression(), percent, by));
  }

  private static String windowMissing(String function) {
    boolean takesCondition =
        TimeFunction.named(function)
            .filter(one -> one.argumentType() == Expression.Type.BOOLEAN)
            .isPresent();
    return String.format(
        "%1$s takes a window, as in %1$s(%2$s, 5m)", function, takesCondition ? "x > 0" : "x");
  }

  private static String spanHint(TimeFunction function) {
    return switch (function) {
      case MIN -> "; the smaller of two numbers is least(a, b)";
      case MAX -> "; the larger of two numbers is greatest(a, b)";
      default -> "";
    };
  }

  private Duration duration(String expected) {
    if (tokens.peek().kind() != Token.Kind.DURATION) {
      throw tokens.unexpected(expected);
    }
    return Duration.ofMillis((long) tokens.take().amount());
  }

  private Argument argument() {
    int place = tokens.peek().place();
    Expression expression = parser.expression();
    return new Argument(expression, place, tokens.since(place));
  }

  private Expression number(Argument argument, String function) {
    return typed(argument, Expression.Type.NUMBER, function);
  }

  private Expression typed(Argument argument, Expression.Type type, String function) {
    String hint =
        function.equals("count") ? "; to count conditions write countWhere(x > 0, 5m)" : "";
    String requirement =
        type == Expression.Type.NUMBER
            ? function + " takes a number" + hint
            : function + " takes a condition, as in x > 0";
    return ExpressionParser.typed(
        argument.expression(), argument.place(), argument.text(), type, requirement);
  }
}
