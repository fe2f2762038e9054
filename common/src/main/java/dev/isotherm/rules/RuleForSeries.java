package dev.isotherm.rules;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SeriesSpec;
import dev.isotherm.signal.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
 * @param contradiction what is wrong with the limits; {@code null} if nothing is
 */
record RuleForSeries(@Nullable Rule rule, List<LimitGap> gaps, @Nullable String contradiction) {

  private static final RuleForSeries NONE = new RuleForSeries(null, List.of(), null);

  /** What the sensor table knows of a series. */
  private record Known(Map<String, String> labels, SeriesSpec spec) {}

  /**
   * Fills in rules. Remembers results, because many series have equal ones. Not for several
   * threads.
   */
  static final class Filler {

    /** Most results that are remembered. */
    private static final int MOST = 1 << 14;

    private final SensorTable table;
    private final IdentityHashMap<Rule, Map<Known, RuleForSeries>> filled = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, Boolean> needTable = new IdentityHashMap<>();
    private int remembered;

    Filler(SensorTable table) {
      this.table = table;
    }

    /**
     * Fills in a rule.
     *
     * @param series one whose metric and sensor the rule watches by their names
     */
    RuleForSeries of(Rule rule, Series series) {
      if (rule.selector().isOfGroups()) {
        return ofGroup(rule, series.sensorId());
      }
      if (table == SensorTable.EMPTY
          && !needTable.computeIfAbsent(rule, RuleForSeries::needsTable)) {
        return new RuleForSeries(rule, List.of(), null);
      }
      SeriesSpec spec =
          rule.signal() == null
              ? table.spec(series)
              : SignalLimits.spec(rule, series.sensorId(), table);
      Known known = new Known(table.labels(series.sensorId()), spec);
      if (!rule.selector().sensors().match(known.labels)) {
        return NONE;
      }
      if (remembered > MOST) {
        filled.clear();
        remembered = 0;
      }
      Map<Known, RuleForSeries> ofRule = filled.computeIfAbsent(rule, key -> new HashMap<>());
      RuleForSeries one = ofRule.get(known);
      if (one == null) {
        one = fill(rule, known);
        ofRule.put(known, one);
        remembered++;
      }
      return one;
    }
  }

  /** A group is no sensor: the label that names it is all that is known of it. */
  private static RuleForSeries ofGroup(Rule rule, String group) {
    Annotations annotations = rule.annotations().of(Map.of(rule.signal().by(), group), null);
    Rule filled = new Rule(rule.name(), rule.selector(), rule.levels(), rule.timing(), annotations);
    return new RuleForSeries(filled, List.of(), null);
  }

  /** A rule as it is, if its signal needs the readings of a series. */
  static RuleForSeries input(Rule rule, Series series, SensorTable table) {
    boolean needs =
        rule.selector().sensors().match(table.labels(series.sensorId()))
            || rule.namedSeries().contains(series);
    return needs ? new RuleForSeries(rule, List.of(), null) : NONE;
  }

  private static RuleForSeries fill(Rule rule, Known known) {
    List<LimitGap> gaps = new ArrayList<>();
    try {
      List<Level> levels = levels(rule, known.spec, gaps);
      if (levels.isEmpty() && !rule.levels().isEmpty()) {
        return new RuleForSeries(null, gaps, null);
      }
      Annotations annotations = rule.annotations().of(known.labels, known.spec.unit());
      boolean isSame = levels.equals(rule.levels()) && annotations.equals(rule.annotations());
      Rule filled =
          isSame
              ? rule
              : new Rule(rule.name(), rule.selector(), levels, rule.timing(), annotations);
      return new RuleForSeries(filled, gaps, null);
    } catch (InvalidFieldException contradiction) {
      return new RuleForSeries(
          null, List.of(LimitGap.contradiction(rule)), contradiction.getMessage());
    }
  }

  private static List<Level> levels(Rule rule, SeriesSpec spec, List<LimitGap> gaps) {
    List<Level> levels = new ArrayList<>();
    for (Level level : rule.levels()) {
      if (level.condition() instanceof TableLimits limits) {
        List<String> missing =
            limits.names().stream().filter(name -> spec.limit(name).isEmpty()).toList();
        missing.forEach(name -> gaps.add(LimitGap.missing(rule, level, name)));
        if (missing.isEmpty()) {
          levels.add(filled(level, limits, spec));
        }
      } else {
        levels.add(level);
      }
    }
    return levels;
  }

  private static Level filled(Level level, TableLimits limits, SeriesSpec spec) {
    Duration holdFor =
        limits.holdFor() == null
            ? level.holdFor()
            : Duration.ofMillis(Math.round(1_000 * spec.limit(limits.holdFor()).getAsDouble()));
    return new Level(level.severity(), limits.with(spec::limit), holdFor, level.keepFiringFor());
  }

  /** The limits that a rule takes of a series, such as {@code limit.hot 12}. */
  static String limits(Rule rule, SeriesSpec spec) {
    return limitNames(rule).stream()
        .filter(name -> spec.limit(name).isPresent())
        .map(name -> Limit.named(name) + " " + NumberText.of(spec.limit(name).getAsDouble()))
        .collect(Collectors.joining(", "));
  }

  /** Whether a rule selects sensors by labels, has groups, or has limits, of the sensor table. */
  static boolean needsTable(Rule rule) {
    return !rule.selector().sensors().labels().isEmpty()
        || rule.groupLabel() != null
        || !limitNames(rule).isEmpty();
  }

  /** The names of the limits that a rule takes from the sensor table, sorted. */
  static Set<String> limitNames(Rule rule) {
    Set<String> names = new TreeSet<>();
    for (Level level : rule.levels()) {
      if (level.condition() instanceof TableLimits limits) {
        names.addAll(limits.names());
      }
    }
    rule.expressions().stream()
        .flatMap(Expression::all)
        .filter(Expression.Limit.class::isInstance)
        .forEach(limit -> names.add(((Expression.Limit) limit).name()));
    return names;
  }
}
