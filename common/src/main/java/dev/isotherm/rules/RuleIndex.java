package dev.isotherm.rules;

import dev.isotherm.glob.Glob;
import dev.isotherm.glob.GlobIndex;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Finds the rules that watch a series without checking all of them: by metric, then by the exact
 * name of the sensor or by the prefix of the glob. Results are cached for the latest series.
 *
 * <p>Scenario: of 10,000 rules for {@code boiler-0} to {@code boiler-9999}, a reading of {@code
 * boiler-7} checks one. Globs that begin with a wildcard are checked for every sensor of their
 * metric.
 *
 * <p>Not for several threads.
 */
public final class RuleIndex {

  private static final int SLOT_BITS = 15;

  /** Size of the cache. */
  private static final int SLOTS = 1 << SLOT_BITS;

  /** Size of the cache of a table that has changed for some sensors. */
  private static final int FEW_SLOTS = 1 << 10;

  private final Map<String, GlobIndex<Candidate>> metrics;

  /**
   * The latest series of each hash, and its rules. A series may stand in its slot or in the one
   * beside it, so that two series with the same hash do not replace each other all the time.
   */
  private final Found[] cache;

  private final BiFunction<Rule, Series, RuleForSeries> filler;
  private final LimitGaps gaps = new LimitGaps();
  private final Set<Rule> watching = Collections.newSetFromMap(new IdentityHashMap<>());

  private long checkedGlobs;

  /** A rule, and one of the globs of its sensors. */
  private record Candidate(Glob glob, Rule rule) {}

  private record Found(Series series, List<Rule> rules) {}

  private RuleIndex(
      Map<String, GlobIndex<Candidate>> metrics,
      BiFunction<Rule, Series, RuleForSeries> filler,
      int slots) {
    this.metrics = metrics;
    this.filler = filler;
    cache = new Found[slots];
  }

  /** An index of rules that need no sensor table. */
  public RuleIndex(Collection<Rule> rules) {
    this(rules, SensorTable.EMPTY);
  }

  /**
   * Creates an index.
   *
   * @param table gives limits, labels and units to the rules of each series
   */
  public RuleIndex(Collection<Rule> rules, SensorTable table) {
    this(new HashMap<>(), new RuleForSeries.Filler(table)::of, SLOTS);
    for (Rule rule : rules) {
      List<Glob> sensors =
          rule.selector().isOfGroups() ? List.of(Glob.ALL) : rule.selector().sensors().globs();
      add(rule.metric(), sensors, rule);
    }
  }

  /**
   * An index of the rules that need the readings of a series: those of the metrics that they name.
   * The rules are as they were given.
   */
  public static RuleIndex ofInputs(Collection<Rule> rules, SensorTable table) {
    RuleIndex index =
        new RuleIndex(
            new HashMap<>(), (rule, series) -> RuleForSeries.input(rule, series, table), SLOTS);
    for (Rule rule : rules) {
      List<Glob> sensors = rule.selector().sensors().globs();
      rule.metrics().forEach(metric -> index.add(metric, sensors, rule));
      rule.namedSeries()
          .forEach(named -> index.add(named.metric(), List.of(new Glob(named.sensorId())), rule));
    }
    return index;
  }

  /** An index of the same rules with another table, for few series. */
  RuleIndex with(SensorTable table) {
    return new RuleIndex(metrics, new RuleForSeries.Filler(table)::of, FEW_SLOTS);
  }

  private void add(String metric, List<Glob> sensors, Rule rule) {
    GlobIndex<Candidate> ofMetric = metrics.computeIfAbsent(metric, key -> new GlobIndex<>());
    sensors.forEach(glob -> ofMetric.add(glob, new Candidate(glob, rule)));
  }

  /**
   * The rules that watch a series, in a stable order, with what the sensor table knows of the
   * series.
   */
  public List<Rule> of(Series series) {
    int slot = slotOf(series) & (cache.length - 1);
    Found found = cache[slot];
    if (found == null || !found.series.equals(series)) {
      found = cache[slot ^ 1];
    }
    if (found == null || !found.series.equals(series)) {
      found = new Found(series, find(series));
      if (cache[slot] != null) {
        cache[slot ^ 1] = cache[slot];
      }
      cache[slot] = found;
    }
    return found.rules;
  }

  /** Cache slot of a series: of names that differ by a number, hashes stand close together. */
  static int slotOf(Series series) {
    return (series.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SLOT_BITS);
  }

  private List<Rule> find(Series series) {
    GlobIndex<Candidate> ofMetric = metrics.get(series.metric());
    if (ofMetric == null) {
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    Set<Rule> found = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Candidate one : ofMetric.candidates(series.sensorId())) {
      if (found.contains(one.rule)) {
        continue; // by another of its globs
      }
      checkedGlobs++;
      if (one.glob.matches(series.sensorId())) {
        found.add(one.rule);
        add(one.rule, series, rules);
      }
    }
    return List.copyOf(rules);
  }

  private void add(Rule rule, Series series, List<Rule> rules) {
    RuleForSeries filled = filler.apply(rule, series);
    filled.gaps().forEach(gap -> gaps.add(gap, series));
    if (filled.rule() != null) {
      watching.add(rule);
      rules.add(filled.rule().of(series.sensorId()));
    }
  }

  /** The series so far for which levels of rules are not used. */
  public LimitGaps gaps() {
    return gaps;
  }

  /** The rules, as they were given, that watch any series that was asked for so far. */
  public Set<Rule> watching() {
    return Collections.unmodifiableSet(watching);
  }

  /** How many globs were compared with the name of a sensor so far. */
  long checkedGlobs() {
    return checkedGlobs;
  }
}
