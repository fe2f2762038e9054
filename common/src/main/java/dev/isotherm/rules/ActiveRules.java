package dev.isotherm.rules;

import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One version of the rules, active from its instant on. Not for several threads. */
public final class ActiveRules {

  private final RuleSetVersion version;
  private final RuleScope scope;
  private final SensorTable table;
  private final String fingerprint;
  private @Nullable RuleIndex index;
  private @Nullable RuleIndex inputs;
  private @Nullable Map<String, Rule> byName;

  /**
   * Wraps a version.
   *
   * @param scope which of its rules are used
   * @param table what is known of sensors
   */
  ActiveRules(RuleSetVersion version, RuleScope scope, SensorTable table) {
    this.version = version;
    this.scope = scope;
    this.table = table;
    fingerprint = version.rules().fingerprint();
  }

  /** The rules that watch a series, with what the sensor table knows of it. */
  public List<Rule> of(Series series) {
    if (index == null) {
      index = new RuleIndex(scope.of(version.rules()), table); // most old versions never need it
    }
    return index.of(series);
  }

  /** The rules that need the readings of a series for their signals. */
  public List<Rule> needing(Series reading) {
    if (inputs == null) {
      inputs = RuleIndex.ofInputs(scope.of(version.rules()), table);
    }
    return inputs.of(reading);
  }

  /** The rule of a name; {@code null} if there is none. */
  public @Nullable Rule named(String name) {
    if (byName == null) {
      byName = new HashMap<>();
      scope.of(version.rules()).forEach(rule -> byName.put(rule.name(), rule));
    }
    return byName.get(name);
  }

  /** The rules that are used. */
  public List<Rule> all() {
    return scope.of(version.rules());
  }

  /** What each rule watches, see {@link Rule#watchedText}. */
  public List<String> watchedTexts() {
    return scope.of(version.rules()).stream().map(Rule::watchedText).toList();
  }

  /** The rules that watch any series that was asked for so far. */
  Set<Rule> watching() {
    return index == null ? Set.of() : index.watching();
  }

  /** How many series have a level that is not used, see {@link LimitGaps#count}. */
  long gaps() {
    return index == null ? 0 : index.gaps().count();
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

  /** When these rules become active, in milliseconds since the epoch. */
  public long fromMillis() {
    return version.effectiveFromMillis();
  }

  public String fingerprint() {
    return fingerprint;
  }
}
