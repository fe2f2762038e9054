package dev.isotherm.signal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.baseline.SensorBaseline;
import dev.isotherm.baseline.Usual;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.text.Expressions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SensorMemoryTest {

  private static final Duration STALE_AFTER = Duration.ofMinutes(5);
  private static final long START = 1_750_000_000_000L;

  @Test
  void evaluatesWithEachMessageOfItsMetrics() {
    SensorProgram program = program("a - b", "value > 1", "a > 5");
    assertThat(program.metrics()).containsExactly("a", "b");
    SensorMemory memory = program.newMemory();
    assertThat(at(memory, 0, "a", 3)).hasValue(result(null, Truth.UNKNOWN, Truth.FALSE));
    assertThat(at(memory, 1, "other", 3)).isEmpty();
    assertThat(at(memory, 2, "b", 1)).hasValue(result(2.0, Truth.TRUE, Truth.FALSE));
    assertThat(memory.observe(message(3, 0, Map.of("a", 9.0, "b", 9.0)), name -> Double.NaN))
        .hasValue(result(0.0, Truth.FALSE, Truth.TRUE));
  }

  @Test
  void aValueIsAbsentOnceItIsStale() {
    SensorMemory memory = program("a + b").newMemory();
    at(memory, 0, "a", 1);
    assertThat(at(memory, 300, "b", 1)).hasValue(result(2.0));
    assertThat(at(memory, 300.001, "b", 1)).hasValue(result(null));
  }

  @Test
  void theWindowBeginsAfterItsStart() {
    assertThat(values("sum(a, 10s)", 0, 1, 5, 10, 10, 100, 15, 1_000, 40, 0))
        .containsExactly(1.0, 11.0, 110.0, 1_100.0, 0.0);
    assertThat(values("count(a, 10s) + 0 * b", 0, 1)).containsExactly((Double) null);
  }

  @Test
  void aWindowOfReadingsHasTheLastOnesHoweverOld() {
    assertThat(values("mean(a, 2 readings)", 0, 1, 5, 3, 5_000, 5)).containsExactly(1.0, 2.0, 4.0);
    assertThat(values("countWhere(a > 2, 3 readings)", 0, 3, 1, 3, 2, 1, 3, 3, 4, 1, 5, 1))
        .containsExactly(1.0, 2.0, 2.0, 2.0, 1.0, 1.0);
  }

  @Test
  void aCounterCountsFromTheValueAtTheStartOfTheWindow() {
    assertThat(values("increase(a, 10s)", 0, 5, 5, 7, 12, 8, 15, 2, 31, 3))
        .containsExactly(null, 2.0, 3.0, 3.0, 1.0);
    assertThat(values("increase(a, 10s)", 0, 5, 1_000, 9)).containsExactly(null, null);
    assertThat(values("ratePerMinute(a, 10s)", 0, 5, 5, 7, 5, 9, 15, 9))
        .containsExactly(null, 24.0, 48.0, 0.0);
  }

  @Test
  void aConditionHoldsFromReadingToReading() {
    assertThat(values("secondsWhere(a > 2, 10s)", 0, 3, 4, 1, 6, 3, 9, 3, 15, 1, 19, 1, 40, 1))
        .containsExactly(0.0, 4.0, 4.0, 7.0, 9.0, 6.0, 0.0);
    assertThat(values("secondsWhere(a > 2, 1h)", 0, 3, 3_000, 1)).containsExactly(0.0, 300.0);
  }

  @Test
  void tellsTheTimeSinceAConditionHeld() {
    assertThat(values("secondsSince(a > 2, 10s)", 0, 1, 1, 3, 2, 2, 4, 3, 5, 4, 8.5, 0, 15, 1))
        .containsExactly(null, 0.0, 1.0, 0.0, 0.0, 3.5, null);
    assertThat(values("secondsSince(a > 2, 10s)", 0, 3, 9.999, 1, 10, 1, 11, 9, 11, 1))
        .containsExactly(0.0, 9.999, null, 0.0, 0.0);
  }

  /** Unlike the last value of a metric, an event counts as long as it is in the window. */
  @Test
  void anEventIsNotStale() {
    assertThat(values("secondsSince(a > 2, 1d)", 0, 3, 3_600, 1)).containsExactly(0.0, 3_600.0);
  }

  @Test
  void tellsTheTimeWithoutAMessage() {
    SensorMemory memory = program("secondsSince(a > 2, 10s)").newMemory();
    assertThat(valueAt(memory, 0)).isNaN();
    at(memory, 1, "a", 3);
    assertThat(valueAt(memory, 7)).isEqualTo(6);
    assertThat(valueAt(memory, 11)).isNaN();
  }

  @Test
  void picksReadings() {
    assertThat(values("sum(if(a > 2, a), 10s)", 0, 3, 1, 2, 2, 4, 10, 0, 12, 0))
        .containsExactly(3.0, 3.0, 7.0, 4.0, null);
    assertThat(values("count(if(a > 2, a), 10s)", 0, 2, 1, 3, 11, 2))
        .containsExactly(null, 1.0, 0.0);
  }

  /** A window has the same readings, whichever side was taken before. */
  @Test
  void bothSidesOfAConditionAreKept() {
    String sides = "if(a > 5, deviation(a, all readings, 2 readings), sum(a, 3s))";
    assertThat(values(sides, 0, 1, 1, 3, 2, 6, 3, 0)).containsExactly(1.0, 4.0, 4.0, 9.0);
  }

  @Test
  void looksBack() {
    assertThat(values("ago(a, 10s)", 0, 1, 9, 2, 10, 3, 15, 4, 320, 5, 321, 6))
        .containsExactly(null, null, 1.0, 1.0, 4.0, 4.0);
    assertThat(values("ago(a, 10s, 2s)", 0, 1, 8, 2, 9, 3, 12, 4, 19, 5, 21, 6))
        .containsExactly(null, 1.0, 1.0, 1.0, 3.0, 4.0);
  }

  @Test
  void comparesWithEarlierReadings() {
    assertThat(values("deviation(a, 1h, 3 readings)", 0, 1, 1, 3, 2, 2, 3, 5, 4, 2))
        .containsExactly(null, null, null, 3 / Math.sqrt(2.0 / 3), -0.75 / Math.sqrt(35.0 / 16));
    assertThat(values("deviation(a, 2 readings, 0, 2 readings)", 0, 1, 1, 3, 2, 5, 3, 5, 4, 6))
        .containsExactly(null, null, 3.0, 1.0, null);
    assertThat(values("deviation(a, 10s, 2 readings)", 0, 9, 5, 1, 6, 3, 12, 4))
        .containsExactly(null, null, -2.0 / 4 - 0.0, 2.0);
  }

  @Test
  void theFloorIsForQuietSeries() {
    assertThat(values("deviation(a, 1h, 2 readings)", 0, 7, 1, 7, 2, 8)).endsWith((Double) null);
    assertThat(values("deviation(a, 1h, 0.25, 2 readings)", 0, 7, 1, 7, 2, 8)).endsWith(4.0);
    assertThat(values("deviation(a, 1h, 0.25, 2 readings)", 0, 6, 1, 8, 2, 9)).endsWith(2.0);
  }

  @Test
  void aStaleReadingIsNotCompared() {
    SensorMemory memory = program("deviation(a, 1d, 2 readings)").newMemory();
    at(memory, 0, "a", 1);
    at(memory, 1, "a", 3);
    assertThat(at(memory, 2, "a", 4)).hasValue(result(2.0));
    assertThat(valueAt(memory, 302)).isEqualTo(2);
    assertThat(valueAt(memory, 302.001)).isNaN();
  }

  @Test
  void allReadingsAreOneSum() {
    SensorMemory memory =
        program("deviation(a, all readings, 0, 2 readings)", "deviation(value, all readings) > 0")
            .newMemory();
    for (int second = 0; second < 10_000; second++) {
      at(memory, second, "a", second % 2 == 0 ? 1 : 3);
      assertThat(memory.size()).isLessThanOrEqualTo(2);
    }
    assertThat(at(memory, 10_000, "a", 7).orElseThrow().value()).hasValue(5);
  }

  /** Real rules begin to judge after a time of learning. */
  @Test
  void comparesTheSignalWithItsEarlierValues() {
    SensorProgram program =
        program("100 - a", "value > 70 or deviation(value, all readings, 30 readings) > 2.5");
    SensorMemory memory = program.newMemory();
    for (int second = 0; second < 29; second++) {
      at(memory, second, "a", second % 2 == 0 ? 89 : 91);
    }
    assertThat(at(memory, 29, "a", 50)).hasValue(result(50.0, Truth.UNKNOWN));
    assertThat(at(memory, 30, "a", 20)).hasValue(result(80.0, Truth.TRUE));
    assertThat(at(memory, 31, "a", 89)).hasValue(result(11.0, Truth.FALSE));
    assertThat(at(memory, 32, "a", 40)).hasValue(result(60.0, Truth.TRUE));
  }

  /** What was not measured is not learned, however often the signal is evaluated. */
  @Test
  void anEvaluationWithoutMessageLearnsNothing() throws IOException {
    SensorProgram program = program("sum(a, 10s)", "deviation(value, 1h, 2 readings) > 0");
    SensorMemory memory = program.newMemory();
    at(memory, 0, "a", 1);
    at(memory, 20, "a", 3);
    for (int second = 21; second < 29; second++) {
      memory.evaluate(START + second * 1_000L, name -> Double.NaN);
    }
    assertThat(memory.size()).isEqualTo(1 + 2);
    memory.take(message(29, 0, Map.of("a", 1.0)), name -> Double.NaN);
    SensorMemory restored = read(program, bytes(memory));
    SensorMemory copy = memory.copy();
    for (SensorMemory one : List.of(memory, restored, copy)) {
      assertThat(one.evaluate(START + 29_000, name -> Double.NaN)[1]).isEqualTo(1);
      assertThat(one.size()).isEqualTo(2 + 3);
    }
  }

  @Test
  void comparesWithALearnedBaseline() {
    SensorMemory memory = program("deviation(a)", "deviation(b, 0.5) > 3").newMemory();
    SensorBaseline baseline =
        (metric, epochMillis) ->
            metric.equals("a") && epochMillis > START
                ? Optional.of(usual(10, 20, 2))
                : Optional.empty();
    assertThat(memory.observe(message(0, 0, Map.of("a", 26.0)), name -> Double.NaN, baseline))
        .hasValue(result(null, Truth.UNKNOWN));
    assertThat(memory.observe(message(1, 0, Map.of("a", 26.0)), name -> Double.NaN, baseline))
        .hasValue(result(3.0, Truth.UNKNOWN));
    assertThat(at(memory, 2, "a", 26)).hasValue(result(null, Truth.UNKNOWN));
  }

  @Test
  void aBaselineOfFewReadingsIsNone() {
    assertThat(fromBaseline("deviation(a)", usual(9, 20, 2))).isNull();
    assertThat(fromBaseline("deviation(a, 0, 3 readings)", usual(3, 20, 2))).isEqualTo(3.0);
    assertThat(fromBaseline("deviation(a)", usual(10, 20, 0))).isNull();
    assertThat(fromBaseline("deviation(a, 0.5)", usual(10, 20, 0))).isEqualTo(12.0);
    assertThat(fromBaseline("deviation(a)", usual(10, -1e308, 1e-308))).isNull();
  }

  private static Usual usual(long count, double mean, double stddev) {
    return new Usual(count, mean, stddev, Collections.nCopies(Usual.PERCENTS.size(), mean));
  }

  private static Double fromBaseline(String signal, Usual usual) {
    SensorMemory memory = program(signal).newMemory();
    SensorReadings message = message(0, 0, Map.of("a", 26.0));
    OptionalDouble value =
        memory
            .observe(message, name -> Double.NaN, (metric, millis) -> Optional.of(usual))
            .orElseThrow()
            .value();
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  private static double valueAt(SensorMemory memory, double seconds) {
    return memory.evaluate(START + Math.round(seconds * 1_000), name -> Double.NaN)[0];
  }

  @Test
  void limitsComeFromTheSensorTable() {
    SensorMemory memory = program("a - limit.hot", "a > limit.cold").newMemory();
    assertThat(
            memory.observe(
                message(0, 0, Map.of("a", 7.0)), name -> name.equals("hot") ? 5 : Double.NaN))
        .hasValue(result(2.0, Truth.UNKNOWN));
  }

  @Test
  void knowsWhatIsLate() {
    SensorMemory memory = program("a").newMemory();
    assertThat(memory.isInOrder(message(-1e9, 0, Map.of()))).isTrue();
    memory.observe(message(5, 3, Map.of("a", 1.0)), name -> Double.NaN);
    assertThat(memory.takenMillis()).isEqualTo(START + 5_000);
    assertThat(memory.isInOrder(message(5, 3, Map.of()))).isTrue();
    assertThat(memory.isInOrder(message(5, 2, Map.of()))).isFalse();
    assertThat(memory.isInOrder(message(6, 0, Map.of()))).isTrue();
    assertThatThrownBy(() -> memory.take(message(4.9, 4, Map.of("a", 1.0)), name -> Double.NaN))
        .hasMessage("a message of 1750000004900 comes after one of 1750000005000");
  }

  @Test
  void keepsOnlyWhatItsWindowsNeed() {
    SensorMemory memory =
        program("max(a, 10s) + mean(a, 60s) + increase(b, 10s) + sum(b, 3 readings)").newMemory();
    for (int second = 0; second < 10_000; second++) {
      at(memory, second, "a", second % 7);
      at(memory, second, "b", second);
      assertThat(memory.size()).isLessThanOrEqualTo(60 + 11);
    }
    assertThat(at(memory, 20_000, "a", 1)).isPresent();
    assertThat(memory.size()).isEqualTo(1 + 3);
  }

  @Test
  void refusesTheMemoryOfOtherExpressions() throws IOException {
    byte[] bytes = bytes(program("max(a, 5m)").newMemory());
    assertThatThrownBy(() -> read(program("max(a, 6m)"), bytes))
        .hasMessage("the memory of a signal is one of other expressions");
    bytes[0] = 2;
    assertThatThrownBy(() -> read(program("max(a, 5m)"), bytes))
        .hasMessage("the memory of a signal has form 2, not 1");
  }

  /** States of earlier versions have this form: it must stay readable. */
  @Test
  void theFormIsKept() throws IOException {
    SensorProgram program =
        program("max(a, 10s) - ago(b, 1h)", "countWhere(a > 1, 2 readings) > 1");
    SensorMemory memory = program.newMemory();
    at(memory, 0, "a", 2);
    at(memory, 20, "a", 1);
    at(memory, 20.3, "a", 3);
    String bytes = HexFormat.of().formatHex(bytes(memory));
    assertThat(bytes)
        .isEqualTo(
            "01c91e29ae0000019774212b4c00000000000000000000019774212b4c400800"
                + "0000000000800000000000000000000000000000000100000002000001977421"
                + "2a203ff0000000000000ac024008000000000000000000000001000000020000"
                + "019774212a200000000000000000ac023ff0000000000000");
    assertThat(at(read(program, HexFormat.of().parseHex(bytes)), 21, "a", 3))
        .isEqualTo(at(memory, 21, "a", 3));
  }

  /** The sums of readings that have left the memory are part of its state. */
  @Test
  void theFormOfSumsIsKept() throws IOException {
    SensorProgram program =
        program("deviation(a, all readings, 2 readings)", "deviation(value, all readings) > 1");
    SensorMemory memory = program.newMemory();
    for (int i = 0; i < 5; i++) {
      at(memory, i, "a", i);
    }
    String bytes = HexFormat.of().formatHex(bytes(memory));
    assertThat(bytes)
        .isEqualTo(
            "0122202f38000001977420eba00000000000000000000001977420eba0401000"
                + "00000000000100000001000001977420eba04010000000000000000000010000"
                + "00000000000401440000000601440000000e0100000001000001977420eba040"
                + "01e3779b97f4a80000000001000000000000000203422425c0007311c2810000"
                + "00050540100000002a262391ffffb372ffffffff0000000e");
    assertThat(at(read(program, HexFormat.of().parseHex(bytes)), 21, "a", 3))
        .isEqualTo(at(memory, 21, "a", 3));
  }

  @Test
  void refusesWhatOneSensorCannotKnow() {
    for (String text : List.of("a{other}", "mean(a by site)", "ago(mean(a), 1h)")) {
      assertThatThrownBy(() -> program(text))
          .hasMessageEndingWith(": cannot be evaluated with the messages of one sensor");
    }
  }

  private static SensorProgram program(String signal, String... levels) {
    List<Expression> conditions = Stream.of(levels).map(Expressions::parse).toList();
    return new SensorProgram(STALE_AFTER, Expressions.parse(signal), conditions);
  }

  /** The values of a signal with messages of the metric {@code a}: seconds and values in turn. */
  private static List<Double> values(String signal, double... secondsAndValues) {
    SensorMemory memory = program(signal).newMemory();
    return IntStream.range(0, secondsAndValues.length / 2)
        .mapToObj(i -> at(memory, secondsAndValues[2 * i], "a", secondsAndValues[2 * i + 1]))
        .map(result -> result.orElseThrow().value())
        .map(value -> value.isPresent() ? (Double) value.getAsDouble() : null)
        .collect(Collectors.toList());
  }

  private static Optional<SignalResult> at(
      SensorMemory memory, double seconds, String metric, double value) {
    return memory.observe(message(seconds, 0, Map.of(metric, value)), name -> Double.NaN);
  }

  private static SensorReadings message(double seconds, long position, Map<String, Double> values) {
    return new SensorReadings(START + Math.round(seconds * 1_000), position, values);
  }

  private static SignalResult result(Double value, Truth... levels) {
    return new SignalResult(
        value == null ? OptionalDouble.empty() : OptionalDouble.of(value), List.of(levels));
  }

  private static byte[] bytes(SensorMemory memory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    memory.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static SensorMemory read(SensorProgram program, byte[] bytes) throws IOException {
    return program.readMemory(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
