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
 * Old and new rules as one set, so that history is read and sorted once for both. In that set a
 * rule has a number as its name, by which its owner is known. A rule that is equal in both is
 * evaluated once.
 */
public final class CombinedRules {

  /** How a rule has changed. */
  public enum Change {
    ADDED,
    REMOVED,
    CHANGED,
    UNCHANGED
  }

  /** The name of a rule, and which of the two sets it belongs to. */
  record Owner(String rule, boolean isOld, boolean isNew) {}

  private final List<Rule> both = new ArrayList<>();
  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<String, Change> changes = new TreeMap<>();

  public CombinedRules(RuleSet old, RuleSet changed) {
    Map<String, Rule> removed = new LinkedHashMap<>();
    old.rules().forEach(rule -> removed.put(rule.name(), rule));
    for (Rule rule : changed.rules()) {
      Rule before = removed.remove(rule.name());
      boolean same = before != null && before.hasSameSemanticsAs(rule);
      if (before != null && !same) {
        add(before, true, false);
      }
      add(rule, same, true);
      Change change = before == null ? Change.ADDED : Change.CHANGED;
      changes.put(rule.name(), same ? Change.UNCHANGED : change);
    }
    for (Rule rule : removed.values()) {
      add(rule, true, false);
      changes.put(rule.name(), Change.REMOVED);
    }
  }

  private void add(Rule rule, boolean isOld, boolean isNew) {
    String number = Integer.toString(both.size());
    both.add(new Rule(number, rule.selector(), rule.levels(), rule.timing(), Annotations.NONE));
    owners.put(number, new Owner(rule.name(), isOld, isNew));
  }

  /** All rules of both, with numbers as names. */
  public RuleSet rules() {
    return new RuleSet(both);
  }

  Owner owner(String number) {
    return owners.get(number);
  }

  /** The change of each rule, by its name. */
  public Map<String, Change> changes() {
    return changes;
  }
}
