package dev.isotherm.rules;

import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All known versions of the rules, and of the sensor table. Each is active from its instant until
 * that of the next version. Old versions are kept, because a late reading is evaluated by the rules
 * of its instant. There are only as many as people have published.
 *
 * <p>Scenario: one version from the start, another from 10:00. A reading of 09:59 is evaluated by
 * the first, a reading of 10:00 by the second, in whichever order they come.
 *
 * <p>Not for several threads.
 */
public final class RulesByInstant {

  private final RuleScope scope;
  private final SensorTables tables;

  /** The versions of the rules, in the order of their instants. */
  private final List<ScopedRules> rules = new ArrayList<>();

  /** Both together, in the order of their instants. */
  private List<ActiveRules> versions = List.of();

  /**
   * Begins with the known versions.
   *
   * @param scope which rules of each version are used
   * @param tables what is known of sensors
   */
  public RulesByInstant(RuleSetHistory known, RuleScope scope, SensorTables tables) {
    this.scope = scope;
    this.tables = tables;
    known.versions().forEach(one -> rules.add(new ScopedRules(one, scope)));
    bringTogether();
  }

  /**
   * Adds a version of the rules.
   *
   * @return whether it was added; a version whose instant is taken is ignored
   */
  public boolean add(RuleSetVersion version) {
    int place = rules.size();
    while (rules.get(place - 1).fromMillis() > version.effectiveFromMillis()) {
      place--;
    }
    if (rules.get(place - 1).fromMillis() == version.effectiveFromMillis()) {
      return false;
    }
    rules.add(place, new ScopedRules(version, scope));
    bringTogether();
    return true;
  }

  /** Takes note of versions that the sensor table has got. */
  public void tablesHaveChanged() {
    rules.forEach(one -> one.retain(tables));
    bringTogether();
  }

  private void bringTogether() {
    TreeSet<Long> instants = new TreeSet<>();
    rules.forEach(one -> instants.add(one.fromMillis()));
    tables.versions().forEach(one -> instants.add(one.fromMillis()));
    List<ActiveRules> all = new ArrayList<>();
    int next = 0;
    for (long instant : instants) {
      while (next < rules.size() && rules.get(next).fromMillis() <= instant) {
        next++;
      }
      all.add(version(instant, rules.get(next - 1), tables.at(instant)));
    }
    versions = all;
  }

  /** There is one object for each version as long as it is the same. */
  @SuppressWarnings("ReferenceEquality")
  private ActiveRules version(long instant, ScopedRules ofRules, SensorTable table) {
    if (!versions.isEmpty()) {
      ActiveRules before = at(instant);
      if (before.fromMillis() == instant && before.rules() == ofRules && before.table() == table) {
        return before;
      }
    }
    return new ActiveRules(instant, ofRules, tables, table);
  }

  /** The version that is active at an instant. */
  public ActiveRules at(long instant) {
    return versions.get(positionAt(instant));
  }

  private int positionAt(long instant) {
    int position = versions.size() - 1;
    while (versions.get(position).fromMillis() > instant) {
      position--;
    }
    return position;
  }

  /** The version after this one; {@code null} if none is known. */
  public @Nullable ActiveRules after(ActiveRules version) {
    int next = positionAt(version.fromMillis()) + 1;
    return next < versions.size() ? versions.get(next) : null;
  }

  /** The sensor tables. */
  public SensorTables tables() {
    return tables;
  }

  /** How many series have a level that is not used, of any version. */
  public long gaps() {
    return rules.stream().mapToLong(ScopedRules::gaps).sum();
  }

  /**
   * Since when a rule has looked at the signal that it looks at in a version: the instant of the
   * first of consecutive versions of the rules in which the rule of this name has the same one.
   */
  public long signalSinceMillis(ActiveRules version, Rule rule) {
    int position = rules.indexOf(version.rules());
    while (position > 0 && isOfSameSignal(rules.get(position - 1).named(rule.name()), rule)) {
      position--;
    }
    return rules.get(position).fromMillis();
  }

  private static boolean isOfSameSignal(@Nullable Rule before, Rule rule) {
    return before != null
        && Objects.equals(before.signal(), rule.signal())
        && before.expressions().equals(rule.expressions());
  }

  /** Calls back for each rule of any version that watches a series that was asked for so far. */
  public void forEachWatching(Consumer<Rule> consumer) {
    rules.forEach(version -> version.forEachWatching(consumer));
  }
}
