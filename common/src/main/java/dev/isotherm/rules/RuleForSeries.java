package dev.isotherm.rules;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.NumberText;
import dev.isotherm.model.Series;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SeriesSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule with what the sensor table knows of one series: numbers in place of names of limits, the
 * labels of the sensor, and the unit. It is evaluated like a rule that was written so.
 *
 * <p>Scenario: {@code warning: { above: limit.warm }, critical: { above: limit.hot }}, and the
 * table has the limit warm 8 of {@code fridge-1} and no limit hot. Then the rule of {@code
 * fridge-1} has the level warning above 8 alone. Without both limits, no rule watches it.
 *
 * @param rule {@code null} if the rule does not watch the series
 * @param gaps what keeps levels from being used; mostly none
 */
record RuleForSeries(@Nullable Rule rule, List<LimitGap> gaps) {

  /**
   * Fills in a rule.
   *
   * @param series one whose metric and sensor the rule watches by their names
   */
  static RuleForSeries of(Rule rule, Series series, SensorTable table) {
    try {
      return filled(rule, series, table);
    } catch (InvalidFieldException contradiction) {
      return new RuleForSeries(null, List.of(LimitGap.contradiction(rule)));
    }
  }

  /** Fills in a rule, or throws if its limits contradict each other. */
  static RuleForSeries filled(Rule rule, Series series, SensorTable table) {
    boolean isWithoutTable = table == SensorTable.EMPTY && !needsTable(rule);
    if (isWithoutTable || rule.selector().isOfGroups()) { // a group is no sensor
      return new RuleForSeries(rule, List.of());
    }
    Map<String, String> labels = table.labels(series.sensorId());
    if (!rule.selector().sensors().match(labels)) {
      return new RuleForSeries(null, List.of());
    }
    SeriesSpec spec = table.spec(series);
    List<LimitGap> gaps = new ArrayList<>();
    List<Level> levels = levels(rule, spec, gaps);
    if (levels.isEmpty() && !rule.levels().isEmpty()) {
      return new RuleForSeries(null, gaps);
    }
    if (labels.isEmpty() && spec.unit() == null && levels.equals(rule.levels())) {
      return new RuleForSeries(rule, gaps);
    }
    Annotations annotations = rule.annotations().of(labels, spec.unit());
    return new RuleForSeries(
        new Rule(rule.name(), rule.selector(), levels, rule.timing(), annotations), gaps);
  }

  private static List<Level> levels(Rule rule, SeriesSpec spec, List<LimitGap> gaps) {
    List<Level> levels = new ArrayList<>();
    for (Level level : rule.levels()) {
      if (level.condition() instanceof TableLimits limits) {
        List<String> missing =
            limits.names().stream().filter(name -> spec.limit(name).isEmpty()).toList();
        missing.forEach(name -> gaps.add(LimitGap.missing(rule, level, name)));
        if (missing.isEmpty()) {
          levels.add(level.with(limits.with(spec::limit)));
        }
      } else {
        levels.add(level);
      }
    }
    return levels;
  }

  /** The limits that a rule takes of a series, such as {@code limit.hot 12}. */
  static String limits(Rule rule, SeriesSpec spec) {
    return limitNames(rule).stream()
        .filter(name -> spec.limit(name).isPresent())
        .map(name -> Limit.named(name) + " " + NumberText.of(spec.limit(name).getAsDouble()))
        .collect(Collectors.joining(", "));
  }

  /** Whether a rule selects sensors by labels, or has limits, of the sensor table. */
  static boolean needsTable(Rule rule) {
    boolean needs = !rule.selector().sensors().labels().isEmpty();
    for (Level level : rule.levels()) {
      needs |= level.condition() instanceof TableLimits;
    }
    return needs;
  }

  /** The names of the limits that a rule takes from the sensor table, sorted. */
  static Set<String> limitNames(Rule rule) {
    Set<String> names = new TreeSet<>();
    for (Level level : rule.levels()) {
      if (level.condition() instanceof TableLimits limits) {
        names.addAll(limits.names());
      }
    }
    return names;
  }
}
