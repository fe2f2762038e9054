package dev.isotherm.signal.step;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Rewriting;
import dev.isotherm.signal.text.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Turns the expressions of a rule into functions of a {@link StepContext}, and collects what must
 * be evaluated for it elsewhere.
 */
final class StepCompiler {

  private final Evaluator<StepContext> evaluator = new Evaluator<>(this::lookup);
  private final List<Expression> own = new ArrayList<>();
  private final List<Expression.AcrossMembers> members = new ArrayList<>();
  private final List<OtherValue> others = new ArrayList<>();

  Evaluator<StepContext> evaluator() {
    return evaluator;
  }

  /**
   * Returns the function of a signal whose earlier values are kept: it is evaluated with the
   * messages of the sensor, as the first of its expressions.
   *
   * @throws IllegalArgumentException if the signal looks at other sensors
   */
  ToDoubleFunction<StepContext> signalOfSensor(Expression signal) {
    if (!own.isEmpty() || signal.all().anyMatch(StepCompiler::looksAtOthers)) {
      throw new IllegalArgumentException(
          Expressions.text(signal)
              + ": looks at other sensors; deviation(value, …) is of a signal that looks at one");
    }
    own.add(signal);
    return context -> context.ofSensor(0);
  }

  private static boolean looksAtOthers(Expression part) {
    return part instanceof Expression.AcrossMembers || part instanceof Expression.OtherSensor;
  }

  /** What is evaluated with the messages of the sensor itself. */
  List<Expression> own() {
    return List.copyOf(own);
  }

  List<Expression.AcrossMembers> members() {
    return List.copyOf(members);
  }

  List<OtherValue> others() {
    return List.copyOf(others);
  }

  private ToDoubleFunction<StepContext> lookup(Expression.Lookup lookup) {
    if (lookup instanceof Expression.Value) {
      return StepContext::signal;
    }
    if (lookup instanceof Deviation deviation && deviation.isOfSignal()) {
      int place = place(own, deviation);
      return context -> context.ofSensor(place);
    }
    if (lookup instanceof Expression.Now) {
      return context -> context.seconds(0);
    }
    if (lookup instanceof Expression.AcrossMembers group) {
      int place = place(members, group);
      return context -> context.ofMembers(place);
    }
    if (lookup instanceof Expression.Ago ago) {
      return new Evaluator<StepContext>(name -> past(name, ago)).number(ago.argument());
    }
    return ofOneSensor(lookup);
  }

  /** The value that a name had some time ago: a formula of the past is one of past values. */
  private ToDoubleFunction<StepContext> past(Expression.Lookup name, Expression.Ago ago) {
    if (name instanceof Expression.Now) {
      long age = ago.age().toMillis();
      return context -> context.seconds(age);
    }
    return ofOneSensor(new Expression.Ago(name, ago.age(), ago.tolerance()));
  }

  private ToDoubleFunction<StepContext> ofOneSensor(Expression.Lookup lookup) {
    Optional<String> other =
        lookup
            .all()
            .filter(Expression.OtherSensor.class::isInstance)
            .map(name -> ((Expression.OtherSensor) name).sensor())
            .findAny();
    if (other.isEmpty()) {
      int place = place(own, lookup);
      return context -> context.ofSensor(place);
    }
    OtherValue value =
        new OtherValue(other.get(), Rewriting.replaceNames(lookup, StepCompiler::asOwn));
    int place = place(others, value);
    return context -> context.ofOthers(place);
  }

  private static Expression asOwn(Expression.Lookup name) {
    return name instanceof Expression.OtherSensor other
        ? new Expression.Metric(other.metric())
        : name;
  }

  private static <T> int place(List<? super T> known, T sought) {
    if (!known.contains(sought)) {
      known.add(sought);
    }
    return known.indexOf(sought);
  }
}
