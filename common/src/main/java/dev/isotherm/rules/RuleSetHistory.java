package dev.isotherm.rules;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The versions of the rules that are known at the start of a job.
 *
 * @param versions sorted by their instants, which are distinct; the first one is from the start
 */
public record RuleSetHistory(List<RuleSetVersion> versions) implements Serializable {

  public RuleSetHistory {
    versions = List.copyOf(versions);
    if (versions.isEmpty()
        || versions.get(0).effectiveFromMillis() != RuleSetVersion.FROM_THE_START) {
      throw new IllegalArgumentException(
          "versions " + versions + ": the first must be from the start");
    }
    for (int i = 1; i < versions.size(); i++) {
      if (versions.get(i - 1).effectiveFromMillis() >= versions.get(i).effectiveFromMillis()) {
        throw new IllegalArgumentException(
            "versions " + versions + ": must be in the order of their instants");
      }
    }
  }

  /** A history of one version, which is active throughout. */
  public static RuleSetHistory of(RuleSet rules) {
    return new RuleSetHistory(List.of(new RuleSetVersion(RuleSetVersion.FROM_THE_START, rules)));
  }

  /** Adds later versions. Those whose instant is taken are ignored. */
  public RuleSetHistory with(List<RuleSetVersion> later) {
    Map<Long, RuleSetVersion> all = new TreeMap<>();
    versions.forEach(one -> all.put(one.effectiveFromMillis(), one));
    later.forEach(one -> all.putIfAbsent(one.effectiveFromMillis(), one));
    return new RuleSetHistory(List.copyOf(all.values()));
  }

  /** The rules of all versions that are on a source. */
  public List<Rule> on(Selector.Source source) {
    return versions.stream().flatMap(one -> one.rules().on(source).stream()).distinct().toList();
  }

  /** Whether any rule of any version is on a source. */
  public boolean watches(Selector.Source source) {
    return !on(source).isEmpty();
  }

  /** The lengths of the windows that rules of any version have of their own, the shortest first. */
  public List<Duration> ownWindows() {
    return on(Selector.Source.WINDOWS).stream()
        .map(rule -> rule.selector().window())
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether no version has rules. */
  public boolean isEmpty() {
    return versions.stream().allMatch(one -> one.rules().isEmpty());
  }
}
