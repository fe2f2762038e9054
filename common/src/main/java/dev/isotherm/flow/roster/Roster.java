package dev.isotherm.flow.roster;

import dev.isotherm.model.Series;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import dev.isotherm.rules.Selector;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The series that should send readings: of each sensor that the sensor table names, the metrics
 * that have a row of their own there, be it the row of the sensor or of a glob that matches it. If
 * such a series never sends, rules with missing data tell it all the same.
 */
public final class Roster {

  private Roster() {}

  /** Whether a rule tells that a series which never sent has no data. */
  public static boolean isWatchedBy(Rule rule) {
    return rule.signal() == null
        && rule.selector().on() == Selector.Source.READINGS
        && rule.timing().missing().policy() == Absence.Policy.NO_DATA;
  }

  /** Whether any version of the rules tells that. */
  public static boolean isWatchedBy(RuleSetHistory rules) {
    return rules.versions().stream()
        .flatMap(version -> version.rules().rules().stream())
        .anyMatch(Roster::isWatchedBy);
  }

  /** Calls back for each series that should send readings, and that such a rule watches. */
  public static void forEach(ActiveRules rules, Consumer<Series> action) {
    forEach(rules.table().sensors(), rules, action);
  }

  private static void forEach(
      Iterable<String> sensors, ActiveRules rules, Consumer<Series> action) {
    Set<String> watched = new HashSet<>();
    for (Rule rule : rules.all()) {
      if (isWatchedBy(rule)) {
        watched.add(rule.metric());
      }
    }
    if (watched.isEmpty()) {
      return;
    }
    for (String sensor : sensors) {
      for (String metric : watched) {
        Series series = new Series(sensor, metric);
        if (isExpected(series, rules)) {
          action.accept(series);
        }
      }
    }
  }

  private static boolean isExpected(Series series, ActiveRules rules) {
    SensorTable table = rules.table();
    return table.names(series.sensorId())
        && table.hasRow(series)
        && rules.of(series).stream().anyMatch(Roster::isWatchedBy);
  }

  /** Whether a series should send readings from an instant on, and not before. */
  public static boolean isAdded(Series series, RulesByInstant versions, long fromMillis) {
    return isExpected(series, versions.at(fromMillis))
        && !isExpected(series, versions.at(fromMillis - 1));
  }

  /** The instants after one instant, and up to another one, at which the sensor table changes. */
  public static List<Long> changesBetween(
      RulesByInstant versions, long afterMillis, long toMillis) {
    return versions.tables().versions().stream()
        .map(SensorTables.Version::fromMillis)
        .filter(from -> from > afterMillis && from <= toMillis)
        .toList();
  }

  /**
   * Calls back for each series that should send readings from an instant on, because the sensor
   * table has changed then.
   */
  public static void forEachAdded(
      RulesByInstant versions, long fromMillis, Consumer<Series> action) {
    ActiveRules after = versions.at(fromMillis);
    SensorTables.Changed changed = versions.tables().changedAt(fromMillis);
    forEach(
        changed.anyGlob() ? after.table().sensors() : changed.sensors(),
        after,
        series -> {
          if (isAdded(series, versions, fromMillis)) {
            action.accept(series);
          }
        });
  }
}
