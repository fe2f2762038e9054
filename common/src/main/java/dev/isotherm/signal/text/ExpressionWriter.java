package dev.isotherm.signal.text;

import dev.isotherm.model.text.NumberText;
import dev.isotherm.signal.Conditional;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.LogicalOperator;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import java.util.List;
import java.util.regex.Pattern;

/** Writes expressions for people, with as few brackets as possible. */
final class ExpressionWriter {

  /** How strongly operators bind, in the order of the grammar. */
  private static final int OR = 1;

  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int SUM = 5;
  private static final int PRODUCT = 6;
  private static final int UNARY = 7;
  private static final int PRIMARY = 8;

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PLAIN_SENSOR = Pattern.compile("[^{}`=\"\\s]+(?: +[^{}`=\"\\s]+)*");

  private final StringBuilder text = new StringBuilder();

  String write(Expression expression) {
    operand(expression, OR);
    return text.toString();
  }

  private void operand(Expression operand, int least) {
    boolean needsBrackets = strength(operand) < least;
    text.append(needsBrackets ? "(" : "");
    append(operand);
    text.append(needsBrackets ? ")" : "");
  }

  private static int strength(Expression expression) {
    if (expression instanceof Expression.Joined joined) {
      return joined.operator() == LogicalOperator.OR ? OR : AND;
    }
    if (expression instanceof Expression.Arithmetic arithmetic) {
      return switch (arithmetic.operator()) {
        case PLUS, MINUS -> SUM;
        case TIMES, DIVIDED_BY -> PRODUCT;
      };
    }
    if (expression instanceof Expression.Not) {
      return NOT;
    }
    if (expression instanceof Expression.Comparison) {
      return COMPARISON;
    }
    return expression instanceof Expression.Negate ? UNARY : PRIMARY;
  }

  private void append(Expression expression) {
    if (expression instanceof Expression.Lookup lookup) {
      append(lookup);
    } else if (expression instanceof Expression.Constant constant) {
      text.append(number(constant.value()));
    } else if (expression instanceof Expression.Scalar scalar) {
      call(scalar.function().text(), scalar.arguments());
    } else if (expression instanceof Conditional conditional) {
      call(CallParser.IF, conditional.operands());
    } else if (expression instanceof Expression.Joined joined) {
      separated(joined.operands(), " " + joined.operator().text() + " ", strength(joined) + 1);
    } else if (expression instanceof Expression.Not not) {
      text.append("not ");
      operand(not.operand(), NOT);
    } else if (expression instanceof Expression.Negate negate) {
      text.append('-');
      operand(negate.operand(), UNARY);
    } else if (expression instanceof Expression.Comparison comparison) {
      operand(comparison.left(), SUM);
      text.append(' ').append(comparison.operator().text()).append(' ');
      operand(comparison.right(), SUM);
    } else {
      Expression.Arithmetic arithmetic = (Expression.Arithmetic) expression;
      operand(arithmetic.left(), strength(arithmetic));
      text.append(' ').append(arithmetic.operator().text()).append(' ');
      operand(arithmetic.right(), strength(arithmetic) + 1);
    }
  }

  private void separated(List<Expression> operands, String separator, int least) {
    for (int i = 0; i < operands.size(); i++) {
      text.append(i == 0 ? "" : separator);
      operand(operands.get(i), least);
    }
  }

  private void append(Expression.Lookup lookup) {
    if (lookup instanceof Expression.Metric metric) {
      text.append(name(metric.name()));
    } else if (lookup instanceof Expression.OtherSensor other) {
      boolean isPlain = PLAIN_SENSOR.matcher(other.sensor()).matches();
      text.append(name(other.metric())).append('{');
      text.append(isPlain ? other.sensor() : quoted(other.sensor())).append('}');
    } else if (lookup instanceof Expression.Limit limit) {
      text.append("limit.").append(name(limit.name()));
    } else if (lookup instanceof Expression.Now) {
      text.append("now");
    } else if (lookup instanceof Expression.Value) {
      text.append("value");
    } else {
      function(lookup);
    }
  }

  private void function(Expression.Lookup lookup) {
    if (lookup instanceof Expression.OverTime overTime) {
      call(overTime.function().text(), overTime.argument());
      percent(overTime.function() == TimeFunction.PERCENTILE, overTime.percent());
      text.append(", ").append(overTime.span());
    } else if (lookup instanceof Deviation deviation) {
      deviation(deviation);
    } else if (lookup instanceof Expression.Ago ago) {
      call(CallParser.AGO, ago.argument());
      text.append(", ").append(Span.text(ago.age()));
      if (ago.tolerance() != null) {
        text.append(", ").append(Span.text(ago.tolerance()));
      }
    } else {
      Expression.AcrossMembers members = (Expression.AcrossMembers) lookup;
      call(members.function().text(), members.argument());
      if (members.by() != null) {
        text.append(" by ").append(name(members.by()));
      }
      percent(members.function() == MemberFunction.PERCENTILE, members.percent());
    }
    text.append(')');
  }

  private void deviation(Deviation deviation) {
    call(CallParser.DEVIATION, deviation.argument());
    if (deviation.span() != null) {
      text.append(", ").append(deviation.span());
    }
    if (deviation.floor() > 0) {
      text.append(", ").append(number(deviation.floor()));
    }
    if (deviation.least() != Deviation.DEFAULT_LEAST) {
      text.append(", ");
      text.append(deviation.span() == null && deviation.floor() == 0 ? "0, " : "");
      text.append(deviation.least()).append(" readings");
    }
  }

  private void call(String function, List<Expression> arguments) {
    text.append(function).append('(');
    separated(arguments, ", ", OR);
    text.append(')');
  }

  /** Leaves the bracket open. */
  private void call(String function, Expression argument) {
    text.append(function).append('(');
    operand(argument, OR);
  }

  private void percent(boolean isPercentile, double percent) {
    if (isPercentile) {
      text.append(", ").append(number(percent));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e15
        ? Long.toString((long) value)
        : NumberText.of(value);
  }

  private static String name(String name) {
    return isPlainName(name) ? name : quoted(name);
  }

  /** Whether a name needs no back quotes. */
  static boolean isPlainName(String name) {
    return PLAIN_NAME.matcher(name).matches() && !ExpressionParser.RESERVED.contains(name);
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
