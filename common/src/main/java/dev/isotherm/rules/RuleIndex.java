package dev.isotherm.rules;

import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds the rules that watch a series without looking at all of them: by metric, then by the exact
 * name of the sensor or by what the glob begins with. What was found is kept for the series that
 * came last, so that it is seldom looked for.
 *
 * <p>Scenario: of 10,000 rules for {@code boiler-0} to {@code boiler-9999}, a reading of {@code
 * boiler-7} looks at one. Globs that begin with a wildcard are looked at for every sensor of their
 * metric.
 *
 * <p>Not for several threads.
 */
public final class RuleIndex {

  /** How many series are remembered at most. */
  private static final int PLACES = 1 << 15;

  private final Map<String, OfMetric> metrics = new HashMap<>();

  /** By the hash of a series, the one that came last and its rules. */
  private final Found[] found = new Found[PLACES];

  private long lookedAt;

  private record Found(Series series, List<Rule> rules) {}

  /** The rules of one metric: those for one sensor, and the globs by what they begin with. */
  private record OfMetric(
      Map<String, List<Rule>> exact,
      Map<String, List<Rule>> byPrefix,
      TreeSet<Integer> prefixLengths) {

    OfMetric() {
      this(new HashMap<>(), new HashMap<>(), new TreeSet<>());
    }

    void add(Rule rule) {
      Glob sensors = rule.selector().sensors();
      String prefix = sensors.prefix();
      if (!sensors.isExact()) {
        prefixLengths.add(prefix.length());
      }
      (sensors.isExact() ? exact : byPrefix)
          .computeIfAbsent(prefix, key -> new ArrayList<>())
          .add(rule);
    }
  }

  public RuleIndex(Collection<Rule> rules) {
    for (Rule rule : rules) {
      metrics.computeIfAbsent(rule.selector().metric(), key -> new OfMetric()).add(rule);
    }
  }

  /** The rules that watch a series; their order is always the same. */
  public List<Rule> of(Series series) {
    int place = placeOf(series);
    Found last = found[place];
    if (last == null || !last.series.equals(series)) {
      last = new Found(series, find(series));
      found[place] = last;
    }
    return last.rules;
  }

  /** Where a series is remembered; one that has the same place takes it over. */
  static int placeOf(Series series) {
    int hash = series.hashCode();
    return (hash ^ (hash >>> 16)) & (PLACES - 1);
  }

  private List<Rule> find(Series series) {
    OfMetric candidates = metrics.get(series.metric());
    if (candidates == null) {
      return List.of();
    }
    String sensor = series.sensorId();
    List<Rule> rules = new ArrayList<>(candidates.exact().getOrDefault(sensor, List.of()));
    lookedAt += rules.size();
    for (int length : candidates.prefixLengths()) {
      if (length > sensor.length()) {
        break;
      }
      for (Rule rule : candidates.byPrefix().getOrDefault(sensor.substring(0, length), List.of())) {
        lookedAt++;
        if (rule.watches(series)) {
          rules.add(rule);
        }
      }
    }
    return List.copyOf(rules);
  }

  /** How many rules were looked at so far. */
  long lookedAt() {
    return lookedAt;
  }
}
