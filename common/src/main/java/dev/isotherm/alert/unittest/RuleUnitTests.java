package dev.isotherm.alert.unittest;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleIndex;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.memory.SensorReadings;
import java.nio.file.Path;
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
 * A file of unit tests of rules: values of series, and the expected transitions.
 *
 * @param rules the rules under test
 * @param sensors what is known of sensors
 */
public record RuleUnitTests(RuleSet rules, SensorTable sensors, List<Case> cases) {

  /**
   * One test.
   *
   * @param start instant of the first values
   * @param interval between two values
   * @param series their values; {@code null} for no value
   * @param only the names of the rules that are tested; empty for all
   * @param expected transitions, in any order
   */
  public record Case(
      String name,
      Instant start,
      Duration interval,
      Map<Series, List<@Nullable Double>> series,
      List<String> only,
      List<Expectation> expected) {

    /**
     * Compares expected and actual transitions, in the order of time.
     *
     * @return lines with {@code -} for a missing transition, {@code +} for an unexpected one, and
     *     blank for an expected one; empty if all are as expected
     */
    public List<String> diff(RuleSet rules, SensorTable sensors) {
      List<Expectation> missing = new ArrayList<>(expected);
      List<Line> lines = new ArrayList<>();
      List<Transition> unexpected = new ArrayList<>();
      for (Transition one : simulate(tested(rules), sensors, series, start, interval)) {
        Expectation met =
            missing.stream()
                .filter(expectation -> expectation.isMetBy(one, start))
                .findFirst()
                .orElse(null);
        if (met == null) {
          unexpected.add(one);
        } else {
          missing.remove(met);
          lines.add(new Line(" ", met));
        }
      }
      unexpected.forEach(one -> lines.add(new Line("+", inFormOf(one, missing))));
      missing.forEach(one -> lines.add(new Line("-", one)));
      if (lines.stream().allMatch(line -> line.sign.equals(" "))) {
        return List.of();
      }
      lines.sort(
          Comparator.comparingLong((Line line) -> line.what.millis()).thenComparing(Line::sign));
      List<String> text = new ArrayList<>();
      text.add("     - expected, but did not come; + came, but was not expected");
      lines.forEach(line -> text.add("     " + line.sign + " " + line.what));
      return text;
    }

    /** With the fields that were expected of a transition with the same words. */
    private Expectation inFormOf(Transition one, List<Expectation> missing) {
      String words = Expectation.words(one, start);
      return missing.stream()
          .filter(expectation -> expectation.words().equals(words))
          .findFirst()
          .orElse(new Expectation(words, Map.of()))
          .as(one, start);
    }

    private RuleSet tested(RuleSet rules) {
      return only.isEmpty()
          ? rules
          : new RuleSet(rules.rules().stream().filter(rule -> only.contains(rule.name())).toList());
    }
  }

  private record Line(String sign, Expectation what) {}

  /**
   * One sentence for each limit and label of a rule that no sensor has, and for each limit that the
   * sensor of a series does not have.
   */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(RulesInTable.unknown(rules, sensors));
    RuleIndex index = new RuleIndex(rules.rules(), sensors);
    for (Case one : cases) {
      one.series.keySet().forEach(index::of);
    }
    index.gaps().found().forEach(gap -> warnings.add(gap.sentence()));
    return warnings;
  }

  /**
   * Evaluates rules on series whose values come at equal intervals, from a start. The end is the
   * last position of the longest series, whether it has a value or not.
   *
   * @param series values at intervals of {@code interval}; {@code null} for no value
   * @return all transitions, by instant, rule and series
   */
  static List<Transition> simulate(
      RuleSet rules,
      SensorTable sensors,
      Map<Series, List<@Nullable Double>> series,
      Instant start,
      Duration interval) {
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
        transitions.addAll(new SignalSimulation(rule, sensors).run(messages, end));
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

  /**
   * Reads a file, and the file of rules that it names, which lies beside it.
   *
   * @throws dev.isotherm.model.ConfigurationException with all errors, each with file, line, key,
   *     value and what is allowed
   */
  public static RuleUnitTests read(Path path) {
    return new RuleUnitTestReader(path).read();
  }
}
