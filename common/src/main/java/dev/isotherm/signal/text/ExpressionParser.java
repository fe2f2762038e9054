package dev.isotherm.signal.text;

import static java.util.stream.Collectors.toMap;

import dev.isotherm.model.DidYouMean;
import dev.isotherm.signal.ArithmeticOperator;
import dev.isotherm.signal.ComparisonOperator;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.LogicalOperator;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression by recursive descent.
 *
 * <pre>
 * or          := and ('or' and)*
 * and         := not ('and' not)*
 * not         := 'not' not | comparison
 * comparison  := sum (('>' | '>=' | '<' | '<=' | '==' | '!=') sum)?
 * sum         := product (('+' | '-') product)*
 * product     := unary (('*' | '/') unary)*
 * unary       := '-' unary | primary
 * primary     := number | duration | name | function '(' … ')' | '(' or ')'
 * </pre>
 */
final class ExpressionParser {

  /** Words that are no names of metrics; those stand in back quotes. */
  static final Set<String> RESERVED = Set.of("now", "value", "and", "or", "not", "by", "readings");

  static final String OPERAND = "a number, a name, a function or (";

  /** A named expression. */
  record Part(Expression expression, int nodes) {}

  private static final Map<String, ComparisonOperator> COMPARISONS =
      Stream.of(ComparisonOperator.values()).collect(toMap(ComparisonOperator::text, o -> o));
  private static final Map<String, ArithmeticOperator> SUMS =
      Map.of("+", ArithmeticOperator.PLUS, "-", ArithmeticOperator.MINUS);
  private static final Map<String, ArithmeticOperator> PRODUCTS =
      Map.of("*", ArithmeticOperator.TIMES, "/", ArithmeticOperator.DIVIDED_BY);

  private final Tokens tokens;
  private final Function<String, @Nullable Part> parts;
  private final CallParser calls;
  private int nesting;
  private int nodes;

  /**
   * @param parts the named expressions; {@code null} for other names
   * @param zone of days, weeks and months
   */
  ExpressionParser(String text, Function<String, @Nullable Part> parts, ZoneId zone) {
    tokens = new Tokens(text);
    this.parts = parts;
    calls = new CallParser(tokens, this, zone);
  }

  /** Reads the whole text. */
  Part parse() {
    Expression expression = expression();
    if (tokens.peek().kind() != Token.Kind.END) {
      throw tokens.unexpected("an operator or the end");
    }
    if (isDeeper(expression, Expressions.MAX_DEPTH_OF_TREE)) {
      throw new InvalidExpressionException(
          1, "has too many operators in a row; at most " + Expressions.MAX_DEPTH_OF_TREE);
    }
    return new Part(expression, nodes);
  }

  /** Looks no deeper than it has to: the stack may not suffice for the whole depth. */
  private static boolean isDeeper(Expression expression, int depth) {
    return depth == 0
        || expression.operands().stream().anyMatch(operand -> isDeeper(operand, depth - 1));
  }

  /** Reads an expression that stands in brackets, or alone. */
  Expression expression() {
    enter();
    Expression expression = joined(LogicalOperator.OR);
    nesting--;
    return expression;
  }

  private Expression joined(LogicalOperator operator) {
    int place = tokens.peek().place();
    Expression first = joinable(operator);
    if (!tokens.isNextWord(operator.text())) {
      return first;
    }
    List<Expression> operands = new ArrayList<>();
    operands.add(condition(first, place, operator.text()));
    while (tokens.isNextWord(operator.text())) {
      tokens.take();
      int next = tokens.peek().place();
      operands.add(condition(joinable(operator), next, operator.text()));
    }
    return count(new Expression.Joined(operator, operands));
  }

  private Expression joinable(LogicalOperator operator) {
    return operator == LogicalOperator.OR ? joined(LogicalOperator.AND) : not();
  }

  private Expression not() {
    if (!tokens.isNextWord("not")) {
      return comparison();
    }
    tokens.take();
    enter();
    int place = tokens.peek().place();
    Expression operand = condition(not(), place, "not");
    nesting--;
    return count(new Expression.Not(operand));
  }

  private Expression comparison() {
    int place = tokens.peek().place();
    Expression left = chain(SUMS);
    if (!tokens.isNextSign(COMPARISONS.keySet())) {
      return left;
    }
    number(left, place, tokens.peek().text());
    ComparisonOperator operator = COMPARISONS.get(tokens.take().text());
    int next = tokens.peek().place();
    Expression right = number(chain(SUMS), next, operator.text());
    if (tokens.isNextSign(COMPARISONS.keySet())) {
      throw new InvalidExpressionException(
          tokens.peek().place(), "comparisons cannot be chained; write a < b and b < c");
    }
    return count(new Expression.Comparison(operator, left, right));
  }

  /** Reads a sum of products, or a product. */
  private Expression chain(Map<String, ArithmeticOperator> operators) {
    int place = tokens.peek().place();
    Expression left = link(operators);
    while (tokens.isNextSign(operators.keySet())) {
      String sign = tokens.peek().text();
      number(left, place, sign);
      tokens.take();
      int next = tokens.peek().place();
      Expression right = number(link(operators), next, sign);
      left = count(new Expression.Arithmetic(operators.get(sign), left, right));
    }
    return left;
  }

  private Expression link(Map<String, ArithmeticOperator> operators) {
    return operators == SUMS ? chain(PRODUCTS) : unary();
  }

  private Expression unary() {
    if (!tokens.takeSign("-")) {
      return primary();
    }
    enter();
    int place = tokens.peek().place();
    Expression operand = number(unary(), place, "-");
    nesting--;
    return count(new Expression.Negate(operand));
  }

  private Expression primary() {
    Token token = tokens.peek();
    if (token.isSign("(")) {
      tokens.take();
      Expression inner = expression();
      tokens.expectSign(")");
      return inner;
    }
    return switch (token.kind()) {
      case NUMBER -> count(new Expression.Constant(tokens.take().amount()));
      case DURATION -> count(new Expression.Constant(tokens.take().amount() / 1_000));
      case QUOTED_NAME -> count(metric(tokens.take()));
      case NAME -> name();
      default -> throw tokens.unexpected(OPERAND);
    };
  }

  private Expression name() {
    Token name = tokens.peek();
    String text = name.text();
    if (RESERVED.contains(text) && !text.equals("now") && !text.equals("value")) {
      throw tokens.unexpected(OPERAND);
    }
    tokens.take();
    if (text.equals("now")) {
      return count(new Expression.Now());
    }
    if (text.equals("value")) {
      return count(new Expression.Value());
    }
    if (tokens.isNextSign("(")) {
      return count(calls.call(name));
    }
    if (tokens.isNextSign(".")) {
      return count(limit(name));
    }
    Part part = tokens.peek().kind() == Token.Kind.SENSOR ? null : parts.apply(text);
    return part == null ? count(metric(name)) : count(part);
  }

  private Expression limit(Token word) {
    if (!word.isWord("limit")) {
      if (DidYouMean.of(word.text(), List.of("limit")).size() == 1) {
        throw new InvalidExpressionException(
            word.place(), "read " + word.text() + ".; limits of the sensor table are limit.NAME");
      }
      throw tokens.unexpected(
          "an operator (a name with a dot stands in back quotes, such as `engine.rpm`)");
    }
    tokens.take();
    return checked(tokens.peek(), () -> new Expression.Limit(plainOrQuoted("a limit").text()));
  }

  /** Reads a name that is not one of a metric. */
  Token plainOrQuoted(String what) {
    Token name = tokens.peek();
    if (name.kind() != Token.Kind.NAME && name.kind() != Token.Kind.QUOTED_NAME) {
      throw tokens.unexpected("the name of " + what);
    }
    return tokens.take();
  }

  private Expression metric(Token name) {
    if (tokens.peek().kind() != Token.Kind.SENSOR) {
      return checked(name, () -> new Expression.Metric(name.text()));
    }
    Token sensor = tokens.take();
    return checked(name, () -> new Expression.OtherSensor(name.text(), sensor.text()));
  }

  /** Makes a part of the expression, and adds the place to an error. */
  static <T> T checked(Token at, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidExpressionException(at.place(), e.getMessage());
    }
  }

  private Expression condition(Expression operand, int place, String operator) {
    String text = tokens.since(place);
    String requirement = operator + " takes conditions, as in x > 0";
    return typed(operand, place, text, Expression.Type.BOOLEAN, requirement);
  }

  private Expression number(Expression operand, int place, String operator) {
    String text = tokens.since(place);
    return typed(operand, place, text, Expression.Type.NUMBER, operator + " takes numbers");
  }

  /**
   * Returns an operand if it has a type.
   *
   * @param place where it begins
   * @param text how it is written
   * @param requirement what is allowed there
   */
  static Expression typed(
      Expression operand, int place, String text, Expression.Type type, String requirement) {
    if (operand.type() != type) {
      throw new InvalidExpressionException(
          place, text + " is " + operand.type() + "; " + requirement);
    }
    return operand;
  }

  private void enter() {
    if (++nesting > Expressions.MAX_NESTING) {
      throw new InvalidExpressionException(
          tokens.peek().place(), "is nested more than " + Expressions.MAX_NESTING + " deep");
    }
  }

  private Expression count(Expression made) {
    return count(new Part(made, 1));
  }

  private Expression count(Part made) {
    nodes += made.nodes();
    if (nodes > Expressions.MAX_NODES) {
      throw new InvalidExpressionException(
          tokens.peek().place(),
          "has more than " + Expressions.MAX_NODES + " names, numbers and operators");
    }
    return made.expression();
  }
}
