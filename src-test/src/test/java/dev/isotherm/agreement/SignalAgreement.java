package dev.isotherm.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.alert.unittest.SignalSimulation;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.wire.JsonLinesWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds what a stream and a batch said of rules on signals to an evaluation without Flink. */
final class SignalAgreement {

  private final RuleSet rules;
  private final SensorTable table;
  private final List<Reading> all;

  /**
   * @param all readings, in the order of the topic
   */
  SignalAgreement(RuleSet rules, SensorTable table, List<Reading> all) {
    this.rules = rules;
    this.table = table;
    this.all = all;
  }

  private record Place(long epochMillis, long position) {}

  void assertBatch(List<Transition> transitions, long latestMillis) {
    List<Transition> expected = new ArrayList<>();
    rules.rules().forEach(rule -> expected.addAll(run(rule, all, latestMillis)));
    assertThat(lines(transitions)).isEqualTo(lines(expected));
  }

  /**
   * Checks what a stream has published.
   *
   * @param standing without what was taken back
   * @param late of these rules
   * @param watermarkMillis what falls due after it need not be there
   */
  void assertStream(List<Transition> standing, List<LateReading> late, long watermarkMillis) {
    for (Rule rule : rules.rules()) {
      List<Reading> inTime = without(rule, late);
      List<String> published =
          lines(standing.stream().filter(one -> one.rule().equals(rule.name())).toList());
      List<String> due = lines(run(rule, inTime, watermarkMillis));
      List<String> possible = lines(run(rule, inTime, Long.MAX_VALUE - 1));
      assertThat(published).as("due until %s, %s", watermarkMillis, rule).containsAll(due);
      assertThat(possible).as("possible, %s", rule).containsAll(published);
    }
  }

  private List<Reading> without(Rule rule, List<LateReading> late) {
    Set<Reading> excluded =
        late.stream()
            .filter(one -> rule.name().equals(one.rule()))
            .map(LateReading::reading)
            .collect(Collectors.toSet());
    assertThat(all).containsAll(excluded);
    return all.stream().filter(one -> !excluded.contains(one)).toList();
  }

  /** In steps, nothing is evaluated for long after the last reading. */
  private List<Transition> run(Rule rule, List<Reading> readings, long endMillis) {
    Map<String, Map<Place, Map<String, Double>>> sensors = new TreeMap<>();
    long latest = Long.MIN_VALUE;
    for (Reading one : readings) {
      latest = Math.max(latest, one.epochMillis());
      sensors
          .computeIfAbsent(one.series().sensorId(), key -> new HashMap<>())
          .computeIfAbsent(new Place(one.epochMillis(), one.position()), key -> new HashMap<>())
          .put(one.series().metric(), one.value());
    }
    Map<String, List<SensorReadings>> messages = new TreeMap<>();
    sensors.forEach(
        (sensor, places) -> {
          List<SensorReadings> ofSensor = new ArrayList<>();
          places.forEach(
              (place, values) ->
                  ofSensor.add(new SensorReadings(place.epochMillis, place.position, values)));
          ofSensor.sort(
              Comparator.comparingLong(SensorReadings::epochMillis)
                  .thenComparingLong(SensorReadings::position));
          messages.put(sensor, ofSensor);
        });
    boolean inSteps = rule.signal().every() != null;
    long end = inSteps ? Math.min(endMillis, latest + 3_600_000) : endMillis;
    return new SignalSimulation(rule, table)
        .run(messages, end).stream().filter(one -> one.atMillis() <= endMillis).toList();
  }

  /** Without numbers and versions, which the simulation does not know. */
  private static List<String> lines(List<Transition> transitions) {
    return transitions.stream()
        .map(one -> AgreementIT.utf8(JsonLinesWriter.of(one.numbered(0, "-"))))
        .distinct()
        .sorted()
        .toList();
  }
}
