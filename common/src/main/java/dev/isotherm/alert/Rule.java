package dev.isotherm.alert;

import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What to watch a metric for.
 *
 * @param name names the rule, and its alerts
 * @param metric the metric it watches, of every sensor
 * @param levels at least one, from the mildest to the worst, their limits rising with severity
 */
public record Rule(String name, String metric, List<Level> levels) implements Serializable {

  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(metric, "metric");
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("rule " + name + ": must have at least one level");
    }
    for (int i = 1; i < levels.size(); i++) {
      requireRising(name, levels.get(i - 1), levels.get(i));
    }
  }

  private static void requireRising(String name, Level milder, Level worse) {
    if (worse.severity().compareTo(milder.severity()) <= 0 || worse.above() <= milder.above()) {
      throw new IllegalArgumentException(
          String.format(
              "rule %s: %s above %s must be worse and higher than %s above %s",
              name, worse.severity(), worse.above(), milder.severity(), milder.above()));
    }
  }

  /** Whether this rule watches a series. */
  public boolean watches(Series series) {
    return metric.equals(series.metric());
  }

  /**
   * The worst level that holds at a value.
   *
   * @param current the severity that the alert fires at; {@code null} while it does not fire
   * @return {@code null} where no level holds
   */
  Level levelAt(double value, Severity current) {
    for (int i = levels.size() - 1; i >= 0; i--) {
      Level level = levels.get(i);
      boolean heldBefore = current != null && current.compareTo(level.severity()) >= 0;
      if (level.holds(value, heldBefore)) {
        return level;
      }
    }
    return null;
  }

  /** The level of a severity; the rule must have one. */
  Level level(Severity severity) {
    return levels.stream().filter(level -> level.severity() == severity).findFirst().orElseThrow();
  }
}
