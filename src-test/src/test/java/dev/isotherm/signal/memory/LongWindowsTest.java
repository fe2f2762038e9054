package dev.isotherm.signal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import dev.isotherm.signal.memory.WindowOracle.Point;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows of a thousand readings, against their definition. */
class LongWindowsTest {

  private static final int MESSAGES = 6_000;
  private static final int LOOK_EACH = 500;
  private static final long WINDOW_MILLIS = 1_000_000;
  private static final Duration STALE_AFTER = Duration.ofMinutes(5);

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SECONDS_WHERE", "COUNT_WHERE", "SECONDS_SINCE"})
  void agreeWithTheDefinition(TimeFunction function) throws IOException {
    Random random = Seeded.random(LongWindowsTest.class);
    Expression.OverTime overTime = overTime(function);
    SensorProgram program = new SensorProgram(STALE_AFTER, overTime, List.of());
    SensorMemory memory = program.newMemory();
    List<Point> all = new ArrayList<>();
    long now = 1_750_000_000_000L;
    for (int i = 1; i <= MESSAGES; i++) {
      now += random.nextInt(2_000);
      double value = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextGaussian();
      all.add(new Point(now, value));
      SensorReadings message = new SensorReadings(now, i, Map.of("a", value));
      SignalResult result = memory.observe(message, name -> Double.NaN).orElseThrow();
      if (i % LOOK_EACH == 0) {
        assertThat(result.value().orElse(Double.NaN)).isEqualTo((Double) expected(overTime, all));
        memory = SensorMemoryAtRandomTest.copy(memory, program);
      }
    }
  }

  private static Expression.OverTime overTime(TimeFunction function) {
    Span span = new Span.Time(Duration.ofMillis(WINDOW_MILLIS));
    double percent = function == TimeFunction.PERCENTILE ? 97 : 0;
    return new Expression.OverTime(function, new Expression.Metric("a"), percent, span);
  }

  private static double expected(Expression.OverTime overTime, List<Point> all) {
    long start = all.get(all.size() - 1).epochMillis() - WINDOW_MILLIS;
    List<Point> window = all.stream().filter(point -> point.epochMillis() > start).toList();
    List<Point> before = all.subList(0, all.size() - window.size());
    List<Point> base = before.subList(Math.max(0, before.size() - 1), before.size());
    return Evaluator.finite(WindowOracle.result(overTime, all, window, base));
  }
}
