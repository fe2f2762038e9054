package dev.isotherm.rules;

import dev.isotherm.model.Series;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects which rules watch any series of an input, and which metrics and sensors it has. The
 * memory is bounded: of metrics and of sensors, the first {@value #MAX_NAMES} by name are kept. Not
 * for several threads.
 */
public final class RuleCoverage {

  /** The number of metrics and of sensors that are kept. */
  static final int MAX_NAMES = 1_000;

  private final RuleIndex index;
  private final Set<String> watchingElsewhere = new TreeSet<>();
  private final FirstNames metrics = new FirstNames();
  private final FirstNames sensors = new FirstNames();

  /**
   * What was found.
   *
   * @param watching names of the rules that watch a series
   * @param metrics the first metrics by name
   * @param moreMetrics whether there are others
   * @param sensors the first sensors by name
   * @param moreSensors whether there are others
   */
  public record Found(
      Set<String> watching,
      List<String> metrics,
      boolean moreMetrics,
      List<String> sensors,
      boolean moreSensors)
      implements Serializable {}

  /** Names in their order, as many as are kept. */
  private static final class FirstNames {
    private final TreeSet<String> names = new TreeSet<>();
    private boolean more;

    void add(String name) {
      if (names.add(name) && names.size() > MAX_NAMES) {
        names.pollLast();
        more = true;
      }
    }
  }

  /** Begins with no series. */
  public RuleCoverage(Collection<Rule> rules) {
    index = new RuleIndex(rules);
  }

  /** Adds a series of the input. It may be added several times. */
  public void add(Series series) {
    List<Rule> unused = index.of(series); // which notes what watches it
    metrics.add(series.metric());
    sensors.add(series.sensorId());
  }

  /** Adds up what was found in the parts of an input, with the same rules. */
  public static Found sum(Collection<Found> parts) {
    RuleCoverage all = new RuleCoverage(List.of());
    for (Found part : parts) {
      all.watchingElsewhere.addAll(part.watching());
      part.metrics().forEach(all.metrics::add);
      part.sensors().forEach(all.sensors::add);
      all.metrics.more |= part.moreMetrics();
      all.sensors.more |= part.moreSensors();
    }
    return all.found();
  }

  /** Returns what was found so far. */
  public Found found() {
    Set<String> watching = new TreeSet<>(watchingElsewhere);
    index.watching().forEach(rule -> watching.add(rule.name()));
    return new Found(
        Set.copyOf(watching),
        List.copyOf(metrics.names),
        metrics.more,
        List.copyOf(sensors.names),
        sensors.more);
  }
}
