package dev.isotherm.flow.topology;

import dev.isotherm.alert.unittest.SignalSimulation;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.memory.SensorReadings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Messages of five sensors with the metrics {@code a} and {@code b}, in the order in which they
 * come. The last ones are much later than the others.
 */
record RandomMessages(List<Message> all) {

  static final long NOON = 1_751_371_200_000L;
  static final long END = NOON + Duration.ofDays(1).toMillis();

  private static final int SENSORS = 5;
  private static final int MESSAGES = 800;

  /** A message of one sensor. */
  record Message(String sensor, SensorReadings readings) {

    private static Message of(String sensor, long instant, int offset, Map<String, Double> values) {
      return new Message(sensor, new SensorReadings(instant, Position.ofRecord(0, offset), values));
    }

    private List<Reading> each() {
      List<Reading> each = new ArrayList<>();
      new TreeMap<>(readings.values())
          .forEach(
              (metric, value) ->
                  each.add(
                      new Reading(
                          new Series(sensor, metric),
                          readings.epochMillis(),
                          value,
                          readings.position())));
      return each;
    }

    ReadingBlock block() {
      return ReadingBlocks.of(each().toArray(new Reading[0]));
    }

    private Message without(Set<Reading> excluded) {
      Map<String, Double> values = new HashMap<>();
      each().stream()
          .filter(one -> !excluded.contains(one))
          .forEach(one -> values.put(one.series().metric(), one.value()));
      return new Message(
          sensor, new SensorReadings(readings.epochMillis(), readings.position(), values));
    }
  }

  /**
   * Makes messages.
   *
   * @param disorder by up to so many milliseconds some come too late
   * @param repeated how many messages back there is one that may come again; 0 if none does
   */
  static RandomMessages of(Random random, int disorder, int repeated) {
    List<Message> messages = new ArrayList<>();
    Map<String, Double> counters = new HashMap<>();
    long now = NOON;
    for (int i = 0; i < MESSAGES; i++) {
      if (repeated > 0 && i > 0 && random.nextInt(8) == 0) {
        Message again = messages.get(Math.max(0, i - 1 - random.nextInt(repeated)));
        SensorReadings readings = again.readings;
        messages.add(Message.of(again.sensor, readings.epochMillis(), i, readings.values()));
        continue;
      }
      String sensor = "s" + random.nextInt(SENSORS);
      long late = disorder > 0 && random.nextInt(4) == 0 ? random.nextInt(disorder) : 0;
      Map<String, Double> values = new HashMap<>();
      if (random.nextInt(4) > 0) {
        values.put("a", Math.rint(3 * random.nextGaussian()));
      }
      if (values.isEmpty() || random.nextBoolean()) {
        values.put("b", counters.merge(sensor, 1.0 + random.nextInt(3), Double::sum));
      }
      if (random.nextInt(20) == 0) {
        counters.put(sensor, 0.0);
      }
      messages.add(Message.of(sensor, now - late, i, values));
      now += random.nextInt(30) == 0 ? random.nextInt(600_000) : random.nextInt(9_000);
    }
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      messages.add(Message.of("s" + sensor, END, MESSAGES + sensor, Map.of("a", 0.0, "b", 0.0)));
    }
    return new RandomMessages(messages);
  }

  /** What rules say of the messages, by an evaluation without Flink. */
  List<Transition> simulated(RuleSet rules, SensorTable table) {
    return simulated(rules, table, rule -> Set.of());
  }

  /** Which readings a rule does not see. */
  interface Excluded {
    Set<Reading> from(Rule rule);
  }

  List<Transition> simulated(RuleSet rules, SensorTable table, Excluded excluded) {
    List<Transition> transitions = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      Set<Reading> without = new HashSet<>(excluded.from(rule));
      Map<String, List<SensorReadings>> bySensor = new TreeMap<>();
      all.stream()
          .map(one -> one.without(without))
          .filter(one -> !one.readings.values().isEmpty())
          .sorted(
              Comparator.comparingLong((Message one) -> one.readings.epochMillis())
                  .thenComparingLong(one -> one.readings.position()))
          .forEach(
              one ->
                  bySensor.computeIfAbsent(one.sensor, key -> new ArrayList<>()).add(one.readings));
      transitions.addAll(new SignalSimulation(rule, table).run(bySensor, END));
    }
    return transitions;
  }
}
