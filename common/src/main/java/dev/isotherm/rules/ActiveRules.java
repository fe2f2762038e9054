package dev.isotherm.rules;

import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of the rules with one of the sensor table, active from an instant on. Not for several
 * threads.
 */
public final class ActiveRules {

  private final long fromMillis;
  private final ScopedRules rules;
  private final SensorTables tables;
  private final SensorTable table;

  /** For a table without changes. */
  private @Nullable RuleIndex index;

  /**
   * Brings both together.
   *
   * @param fromMillis the later one of the instants of both
   * @param table the one of {@code tables} at that instant
   */
  ActiveRules(long fromMillis, ScopedRules rules, SensorTables tables, SensorTable table) {
    this.fromMillis = fromMillis;
    this.rules = rules;
    this.tables = tables;
    this.table = table;
  }

  /** The rules that watch a series, with what the sensor table knows of it. */
  public List<Rule> of(Series series) {
    if (!tables.isOne()) {
      return rules.watching(tableFor(series.sensorId())).of(series);
    }
    if (index == null) {
      index = rules.watching(table);
    }
    return index.of(series);
  }

  /** The rules that need the readings of a series for their signals. */
  public List<Rule> needing(Series reading) {
    return rules.inputs(tableFor(reading.sensorId())).of(reading);
  }

  /**
   * The first table that says the same of a sensor: so a change of some sensors leaves the results
   * for all others as they are.
   */
  private SensorTable tableFor(String sensorId) {
    return tables.at(table.changedMillis(sensorId));
  }

  /** The rule of a name; {@code null} if there is none. */
  public @Nullable Rule named(String name) {
    return rules.named(name);
  }

  /** The rules that are used. */
  public List<Rule> all() {
    return rules.all();
  }

  /** What each rule watches, see {@link Rule#watchedText}. */
  public List<String> watchedTexts() {
    return all().stream().map(Rule::watchedText).toList();
  }

  /** The rule of a name that watches a series; {@code null} if there is none. */
  public @Nullable Rule of(Series series, String name) {
    for (Rule rule : of(series)) {
      if (rule.name().equals(name)) {
        return rule;
      }
    }
    return null;
  }

  /** What is known of sensors. */
  public SensorTable table() {
    return table;
  }

  /** Whether a table before this one names a sensor that this one does not name. */
  public boolean hasRemoved(String sensorId, ActiveRules before) {
    return before.table != table && before.table.names(sensorId) && !table.names(sensorId);
  }

  /** When these rules become active, or another table, in milliseconds since the epoch. */
  public long fromMillis() {
    return fromMillis;
  }

  /** The fingerprint of the rules. */
  public String fingerprint() {
    return rules.fingerprint();
  }

  /** Whether this differs by its table only. */
  public boolean hasSameRulesAs(ActiveRules other) {
    return rules == other.rules;
  }

  ScopedRules rules() {
    return rules;
  }
}
