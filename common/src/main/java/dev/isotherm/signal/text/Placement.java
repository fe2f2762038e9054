package dev.isotherm.signal.text;

import dev.isotherm.model.DurationText;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression stands, which decides what it may contain.
 *
 * @param role of the expression in its rule
 * @param every the steps at which the rule is evaluated; {@code null} if it is evaluated with each
 *     message
 * @param isOfGroups whether the rule is about groups of sensors, which a label names
 */
public record Placement(Role role, @Nullable Duration every, boolean isOfGroups) {

  /** What an expression is for. */
  public enum Role {
    /** A number, from which levels are found. */
    SIGNAL,
    /** The condition of a level. */
    LEVEL
  }

  private static final int MAX_QUOTED = 60;

  /** The functions that an expression stands within. */
  private record Within(boolean window, boolean ago, boolean members) {}

  /**
   * Returns what may not stand here: sentences, each of which begins with a part of the expression.
   */
  public List<String> errors(Expression expression) {
    Set<String> errors = new LinkedHashSet<>();
    Expression.Type needed = role == Role.SIGNAL ? Expression.Type.NUMBER : Expression.Type.BOOLEAN;
    if (expression.type() != needed) {
      errors.add(quoted(expression) + ": is " + expression.type() + ", but must be " + needed);
    }
    if (role == Role.SIGNAL && !namesMetric(expression)) {
      errors.add(quoted(expression) + ": names no metric");
    }
    check(expression, new Within(false, false, false), errors);
    return new ArrayList<>(errors);
  }

  private void check(Expression expression, Within within, Set<String> errors) {
    Within inside = within;
    if (expression instanceof Expression.Lookup lookup) {
      String error = error(lookup, within);
      if (error != null) {
        errors.add(quoted(lookup) + ": " + error);
      }
      inside = inside(lookup, within);
    }
    boolean isKnown = expression instanceof Deviation deviation && deviation.isOfSignal();
    for (Expression operand : isKnown ? List.<Expression>of() : expression.operands()) {
      check(operand, inside, errors);
    }
  }

  private static Within inside(Expression.Lookup lookup, Within within) {
    return new Within(
        within.window || lookup instanceof Expression.OverTime || lookup instanceof Deviation,
        within.ago || lookup instanceof Expression.Ago,
        within.members || lookup instanceof Expression.AcrossMembers);
  }

  private @Nullable String error(Expression.Lookup lookup, Within within) {
    if (lookup instanceof Expression.Value) {
      return valueError(within);
    }
    if (lookup instanceof Deviation deviation) {
      String error = deviationError(deviation, within);
      if (error != null) {
        return error;
      }
    }
    if (lookup instanceof Expression.OtherSensor && every == null) {
      return "the metric of another sensor needs a rule with every, such as every: 1min";
    }
    if (lookup instanceof Expression.AcrossMembers members) {
      return membersError(members, within);
    }
    boolean isOfSensor = lookup instanceof Expression.Metric || lookup instanceof Expression.Limit;
    if (isOfSensor && isOfGroups && !within.members) {
      return "is of one sensor, but the rule is about groups, because of by;"
          + " write a function of the members, such as mean(x)";
    }
    if (lookup instanceof Expression.OverTime overTime) {
      return windowError(overTime, overTime.span(), within);
    }
    return lookup instanceof Expression.Ago ago ? agoError(ago, within) : null;
  }

  private @Nullable String valueError(Within within) {
    if (role == Role.SIGNAL) {
      return "is the value of the signal, and stands in the conditions of levels only";
    }
    return within.window || within.ago || within.members
        ? "cannot stand within a function of earlier values or of members;"
            + " write what the signal is, as a named part"
        : null;
  }

  private @Nullable String deviationError(Deviation deviation, Within within) {
    if (deviation.isOfSignal()) {
      return signalDeviationError(deviation, within);
    }
    if (deviation.isOfBaseline()) {
      return within.window || within.ago
          ? "cannot stand within a function of earlier values; it compares with a learned baseline"
          : null;
    }
    return windowError(deviation, deviation.span(), within);
  }

  private @Nullable String signalDeviationError(Deviation deviation, Within within) {
    if (role == Role.SIGNAL) {
      return "compares the value of the signal, and stands in the conditions of levels only";
    }
    if (isOfGroups) {
      return "earlier values of a signal are kept for single sensors only;"
          + " this rule is about groups, because of by";
    }
    if (within.window || within.ago || within.members) {
      return "cannot stand within a function of earlier values or of members";
    }
    return spanError(deviation.span());
  }

  private @Nullable String windowError(
      Expression.Lookup overTime, @Nullable Span span, Within within) {
    if (within.window) {
      return "cannot stand within another function of a window";
    }
    if (within.ago && every == null) {
      return "may stand within ago only in a rule with every, such as every: 1min";
    }
    if (!namesMetric(overTime)) {
      return "names no metric";
    }
    if (overTime.all().map(Placement::sensor).filter(Objects::nonNull).distinct().count() > 1) {
      return "has metrics of different sensors; a window has the readings of one";
    }
    return spanError(span);
  }

  private @Nullable String spanError(@Nullable Span span) {
    return span instanceof Span.Time time ? stepError("window", time.duration()) : null;
  }

  private @Nullable String stepError(String name, Duration duration) {
    return every == null || duration.toMillis() % every.toMillis() == 0
        ? null
        : String.format(
            "the %s of %s is no multiple of every: %s",
            name, DurationText.format(duration), DurationText.format(every));
  }

  private @Nullable String agoError(Expression.Ago ago, Within within) {
    if (within.window || within.ago) {
      return "cannot stand within " + (within.window ? "a function of a window" : "another ago");
    }
    if (!namesMetric(ago)) {
      return "names no metric";
    }
    if (ago.all().noneMatch(Placement::hasWindow)) {
      return null;
    }
    return ago.tolerance() == null
        ? stepError("age", ago.age())
        : "a tolerance is for readings; leave it out around functions of a window";
  }

  private @Nullable String membersError(Expression.AcrossMembers members, Within within) {
    if (every == null) {
      return members.by() == null
          ? "needs a window, as in mean(x, 5m)"
          : "a function of the members of a group needs a rule with every, such as every: 1min";
    }
    if (within.window || within.ago || within.members) {
      return "cannot stand within a function of a window, of members or ago";
    }
    if (isOfGroups && members.by() != null) {
      return "needs no by, because the rule has one";
    }
    if (!isOfGroups && members.by() == null) {
      return "needs a group, as in mean(x by site), or a window, as in mean(x, 5m)";
    }
    boolean namesMember = members.all().anyMatch(part -> part instanceof Expression.Metric);
    return namesMember ? null : "names no metric of the members";
  }

  private static boolean hasWindow(Expression part) {
    return part instanceof Expression.OverTime || part instanceof Deviation;
  }

  private static boolean namesMetric(Expression expression) {
    return expression.all().anyMatch(part -> sensor(part) != null);
  }

  /** The sensor of a metric, empty for that of the rule; {@code null} if it is no metric. */
  private static @Nullable String sensor(Expression expression) {
    if (expression instanceof Expression.OtherSensor other) {
      return other.sensor();
    }
    return expression instanceof Expression.Metric ? "" : null;
  }

  private static String quoted(Expression expression) {
    String text = Expressions.text(expression);
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
  }
}
