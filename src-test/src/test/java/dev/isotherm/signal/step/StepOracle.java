package dev.isotherm.signal.step;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.NaiveEvaluator;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.signal.memory.SignalOracle;
import dev.isotherm.signal.memory.SignalResult;
import dev.isotherm.signal.memory.WindowOracle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Evaluates rules over several sensors from all messages that these ever sent. */
final class StepOracle {

  private final Map<String, String> sites;
  private final Map<Expression.Lookup, OtherValue> others;
  private final Map<String, SignalOracle> sensors = new TreeMap<>();

  /**
   * @param sites the group of each sensor
   * @param others for each name or function of another sensor, what it is for that sensor itself
   */
  StepOracle(
      Duration staleAfter, Map<String, String> sites, Map<Expression.Lookup, OtherValue> others) {
    this.sites = sites;
    this.others = others;
    sites
        .keySet()
        .forEach(sensor -> sensors.put(sensor, new SignalOracle(staleAfter.toMillis(), 0)));
  }

  void add(String sensor, SensorReadings message) {
    sensors.get(sensor).add(message);
  }

  /** Returns the result of a sensor, or of the group that it is a member of. */
  SignalResult result(String sensor, long step, Expression signal, List<Expression> levels) {
    OptionalDouble value =
        new NaiveEvaluator(lookup -> lookup(lookup, sensor, step)).number(signal);
    NaiveEvaluator evaluator = new NaiveEvaluator(lookup -> lookup(lookup, sensor, step));
    List<Truth> truths = levels.stream().map(evaluator::truth).toList();
    return new SignalResult(value, truths);
  }

  private OptionalDouble lookup(Expression.Lookup lookup, String sensor, long step) {
    if (lookup instanceof Expression.AcrossMembers members) {
      double result = ofMembers(members, sites.get(sensor), step);
      return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
    }
    OtherValue other = others.getOrDefault(lookup, new OtherValue(sensor, lookup));
    return sensors.get(other.sensor()).number(other.expression(), step);
  }

  private double ofMembers(Expression.AcrossMembers function, String site, long step) {
    List<Double> values = new ArrayList<>();
    sites.forEach(
        (sensor, other) -> {
          if (other.equals(site)) {
            value(function.argument(), sensor, step).ifPresent(values::add);
          }
        });
    Collections.sort(values);
    int size = values.size();
    int held = Collections.frequency(values, 1.0);
    boolean isOfConditions = function.argument().type() == Expression.Type.BOOLEAN;
    return switch (function.function()) {
      case COUNT -> isOfConditions ? held : size;
      case SHARE -> (double) held / size;
      default -> size == 0 ? Double.NaN : ofNumbers(function, values);
    };
  }

  private static double ofNumbers(Expression.AcrossMembers function, List<Double> sorted) {
    double least = sorted.get(0);
    double greatest = sorted.get(sorted.size() - 1);
    return switch (function.function()) {
      case MIN -> least;
      case MAX -> greatest;
      case RANGE -> greatest - least;
      case MEDIAN -> WindowOracle.percentile(sorted, 50);
      case PERCENTILE -> WindowOracle.percentile(sorted, function.percent());
      case MEAN -> WindowOracle.average(sorted).mean();
      case STDDEV -> WindowOracle.average(sorted).stddev();
      default -> WindowOracle.average(sorted).sum();
    };
  }

  private OptionalDouble value(Expression argument, String sensor, long step) {
    SignalOracle oracle = sensors.get(sensor);
    if (argument.type() == Expression.Type.NUMBER) {
      return oracle.number(argument, step);
    }
    double truth = oracle.truth(argument, step, OptionalDouble.empty()).asReading();
    return Double.isNaN(truth) ? OptionalDouble.empty() : OptionalDouble.of(truth);
  }
}
