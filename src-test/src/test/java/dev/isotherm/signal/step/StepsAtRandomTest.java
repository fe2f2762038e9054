package dev.isotherm.signal.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.RandomExpressions;
import dev.isotherm.signal.Rewriting;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.signal.memory.SignalResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random rules with {@code every}, over sensors in two groups, against {@link StepOracle}. */
class StepsAtRandomTest {

  private static final int CASES = 150;
  private static final int STEPS = 12;
  private static final int MESSAGES_IN_A_STEP = 5;
  private static final long STEP = 1_000;
  private static final long START = 1_750_000_000_000L;
  private static final Map<String, String> SITES =
      new TreeMap<>(Map.of("s1", "A", "s2", "A", "s3", "A", "s4", "B", "s5", "B"));
  private static final List<Span> SPANS =
      List.of(
          new Span.Time(Duration.ofMillis(STEP)),
          new Span.Time(Duration.ofMillis(3 * STEP)),
          new Span.Time(Duration.ofMillis(20 * STEP)),
          new Span.Readings(3));

  private final Random random = Seeded.random(StepsAtRandomTest.class);

  /** For each name or function of another sensor, what it is for that sensor itself. */
  private final Map<Expression.Lookup, OtherValue> others = new HashMap<>();

  /** A rule, about single sensors or about groups. */
  private record Rule(
      Duration staleAfter, Expression signal, List<Expression> levels, boolean isOfGroups) {}

  @Test
  void agreesWithTheOracle() throws IOException {
    for (int i = 0; i < CASES; i++) {
      Rule rule = rule();
      assertThat(firstDifference(rule, false)).as("case %d", i).isEmpty();
    }
  }

  @Test
  void theOracleNoticesLostReadings() throws IOException {
    int noticed = 0;
    for (int i = 0; i < CASES / 4; i++) {
      noticed += firstDifference(rule(), true).isEmpty() ? 0 : 1;
    }
    assertThat(noticed).isPositive();
  }

  private Rule rule() {
    boolean isOfGroups = random.nextBoolean();
    return new Rule(
        Duration.ofMillis(STEP * random.nextInt(5)),
        expressions(isOfGroups).number(2),
        List.of(expressions(isOfGroups).condition(3)),
        isOfGroups);
  }

  /** Returns what differs at the first step that differs; empty if none does. */
  private String firstDifference(Rule rule, boolean losesReadings) throws IOException {
    StepProgram program = new StepProgram(rule.staleAfter, rule.signal, rule.levels);
    StepOracle oracle = new StepOracle(rule.staleAfter, SITES, others);
    Map<String, SensorSteps> sensors = new LinkedHashMap<>();
    Map<OtherValue, SensorSteps> named = new LinkedHashMap<>();
    SITES.keySet().forEach(sensor -> sensors.put(sensor, new SensorSteps(program.sensors())));
    program
        .others()
        .forEach(other -> named.put(other, new SensorSteps(of(other, rule.staleAfter))));
    for (long step = START; step < START + STEPS * STEP; step += STEP) {
      send(step, oracle, sensors, named, losesReadings);
      if (random.nextInt(4) == 0) {
        continue; // Steps may be left out: the next one has the same results.
      }
      Map<String, double[]> results = new LinkedHashMap<>();
      for (String sensor : SITES.keySet()) {
        sensors.computeIfPresent(sensor, (name, steps) -> sometimesCopied(steps, program));
        results.put(sensor, sensors.get(sensor).evaluate(step, name -> Double.NaN));
      }
      double[] ofOthers = new double[named.size()];
      int place = 0;
      for (SensorSteps other : named.values()) {
        ofOthers[place++] = other.evaluate(step, name -> Double.NaN)[0];
      }
      for (String sensor : SITES.keySet()) {
        double[] ofMembers = ofMembers(program, SITES.get(sensor), results);
        double[] own = rule.isOfGroups ? new double[0] : results.get(sensor);
        SignalResult result = program.evaluate(step, own, ofMembers, ofOthers);
        SignalResult expected = oracle.result(sensor, step, rule.signal, rule.levels);
        if (!result.equals(expected)) {
          return rule + " of " + sensor + ": " + result + ", not " + expected;
        }
      }
    }
    sensors.values().forEach(StepsAtRandomTest::checkThatItSettles);
    return "";
  }

  private static void checkThatItSettles(SensorSteps steps) {
    long step = START + STEPS * STEP;
    double[] results = steps.evaluate(step, name -> Double.NaN);
    while (steps.isDue(step + STEP, Duration.ofMillis(STEP))) {
      step += STEP;
      results = steps.evaluate(step, name -> Double.NaN);
    }
    assertThat(steps.evaluate(step + 1_000 * STEP, name -> Double.NaN)).isEqualTo(results);
  }

  private static SensorProgram of(OtherValue other, Duration stale) {
    return new SensorProgram(stale, List.of(other.expression()));
  }

  /** Sends messages of a step: to the oracle in their order, to the sensors in any order. */
  private void send(
      long step,
      StepOracle oracle,
      Map<String, SensorSteps> sensors,
      Map<OtherValue, SensorSteps> named,
      boolean losesReadings) {
    List<Reading> readings = new ArrayList<>();
    for (String sensor : SITES.keySet()) {
      List<SensorReadings> messages = new ArrayList<>();
      for (int i = random.nextInt(MESSAGES_IN_A_STEP); i > 0; i--) {
        messages.add(
            new SensorReadings(step - 100L * random.nextInt((int) (STEP / 100)), i, values()));
      }
      messages.sort(
          Comparator.comparingLong(SensorReadings::epochMillis)
              .thenComparingLong(SensorReadings::position));
      messages.forEach(message -> oracle.add(sensor, message));
      messages.forEach(message -> readings.addAll(readings(sensor, message)));
    }
    Collections.shuffle(readings, random);
    readings.removeIf(reading -> losesReadings && random.nextInt(10) == 0);
    for (Reading reading : readings) {
      String sensor = reading.series().sensorId();
      SensorReadings message =
          new SensorReadings(
              reading.epochMillis(),
              reading.position(),
              Map.of(reading.series().metric(), reading.value()));
      assertThat(sensors.get(sensor).add(message)).isTrue();
      named.forEach(
          (other, steps) -> {
            if (other.sensor().equals(sensor)) {
              steps.add(message);
            }
          });
    }
  }

  private static List<Reading> readings(String sensor, SensorReadings message) {
    return message.values().entrySet().stream()
        .map(
            entry ->
                new Reading(
                    new Series(sensor, entry.getKey()),
                    message.epochMillis(),
                    entry.getValue(),
                    message.position()))
        .toList();
  }

  private SensorSteps sometimesCopied(SensorSteps steps, StepProgram program) {
    if (random.nextInt(3) > 0) {
      return random.nextBoolean() ? steps : steps.copy();
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      steps.writeTo(new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      SensorSteps read = SensorSteps.readFrom(in, program.sensors());
      assertThat(in.read()).isEqualTo(-1);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the members of a group in any order and grouping. */
  private double[] ofMembers(StepProgram program, String site, Map<String, double[]> results)
      throws IOException {
    double[] ofMembers = new double[program.members().size()];
    Arrays.fill(ofMembers, Double.NaN);
    for (String label : Arrays.asList("site", null)) {
      GroupValues one = program.newGroup(label);
      GroupValues two = program.newGroup(label);
      List<String> members = new ArrayList<>(results.keySet());
      members.removeIf(member -> !SITES.get(member).equals(site));
      Collections.shuffle(members, random);
      for (String member : members) {
        (random.nextBoolean() ? one : two).add(results.get(member));
      }
      if (random.nextBoolean()) {
        one.merge(two);
      } else {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        two.writeTo(new DataOutputStream(bytes));
        one.addFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      }
      one.addTo(ofMembers);
    }
    return ofMembers;
  }

  private RandomExpressions expressions(boolean isOfGroups) {
    return new RandomExpressions(random, r -> isOfGroups ? ofGroup(null) : ofSensor());
  }

  private Expression ofGroup(String by) {
    Expression.AcrossMembers random =
        new RandomExpressions(this.random, r -> own()).acrossMembers(2);
    return new Expression.AcrossMembers(random.function(), random.argument(), random.percent(), by);
  }

  private Expression ofSensor() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> ofGroup("site");
      case 2 -> other();
      case 3 -> new Expression.Now();
      default -> own();
    };
  }

  private Expression other() {
    Expression.Lookup own = own();
    String sensor = random.nextBoolean() ? "s1" : "s4";
    Expression other =
        Rewriting.replaceNames(
            own, name -> new Expression.OtherSensor(((Expression.Metric) name).name(), sensor));
    others.put((Expression.Lookup) other, new OtherValue(sensor, own));
    return other;
  }

  /** A metric, or a function of metrics of one sensor. */
  private Expression.Lookup own() {
    RandomExpressions plain = new RandomExpressions(random, r -> metric());
    Duration age = Duration.ofMillis(STEP * (1 + random.nextInt(4)));
    return switch (random.nextInt(5)) {
      case 0, 1 -> ofMetrics(plain.overTime(1, SPANS));
      case 2 -> new Expression.Ago(metric(), age, random.nextBoolean() ? null : age.dividedBy(2));
      case 3 -> new Expression.Ago(ofMetrics(plain.overTime(1, SPANS)), age, null);
      default -> metric();
    };
  }

  /** Replaces functions of constants: those name no sensor. */
  private Expression.Lookup ofMetrics(Expression.OverTime overTime) {
    boolean namesMetric = overTime.all().anyMatch(Expression.Metric.class::isInstance);
    return namesMetric ? overTime : metric();
  }

  private Expression.Metric metric() {
    return new Expression.Metric(random.nextBoolean() ? "a" : "b");
  }

  private Map<String, Double> values() {
    Map<String, Double> values = new HashMap<>();
    if (random.nextInt(3) > 0) {
      values.put("a", 20 + random.nextGaussian());
    }
    if (random.nextBoolean()) {
      values.put("b", (double) random.nextInt(4));
    }
    return values;
  }
}
