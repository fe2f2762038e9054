package dev.isotherm.jobs.diff;

import dev.isotherm.rules.Annotations;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Old rules and new ones, as one set of rules: so that history is read once, and sorted once, for
 * both. A rule of that set has a number for its name, by which it is known whose it is; one that
 * says the same in both is evaluated once, for both.
 */
public final class CombinedRules {

  /** What became of a rule. */
  public enum Fate {
    ADDED,
    REMOVED,
    CHANGED,
    UNCHANGED
  }

  /** Whose rule it is. */
  record Owner(String rule, boolean isOld, boolean isNew) {}

  private final List<Rule> both = new ArrayList<>();
  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<String, Fate> fates = new TreeMap<>();

  public CombinedRules(RuleSet old, RuleSet changed) {
    Map<String, Rule> before = new LinkedHashMap<>();
    old.rules().forEach(rule -> before.put(rule.name(), rule));
    for (Rule rule : changed.rules()) {
      Rule predecessor = before.remove(rule.name());
      boolean same =
          predecessor != null
              && predecessor.semanticFingerprint().equals(rule.semanticFingerprint());
      if (predecessor != null && !same) {
        add(predecessor, new Owner(rule.name(), true, false));
      }
      add(rule, new Owner(rule.name(), same, true));
      fates.put(
          rule.name(), same ? Fate.UNCHANGED : predecessor == null ? Fate.ADDED : Fate.CHANGED);
    }
    for (Rule rule : before.values()) {
      add(rule, new Owner(rule.name(), true, false));
      fates.put(rule.name(), Fate.REMOVED);
    }
  }

  private void add(Rule rule, Owner owner) {
    String number = Integer.toString(both.size());
    both.add(new Rule(number, rule.selector(), rule.levels(), rule.timing(), Annotations.NONE));
    owners.put(number, owner);
  }

  /** All rules of both, under the names that {@link #owner} knows. */
  public RuleSet rules() {
    return new RuleSet(both);
  }

  /** Whose rule this is. */
  Owner owner(String number) {
    return owners.get(number);
  }

  /** What became of each rule, by its name. */
  public Map<String, Fate> fates() {
    return fates;
  }
}
