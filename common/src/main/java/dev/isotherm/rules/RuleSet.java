package dev.isotherm.rules;

import dev.isotherm.model.Severities;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A set of rules.
 *
 * @param rules with distinct names
 */
public record RuleSet(List<Rule> rules) implements Serializable {

  /** No rules. */
  public static final RuleSet NONE = new RuleSet(List.of());

  public RuleSet {
    rules = List.copyOf(rules);
    Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("rule " + rule.name() + ": duplicate name");
      }
    }
  }

  /**
   * Fingerprint of these rules. Equal in every JVM and every version of this program; the order of
   * the rules does not matter.
   */
  public String fingerprint() {
    return CanonicalForm.fingerprint(
        CanonicalForm.set(rules.stream().map(CanonicalForm::rule).toList()));
  }

  /** Fingerprint of the {@link Rule#semanticFingerprint} of all rules. */
  public String semanticFingerprint() {
    return CanonicalForm.fingerprint(
        CanonicalForm.set(rules.stream().map(Rule::semanticFingerprint).toList()));
  }

  /** The rules on a source, in their order. */
  public List<Rule> on(Selector.Source source) {
    return rules.stream().filter(rule -> rule.selector().on() == source).toList();
  }

  /** Whether any rule is on a source. */
  public boolean watches(Selector.Source source) {
    return !on(source).isEmpty();
  }

  /** The severities of the file of these rules, which are the same for all of them. */
  public Severities severities() {
    return rules.isEmpty() ? Severities.STANDARD : rules.get(0).annotations().severities();
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  @Override
  public String toString() {
    return rules.stream().map(Rule::name).collect(Collectors.joining(", "));
  }
}
