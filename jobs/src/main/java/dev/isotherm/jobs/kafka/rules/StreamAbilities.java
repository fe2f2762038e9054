package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.rules.Selector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What rules a stream can take over while it runs. That is decided when it starts.
 *
 * @param averages whether it computes averages for alerts
 * @param sensors whether it has a sensor table
 */
public record StreamAbilities(boolean averages, boolean sensors) implements Serializable {

  /** Takes all rules. */
  public static final StreamAbilities ALL = new StreamAbilities(true, true);

  /** One sentence for each rule that cannot be taken over. */
  List<String> errors(RuleSet rules) {
    List<String> errors = new ArrayList<>();
    if (!averages) {
      for (Rule rule : rules.on(Selector.Source.AVERAGES)) {
        errors.add(
            String.format(
                "rule %s: on averages: must be readings for this stream, which was started without"
                    + " a rule on averages and computes none for alerts",
                rule.name()));
      }
    }
    if (!sensors) {
      RulesInTable.needs(rules)
          .forEach(need -> errors.add(need + "; this stream was started without --sensors"));
    }
    return errors;
  }
}
