package dev.isotherm.alert.unittest;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleIndex;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.memory.SensorReadings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rules under test, and what is known for them.
 *
 * @param sensors what is known of sensors
 * @param baseline what is usual for them
 */
public record TestedRules(RuleSet rules, SensorTable sensors, Baseline baseline) {

  /** Returns those of some names; all if there are no names. */
  TestedRules only(List<String> names) {
    return names.isEmpty()
        ? this
        : new TestedRules(
            new RuleSet(
                rules.rules().stream().filter(rule -> names.contains(rule.name())).toList()),
            sensors,
            baseline);
  }

  /**
   * Evaluates the rules on series whose values come at equal intervals, from a start. The end is
   * the last position of the longest series, whether it has a value or not.
   *
   * @param series values at intervals of {@code interval}; {@code null} for no value
   * @return all transitions, by instant, rule and series
   */
  List<Transition> simulate(
      Map<Series, List<@Nullable Double>> series, Instant start, Duration interval) {
    long step = interval.toMillis();
    int positions = series.values().stream().mapToInt(List::size).max().orElse(1);
    LongUnaryOperator instants = position -> start.toEpochMilli() + position * step;
    List<Transition> transitions = new ArrayList<>();
    RuleIndex onMetrics =
        new RuleIndex(
            rules.rules().stream().filter(rule -> rule.signal() == null).toList(), sensors);
    series.forEach(
        (name, values) ->
            onMetrics
                .of(name)
                .forEach(
                    rule ->
                        transitions.addAll(simulate(rule, name, values, instants, positions - 1))));
    Map<String, List<SensorReadings>> messages = messages(series, instants);
    long end = instants.applyAsLong(positions - 1);
    for (Rule rule : rules.rules()) {
      if (rule.signal() != null) {
        transitions.addAll(new SignalSimulation(rule, sensors, baseline).run(messages, end));
      }
    }
    transitions.sort(
        Comparator.comparingLong(Transition::atMillis)
            .thenComparing(Transition::rule)
            .thenComparing(Transition::series));
    return transitions;
  }

  /** The values of one instant are a message of their sensor. */
  private static Map<String, List<SensorReadings>> messages(
      Map<Series, List<@Nullable Double>> series, LongUnaryOperator instants) {
    Map<String, Map<Long, Map<String, Double>>> ofSensors = new TreeMap<>();
    series.forEach(
        (name, values) -> {
          for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null) {
              ofSensors
                  .computeIfAbsent(name.sensorId(), key -> new TreeMap<>())
                  .computeIfAbsent(instants.applyAsLong(i), key -> new TreeMap<>())
                  .put(name.metric(), values.get(i));
            }
          }
        });
    Map<String, List<SensorReadings>> messages = new TreeMap<>();
    ofSensors.forEach(
        (sensor, ofInstants) -> {
          List<SensorReadings> ofSensor = new ArrayList<>();
          ofInstants.forEach(
              (at, values) -> ofSensor.add(new SensorReadings(at, Position.NONE, values)));
          messages.put(sensor, ofSensor);
        });
    return messages;
  }

  private static List<Transition> simulate(
      Rule rule,
      Series series,
      List<@Nullable Double> values,
      LongUnaryOperator instants,
      int last) {
    List<Transition> transitions = new ArrayList<>();
    AlertStatus status = AlertStatus.INACTIVE;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        Reading reading = new Reading(series, instants.applyAsLong(i), values.get(i));
        AlertMachine.Step next = AlertMachine.observe(rule, status, reading);
        transitions.addAll(next.transitions());
        status = next.status();
      }
    }
    long end = instants.applyAsLong(last);
    transitions.addAll(AlertMachine.advance(rule, series, status, end).transitions());
    return transitions;
  }
}
