package dev.isotherm.rules.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Sensors;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.text.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds rules to a baseline: what they compare with it must have been learned. */
public final class RulesInBaseline {

  private final Baseline baseline;
  private final SensorTable table;
  private final List<String> warnings = new ArrayList<>();

  private RulesInBaseline(Baseline baseline, SensorTable table) {
    this.baseline = baseline;
    this.table = table;
  }

  /** One sentence for each rule that cannot be used without a baseline. */
  public static List<String> needs(RuleSet rules) {
    List<String> needs = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      Deviation.ofBaseline(rule.expressions()).stream()
          .findFirst()
          .ifPresent(one -> needs.add(start(rule, one) + " needs a baseline"));
    }
    return needs;
  }

  /**
   * One sentence for each deviation of a rule of which the baseline has no series; and for each
   * that is absent in slots of its series, because they were learned from too few readings, or from
   * equal ones.
   *
   * @param table knows the labels by which rules select sensors
   */
  public static List<String> warnings(RuleSet rules, Baseline baseline, SensorTable table) {
    RulesInBaseline found = new RulesInBaseline(baseline, table);
    for (Rule rule : rules.rules()) {
      Deviation.ofBaseline(rule.expressions()).forEach(one -> found.check(rule, one));
    }
    return found.warnings;
  }

  private static String start(Rule rule, Deviation deviation) {
    return "rule " + rule.name() + ": " + Expressions.text(deviation);
  }

  private void check(Rule rule, Deviation deviation) {
    List<Series> series =
        baseline.series().stream().filter(one -> isOf(one, rule, deviation)).toList();
    String start = start(rule, deviation) + ": ";
    if (series.isEmpty()) {
      warnings.add(start + "the baseline has learned nothing of " + missing(rule, deviation));
      return;
    }
    SlotsOfSeries slots = SlotsOfSeries.of(baseline, series, deviation);
    slots.sentences().forEach(one -> warnings.add(start + one));
  }

  private boolean isOf(Series series, Rule rule, Deviation deviation) {
    if (deviation.argument() instanceof Expression.OtherSensor other) {
      return series.equals(new Series(other.sensor(), other.metric()));
    }
    Sensors sensors = rule.selector().sensors();
    return deviation.argument().equals(new Expression.Metric(series.metric()))
        && sensors.match(series.sensorId(), table);
  }

  private String missing(Rule rule, Deviation deviation) {
    if (deviation.argument() instanceof Expression.OtherSensor other) {
      Set<String> names =
          baseline.series().stream().map(RulesInBaseline::name).collect(Collectors.toSet());
      String name = name(new Series(other.sensor(), other.metric()));
      return name + perhaps(name, names);
    }
    String metric = ((Expression.Metric) deviation.argument()).name();
    Set<String> metrics =
        baseline.series().stream()
            .map(Series::metric)
            .collect(Collectors.toCollection(TreeSet::new));
    return metrics.contains(metric)
        ? "metric " + metric + " for a sensor of " + rule.selector().sensors()
        : "metric " + metric + perhaps(metric, metrics);
  }

  private static String name(Series series) {
    return series.metric() + "{" + series.sensorId() + "}";
  }

  private static String perhaps(String mistyped, Set<String> known) {
    List<String> near = DidYouMean.of(mistyped, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }
}
