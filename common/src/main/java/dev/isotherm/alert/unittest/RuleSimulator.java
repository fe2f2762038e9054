package dev.isotherm.alert.unittest;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Evaluates rules on series whose values come at equal intervals, from the instant 0. The end is
 * the last position of the longest series, whether it has a value or not.
 */
final class RuleSimulator {
  private RuleSimulator() {}

  /**
   * All transitions, by instant, rule and series.
   *
   * @param series values at intervals of {@code interval}; {@code null} for no value
   */
  static List<Transition> run(RuleSet rules, Map<Series, List<Double>> series, Duration interval) {
    long step = interval.toMillis();
    long end = (series.values().stream().mapToLong(List::size).max().orElse(1) - 1) * step;
    List<Transition> transitions = new ArrayList<>();
    series.forEach(
        (name, values) ->
            rules.rules().stream()
                .filter(rule -> rule.watches(name))
                .forEach(rule -> transitions.addAll(run(rule, name, values, step, end))));
    transitions.sort(
        Comparator.comparingLong(Transition::atMillis)
            .thenComparing(Transition::rule)
            .thenComparing(Transition::series));
    return transitions;
  }

  private static List<Transition> run(
      Rule rule, Series series, List<Double> values, long step, long end) {
    List<Transition> transitions = new ArrayList<>();
    AlertStatus status = AlertStatus.INACTIVE;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        Reading reading = new Reading(series, i * step, values.get(i));
        AlertMachine.Step next = AlertMachine.observe(rule, status, reading);
        transitions.addAll(next.transitions());
        status = next.status();
      }
    }
    transitions.addAll(AlertMachine.advance(rule, series, status, end).transitions());
    return transitions;
  }
}
