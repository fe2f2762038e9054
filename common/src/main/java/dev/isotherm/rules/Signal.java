package dev.isotherm.rules;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.text.Expressions;
import dev.isotherm.signal.text.Placement;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks at in place of a metric: a formula of metrics.
 *
 * @param value a number
 * @param every the steps at which it is evaluated; {@code null} for each message that brings one of
 *     its metrics
 * @param by the label whose values name the groups that the rule is about; {@code null} for a rule
 *     about sensors. Needs {@code every}
 * @param staleAfter a metric whose last value is older is absent
 */
public record Signal(
    Expression value, @Nullable Duration every, @Nullable String by, Duration staleAfter)
    implements Serializable {

  /** As in Prometheus. */
  public static final Duration STALE_AFTER = Duration.ofMinutes(5);

  public Signal {
    Objects.requireNonNull(value, "value");
    DurationText.require("staleAfter", staleAfter, 1);
    if (every != null) {
      DurationText.require("every", every, 1);
    }
    if (by != null) {
      String error = Series.nameError(by);
      if (error != null) {
        throw new InvalidFieldException("by", '"' + by + '"', error);
      }
      if (every == null) {
        throw new InvalidFieldException("by", by, "needs every, such as every: 1min");
      }
    }
  }

  /** Whether it is evaluated for groups of sensors. */
  public boolean isOfGroups() {
    return by != null;
  }

  /**
   * What is wrong with an expression of a rule on this signal; sentences, each of which begins with
   * a part of the expression.
   */
  public List<String> errors(Placement.Role role, Expression expression) {
    List<String> errors = new Placement(role, every, isOfGroups()).errors(expression);
    if (errors.isEmpty() && Deviation.comparesSignal(expression) && looksAtOthers()) {
      return List.of(
          Expressions.text(expression)
              + ": deviation(value, …) is of a signal that looks at one sensor; this one looks at"
              + " others");
    }
    return errors.isEmpty() && Expressions.text(expression).length() > Expressions.MAX_LENGTH
        ? List.of("is longer than " + Expressions.MAX_LENGTH + " characters with its named parts")
        : errors;
  }

  private boolean looksAtOthers() {
    return value
        .all()
        .anyMatch(
            part ->
                part instanceof Expression.AcrossMembers || part instanceof Expression.OtherSensor);
  }

  /**
   * Checks the signal and the conditions of a rule's levels.
   *
   * @throws InvalidFieldException if an expression may not stand in the rule
   */
  void requirePlaced(String ruleName, List<Expression> conditions) {
    List<String> errors = new ArrayList<>(errors(Placement.Role.SIGNAL, value));
    conditions.forEach(one -> errors.addAll(errors(Placement.Role.LEVEL, one)));
    if (!errors.isEmpty()) {
      throw new InvalidFieldException("signal", "rule " + ruleName + ": " + errors.get(0));
    }
    labelOfGroups(expressions(conditions));
  }

  /** This signal, and the conditions of the levels of its rule. */
  List<Expression> expressions(List<Expression> conditions) {
    return Stream.concat(Stream.of(value), conditions.stream()).toList();
  }

  /** The metrics that expressions name without a sensor, each once, in the order of the text. */
  static Set<String> metrics(List<Expression> expressions) {
    return parts(expressions, Expression.Metric.class)
        .map(Expression.Metric::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The metrics that expressions name with a sensor, each once. */
  static Set<Series> namedSeries(List<Expression> expressions) {
    return parts(expressions, Expression.OtherSensor.class)
        .map(other -> new Series(other.sensor(), other.metric()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T extends Expression> Stream<T> parts(
      List<Expression> expressions, Class<T> kind) {
    return expressions.stream().flatMap(Expression::all).filter(kind::isInstance).map(kind::cast);
  }

  /** The label by which sensors are compared with their group; empty if they are not. */
  static Optional<String> labelOfGroups(List<Expression> expressions) {
    Set<String> labels =
        parts(expressions, Expression.AcrossMembers.class)
            .map(Expression.AcrossMembers::by)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (labels.size() > 1) {
      throw new InvalidFieldException(
          "signal",
          "signal: has groups by " + String.join(" and by ", labels) + "; only one is allowed");
    }
    return labels.stream().findFirst();
  }
}
