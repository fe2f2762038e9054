package dev.isotherm.alert;

import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rules in force.
 *
 * @param rules each of another name
 */
public record RuleSet(List<Rule> rules) implements Serializable {

  /** Watches nothing. */
  public static final RuleSet NONE = new RuleSet(List.of());

  /** Built in: temperatures above 28 are a warning, above 30 critical. */
  public static final RuleSet DEFAULT =
      new RuleSet(
          List.of(
              new Rule(
                  "high_temperature",
                  "temperature",
                  List.of(Level.above(Severity.WARNING, 28), Level.above(Severity.CRITICAL, 30)))));

  public RuleSet {
    rules = List.copyOf(rules);
    List<String> names = rules.stream().map(Rule::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) != i) {
        throw new IllegalArgumentException("rule " + names.get(i) + ": there are two of that name");
      }
    }
  }

  /** Whether any rule watches a series. */
  public boolean watches(Series series) {
    for (Rule rule : rules) {
      if (rule.watches(series)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Names what these rules say: equal rules have the same one in every JVM, others another one. The
   * order in which they are listed does not count.
   */
  public String fingerprint() {
    String text = rules.stream().map(Rule::toString).sorted().collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  @Override
  public String toString() {
    return rules.stream().map(Rule::name).collect(Collectors.joining(", "));
  }
}
