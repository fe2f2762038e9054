package dev.isotherm.rules;

import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one version that are used, with an index for each sensor table that they meet. Not
 * for several threads.
 */
final class ScopedRules {

  private final RuleSetVersion version;
  private final List<Rule> rules;
  private final String fingerprint;

  /** By tables, which are equal only to themselves. Most old versions never need one. */
  private final Map<SensorTable, RuleIndex> watching = new HashMap<>();

  private final Map<SensorTable, RuleIndex> inputs = new HashMap<>();
  private @Nullable Map<String, Rule> byName;

  ScopedRules(RuleSetVersion version, RuleScope scope) {
    this.version = version;
    rules = scope.of(version.rules());
    fingerprint = version.rules().fingerprint();
  }

  /** When the rules become active, in milliseconds since the epoch. */
  long fromMillis() {
    return version.effectiveFromMillis();
  }

  String fingerprint() {
    return fingerprint;
  }

  List<Rule> all() {
    return rules;
  }

  /** The rule of a name; {@code null} if there is none. */
  @Nullable Rule named(String name) {
    if (byName == null) {
      byName = new HashMap<>();
      rules.forEach(rule -> byName.put(rule.name(), rule));
    }
    return byName.get(name);
  }

  /** The rules that watch series, with what a table knows of them. */
  RuleIndex watching(SensorTable table) {
    RuleIndex index = watching.get(table);
    if (index == null) {
      index =
          watching.isEmpty()
              ? new RuleIndex(rules, table)
              : watching.values().iterator().next().with(table);
      watching.put(table, index);
    }
    return index;
  }

  /** The rules that need the readings of series. */
  RuleIndex inputs(SensorTable table) {
    return inputs.computeIfAbsent(table, key -> RuleIndex.ofInputs(rules, key));
  }

  /** Forgets the indexes of tables that have been replaced. */
  void retain(SensorTables tables) {
    Set<SensorTable> kept = new HashSet<>();
    tables.versions().forEach(one -> kept.add(one.table()));
    watching.keySet().retainAll(kept);
    inputs.keySet().retainAll(kept);
  }

  /** How many series have a level that is not used, see {@link LimitGaps#count}. */
  long gaps() {
    return watching.values().stream().mapToLong(index -> index.gaps().count()).sum();
  }

  /** Calls back for each rule that watches a series that was asked for so far. */
  void forEachWatching(Consumer<Rule> consumer) {
    watching.values().forEach(index -> index.watching().forEach(consumer));
  }
}
