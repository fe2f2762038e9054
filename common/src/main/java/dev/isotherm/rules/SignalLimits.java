package dev.isotherm.rules;

import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SeriesSpec;
import dev.isotherm.sensors.ValidRange;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the sensor table knows of a sensor for the signal of a rule: the limits of the metrics that
 * the rule names. If several metrics have a limit of the same name, it is that of the metric which
 * the rule names first.
 */
public final class SignalLimits {

  private SignalLimits() {}

  /** A limit of a sensor; NaN if it has none of this name. */
  public static double limit(Rule rule, String sensor, SensorTable table, String name) {
    for (String metric : rule.metrics()) {
      OptionalDouble limit = table.spec(new Series(sensor, metric)).limit(name);
      if (limit.isPresent()) {
        return limit.getAsDouble();
      }
    }
    return Double.NaN;
  }

  /** The limits of a sensor that the rule takes, and the unit if the rule names one metric. */
  static SeriesSpec spec(Rule rule, String sensor, SensorTable table) {
    Map<String, Double> limits = new TreeMap<>();
    for (String name : RuleForSeries.limitNames(rule)) {
      double limit = limit(rule, sensor, table, name);
      if (!Double.isNaN(limit)) {
        limits.put(name, limit);
      }
    }
    Set<String> metrics = rule.metrics();
    String unit =
        metrics.size() == 1
            ? table.spec(new Series(sensor, metrics.iterator().next())).unit()
            : null;
    return new SeriesSpec(unit, limits, ValidRange.ALL, null, null);
  }
}
