package dev.isotherm.signal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.RandomExpressions;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.text.Expressions;
import dev.isotherm.window.CalendarWindows.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random expressions and messages, against {@link SignalOracle}. */
class SensorMemoryAtRandomTest {

  private static final int CASES = 100;
  private static final int MESSAGES = 80;
  private static final double HOT = 20;

  /** There it is Sunday, 23:58:40, when the messages begin. */
  private static final ZoneId MONDAY_SOON = ZoneId.of("+08:52");

  private static final List<Span> SPANS =
      Stream.concat(
              Stream.of(100, 1_000, 5_000, 20_000, 60_000)
                  .map(millis -> (Span) new Span.Time(Duration.ofMillis(millis))),
              Stream.concat(
                  Stream.of(1, 2, 3, 7).map(Span.Readings::new),
                  Stream.of(
                      new Span.Calendar(Unit.DAY, MONDAY_SOON),
                      new Span.Calendar(Unit.WEEK, MONDAY_SOON))))
          .toList();

  private static final List<Span> SPANS_OR_ALL =
      Stream.concat(
              SPANS.stream().filter(span -> !(span instanceof Span.Calendar)),
              Stream.of(new Span.All(), new Span.All()))
          .toList();

  private final Random random = Seeded.random(SensorMemoryAtRandomTest.class);

  /** What the expressions of one case are, and how long values stand. */
  private record Case(Duration staleAfter, Expression signal, List<Expression> levels) {
    SensorProgram program(Duration staleAfter) {
      return new SensorProgram(staleAfter, signal, levels);
    }
  }

  @Test
  void agreesWithTheOracleWhereverItIsCut() throws IOException {
    for (int i = 0; i < CASES; i++) {
      Case one = randomCase();
      int differing = firstDifference(one, one.program(one.staleAfter), i % 3 == 0);
      assertThat(differing).as("case %d: %s", i, one).isEqualTo(MESSAGES);
    }
  }

  /** One case of six notices it. */
  @Test
  void theOracleNoticesThatValuesStandLonger() throws IOException {
    boolean noticed = false;
    for (int i = 0; i < 20 * CASES && !noticed; i++) {
      Case one = randomCase();
      SensorProgram wrong = one.program(one.staleAfter.plusMillis(SignalOracle.TICK));
      noticed = firstDifference(one, wrong, false) < MESSAGES;
    }
    assertThat(noticed).isTrue();
  }

  /** Returns the first message at which memory and oracle differ. */
  private int firstDifference(Case one, SensorProgram program, boolean isCut) throws IOException {
    SignalOracle oracle = new SignalOracle(one.staleAfter.toMillis(), HOT);
    oracle.setSignal(one.signal, program.metrics());
    SensorMemory memory = program.newMemory();
    Map<String, Double> counters = new HashMap<>();
    long now = 1_750_000_000_000L;
    for (int i = 0; i < MESSAGES; i++) {
      now += gap();
      SensorReadings message = new SensorReadings(now, i, values(counters));
      oracle.add(message);
      SignalResult result = memory.observe(message, SensorMemoryAtRandomTest::limit).orElse(null);
      if (result != null && !agrees(one, oracle, now, result)) {
        return i;
      }
      if (isCut && random.nextInt(4) == 0) {
        memory = random.nextBoolean() ? memory.copy() : copy(memory, program);
      }
    }
    return MESSAGES;
  }

  private static boolean agrees(Case one, SignalOracle oracle, long now, SignalResult result) {
    OptionalDouble value = oracle.number(one.signal, now);
    if (!result.value().equals(value)) {
      System.out.println(Expressions.text(one.signal) + " is " + value + ", not " + result.value());
      return false;
    }
    for (int i = 0; i < one.levels.size(); i++) {
      if (result.levels().get(i) != oracle.truth(one.levels.get(i), now, value)) {
        return false;
      }
    }
    return true;
  }

  static SensorMemory copy(SensorMemory memory, SensorProgram program) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    memory.writeTo(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    SensorMemory copy = program.readMemory(in);
    assertThat(in.read()).isEqualTo(-1);
    return copy;
  }

  private static double limit(String name) {
    return name.equals("hot") ? HOT : Double.NaN;
  }

  private Case randomCase() {
    RandomExpressions expressions = new RandomExpressions(random, this::leaf);
    List<Expression> levels = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      levels.add(new RandomExpressions(random, this::leafOrValue).condition(3));
    }
    Duration staleAfter =
        Duration.ofMillis(List.of(0, 1_000, 5_000, 30_000).get(random.nextInt(4)));
    return new Case(staleAfter, expressions.number(2), levels);
  }

  private Expression leafOrValue(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Expression.Value();
      case 1 ->
          new RandomExpressions(random, this::plain)
              .deviation(new Expression.Value(), SPANS_OR_ALL);
      default -> leaf(random);
    };
  }

  private Expression leaf(Random random) {
    Duration age = Duration.ofMillis(100L * (1 + random.nextInt(200)));
    return switch (random.nextInt(13)) {
      case 10, 11 -> new RandomExpressions(random, this::plain).deviation(1, SPANS_OR_ALL);
      case 12 ->
          new Expression.Ago(
              new RandomExpressions(random, this::plain).deviation(1, SPANS_OR_ALL), age, null);
      case 0, 1, 2, 3, 4 -> overTime(random);
      case 5 -> new RandomExpressions(random, this::plain).ago(1, age);
      case 6 -> new Expression.Ago(overTime(random), age, null);
      default -> plain(random);
    };
  }

  private Expression overTime(Random random) {
    return new RandomExpressions(random, this::plain).overTime(random.nextInt(3), SPANS);
  }

  private Expression plain(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Expression.Limit(random.nextBoolean() ? "hot" : "cold");
      case 1 -> new Expression.Now();
      default -> new Expression.Metric(List.of("a", "b", "c").get(random.nextInt(3)));
    };
  }

  private long gap() {
    return List.of(0, 0, 0, 100, 500, 1_000, 1_000, 3_000, 20_000).get(random.nextInt(9));
  }

  private Map<String, Double> values(Map<String, Double> counters) {
    Map<String, Double> values = new HashMap<>();
    if (random.nextInt(3) > 0) {
      values.put("a", random.nextInt(10) == 0 ? extreme() : 20 + random.nextGaussian());
    }
    if (random.nextBoolean()) {
      double reset = random.nextInt(6) == 0 ? -1 : 1;
      values.put(
          "b", counters.merge("b", 0.1 * random.nextInt(50), (x, y) -> reset < 0 ? y : x + y));
    }
    if (random.nextBoolean()) {
      values.put("c", (double) random.nextInt(3));
    }
    if (random.nextInt(8) == 0) {
      values.put("of nobody", 1.0);
    }
    return values;
  }

  private double extreme() {
    return List.of(-0.0, 0.0, 1e308, -1e308, 1e-310, -5.0).get(random.nextInt(6));
  }
}
