package dev.isotherm.rules;

import dev.isotherm.sensors.SensorTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All known versions of the rules. Each is active from its instant until that of the next version.
 * Old versions are kept, because a late reading is evaluated by the rules of its instant. There are
 * only as many as people have published.
 *
 * <p>Scenario: one version from the start, another from 10:00. A reading of 09:59 is evaluated by
 * the first, a reading of 10:00 by the second, in whichever order they come.
 *
 * <p>Not for several threads.
 */
public final class RulesByInstant {

  private final RuleScope scope;
  private final SensorTable table;
  private final List<ActiveRules> versions = new ArrayList<>();

  /**
   * Begins with the known versions.
   *
   * @param scope which rules of each version are used
   * @param table what is known of sensors
   */
  public RulesByInstant(RuleSetHistory known, RuleScope scope, SensorTable table) {
    this.scope = scope;
    this.table = table;
    known.versions().forEach(one -> versions.add(new ActiveRules(one, scope, table)));
  }

  /**
   * Adds a version.
   *
   * @return whether it was added; a version whose instant is taken is ignored
   */
  public boolean add(RuleSetVersion version) {
    int before = positionAt(version.effectiveFromMillis());
    if (versions.get(before).fromMillis() == version.effectiveFromMillis()) {
      return false;
    }
    versions.add(before + 1, new ActiveRules(version, scope, table));
    return true;
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

  /** How many series have a level that is not used, of any version. */
  public long gaps() {
    return versions.stream().mapToLong(ActiveRules::gaps).sum();
  }

  /**
   * Since when a rule has looked at the signal that it looks at in a version: the instant of the
   * first of consecutive versions in which the rule of this name has the same one.
   */
  public long signalSinceMillis(ActiveRules version, Rule rule) {
    int position = positionAt(version.fromMillis());
    while (position > 0 && isOfSameSignal(versions.get(position - 1).named(rule.name()), rule)) {
      position--;
    }
    return versions.get(position).fromMillis();
  }

  private static boolean isOfSameSignal(@Nullable Rule before, Rule rule) {
    return before != null
        && Objects.equals(before.signal(), rule.signal())
        && before.expressions().equals(rule.expressions());
  }

  /** Calls back for each rule of any version that watches a series that was asked for so far. */
  public void forEachWatching(Consumer<Rule> consumer) {
    versions.forEach(version -> version.watching().forEach(consumer));
  }
}
