package dev.isotherm.signal.text;

import dev.isotherm.model.EnumText;
import dev.isotherm.signal.Conditional;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of expressions, of which fingerprints are made. State and topics keep
 * fingerprints, so the text of an expression must never change.
 *
 * <p>Operators stand before their operands, in brackets. Numbers are written in hexadecimal,
 * because the shortest decimal of a number depends on the version of Java. Durations are in
 * milliseconds. Names stand in back quotes, which are doubled within.
 *
 * <pre>
 * max(temperature, 5m) > limit.hot     (> (max `temperature` 300000ms) limit.`hot`)
 * </pre>
 */
final class CanonicalText {

  private final StringBuilder text = new StringBuilder();

  private CanonicalText() {}

  static String of(Expression expression) {
    CanonicalText canonical = new CanonicalText();
    canonical.write(expression);
    return canonical.text.toString();
  }

  private void write(Expression expression) {
    if (expression instanceof Expression.Lookup lookup) {
      lookup(lookup);
    } else if (expression instanceof Expression.Constant constant) {
      text.append(Double.toHexString(constant.value()));
    } else {
      call(operator(expression), expression.operands());
      text.append(')');
    }
  }

  private static String operator(Expression expression) {
    if (expression instanceof Expression.Arithmetic arithmetic) {
      return arithmetic.operator().text();
    }
    if (expression instanceof Expression.Comparison comparison) {
      return comparison.operator().text();
    }
    if (expression instanceof Expression.Joined joined) {
      return joined.operator().text();
    }
    if (expression instanceof Expression.Scalar scalar) {
      return scalar.function().text();
    }
    if (expression instanceof Conditional) {
      return CallParser.IF;
    }
    return expression instanceof Expression.Not ? "not" : "-";
  }

  private void lookup(Expression.Lookup lookup) {
    if (lookup instanceof Expression.Metric metric) {
      name(metric.name());
    } else if (lookup instanceof Expression.OtherSensor other) {
      name(other.metric());
      text.append('{');
      name(other.sensor());
      text.append('}');
    } else if (lookup instanceof Expression.Limit limit) {
      text.append("limit.");
      name(limit.name());
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
      call(overTime.function().text(), overTime.operands());
      percent(overTime.function() == TimeFunction.PERCENTILE, overTime.percent());
      span(overTime.span());
    } else if (lookup instanceof Deviation deviation) {
      call(CallParser.DEVIATION, deviation.operands());
      span(deviation.span());
      text.append(' ').append(Double.toHexString(deviation.floor()));
      text.append(' ').append(deviation.least());
    } else if (lookup instanceof Expression.Ago ago) {
      call(CallParser.AGO, ago.operands());
      duration(ago.age());
      if (ago.tolerance() != null) {
        duration(ago.tolerance());
      }
    } else {
      Expression.AcrossMembers members = (Expression.AcrossMembers) lookup;
      call("members " + members.function().text(), members.operands());
      percent(members.function() == MemberFunction.PERCENTILE, members.percent());
      if (members.by() != null) {
        text.append(" by ");
        name(members.by());
      }
    }
    text.append(')');
  }

  private void call(String operator, List<Expression> operands) {
    text.append('(').append(operator);
    for (Expression operand : operands) {
      text.append(' ');
      write(operand);
    }
  }

  private void percent(boolean isPercentile, double percent) {
    if (isPercentile) {
      text.append(' ').append(Double.toHexString(percent));
    }
  }

  private void span(@Nullable Span span) {
    if (span == null) {
      text.append(" learned");
    } else if (span instanceof Span.Time time) {
      duration(time.duration());
    } else if (span instanceof Span.Calendar calendar) {
      text.append(' ').append(EnumText.lowerCase(calendar.unit())).append(" in ");
      name(calendar.zone().getId());
    } else if (span instanceof Span.Readings readings) {
      text.append(' ').append(readings.count()).append("readings");
    } else {
      text.append(" all");
    }
  }

  private void duration(Duration duration) {
    text.append(' ').append(duration.toMillis()).append("ms");
  }

  private void name(String name) {
    text.append(ExpressionWriter.quoted(name));
  }
}
