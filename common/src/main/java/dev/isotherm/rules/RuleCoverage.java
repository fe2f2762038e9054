package dev.isotherm.rules;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Collects which rules watch any series of an input, and which metrics and sensors it has. The
 * memory is bounded: of metrics and of sensors, the first {@value FirstNames#MOST} by name are
 * kept. Not for several threads.
 */
public final class RuleCoverage {

  private final RuleIndex onMetrics;
  private final RuleIndex inputs;
  private final RuleIndex onSignals;
  private final Set<String> watchingElsewhere = new TreeSet<>();
  private final FirstNames metrics = new FirstNames();
  private final FirstNames sensors = new FirstNames();
  private final LimitGaps gapsElsewhere = new LimitGaps();
  private final LimitGaps notLearned = new LimitGaps();
  private final SensorTable table;
  private final Baseline baseline;

  /** The metrics that rules compare with the baseline, by the name of the rule. */
  private final Map<String, Set<Expression>> compared = new HashMap<>();

  /**
   * What was found.
   *
   * @param watching names of the rules that watch a series
   * @param metrics the first metrics by name
   * @param moreMetrics whether there are others
   * @param sensors the first sensors by name
   * @param moreSensors whether there are others
   * @param gaps the series for which levels of rules are not used, or deviations are absent
   */
  public record Found(
      Set<String> watching,
      List<String> metrics,
      boolean moreMetrics,
      List<String> sensors,
      boolean moreSensors,
      List<LimitGaps.Found> gaps)
      implements Serializable {}

  /** Begins with no series, without a sensor table and a baseline. */
  public RuleCoverage(Collection<Rule> rules) {
    this(rules, SensorTable.EMPTY, Baseline.EMPTY);
  }

  /** Begins with no series. */
  public RuleCoverage(Collection<Rule> rules, SensorTable table, Baseline baseline) {
    this.table = table;
    this.baseline = baseline;
    for (Rule rule : rules) {
      compared.put(
          rule.name(),
          Deviation.ofBaseline(rule.expressions()).stream()
              .map(Deviation::argument)
              .collect(Collectors.toSet()));
    }
    onMetrics = new RuleIndex(rules.stream().filter(rule -> rule.signal() == null).toList(), table);
    List<Rule> signals = rules.stream().filter(rule -> rule.signal() != null).toList();
    inputs = RuleIndex.ofInputs(signals, table);
    onSignals = new RuleIndex(signals, table);
  }

  /** Adds a series of the input. It may be added several times. */
  public void add(Series series) {
    List<Rule> unused = onMetrics.of(series); // which notes what watches it
    for (Rule rule : inputs.of(series)) {
      List<Rule> unusedToo = onSignals.of(new Series(series.sensorId(), rule.name()));
      addIfNotLearned(rule, series);
    }
    metrics.add(series.metric());
    sensors.add(series.sensorId());
  }

  private void addIfNotLearned(Rule rule, Series series) {
    Set<Expression> ofRule = compared.get(rule.name());
    if (!ofRule.isEmpty()
        && ofRule.contains(new Expression.Metric(series.metric()))
        && rule.selector().sensors().match(series.sensorId(), table)
        && !baseline.series().contains(series)) {
      notLearned.add(LimitGap.notLearned(rule), series);
    }
  }

  /** Adds up what was found in the parts of an input, with the same rules. */
  public static Found sum(Collection<Found> parts) {
    RuleCoverage all = new RuleCoverage(List.of());
    for (Found part : parts) {
      all.watchingElsewhere.addAll(part.watching());
      all.metrics.addAll(part.metrics(), part.moreMetrics());
      all.sensors.addAll(part.sensors(), part.moreSensors());
      all.gapsElsewhere.addAll(part.gaps());
    }
    return all.found();
  }

  /** Returns what was found so far. */
  public Found found() {
    Set<String> watching = new TreeSet<>(watchingElsewhere);
    onMetrics.watching().forEach(rule -> watching.add(rule.name()));
    inputs.watching().forEach(rule -> watching.add(rule.name()));
    LimitGaps gaps = new LimitGaps();
    gaps.addAll(gapsElsewhere.found());
    gaps.addAll(onMetrics.gaps().found());
    gaps.addAll(onSignals.gaps().found());
    gaps.addAll(notLearned.found());
    return new Found(
        Set.copyOf(watching),
        metrics.list(),
        metrics.hasMore(),
        sensors.list(),
        sensors.hasMore(),
        gaps.found());
  }
}
