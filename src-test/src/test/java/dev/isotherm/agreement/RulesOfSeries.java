package dev.isotherm.agreement;

import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.util.List;
import java.util.function.Function;

/**
 * The rules that watch each series, with numbers in place of limits.
 *
 * @param version of the rules
 */
record RulesOfSeries(String version, Function<Series, List<Rule>> rules) {

  /** Rules that need no sensor table. */
  static RulesOfSeries plain(RuleSet rules) {
    return new RulesOfSeries(
        rules.fingerprint(),
        series ->
            rules.rules().stream()
                .filter(rule -> rule.watches(series))
                .map(rule -> rule.of(series.sensorId()))
                .toList());
  }

  /** These rules, as some of a larger set. */
  RulesOfSeries asPartOf(RuleSet all) {
    return new RulesOfSeries(all.fingerprint(), rules);
  }

  List<Rule> of(Series series) {
    return rules.apply(series);
  }
}
