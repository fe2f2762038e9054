package dev.isotherm.signal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.signal.step.SensorSteps;
import dev.isotherm.signal.text.Expressions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The windows {@code today}, {@code this week} and {@code this month}. */
class CalendarWindowsOfSignalsTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration STALE_AFTER = Duration.ofMinutes(90);

  /** Readings of each half hour of five weeks: how many are in the window. */
  @ParameterizedTest
  @CsvSource({
    "today, 2025-07-01T21:59:59Z, 48",
    "today, 2025-07-01T22:00:00Z, 1",
    "today, 2025-07-01T22:29:59Z, 1",
    "today, 2025-03-30T21:30:00Z, 46",
    "today, 2025-03-30T22:00:00Z, 1",
    "today, 2025-10-26T22:30:00Z, 50",
    "today, 2025-10-26T23:00:00Z, 1",
    "this week, 2025-07-06T21:59:59Z, 336",
    "this week, 2025-07-06T22:00:00Z, 1",
    "this week, 2025-03-30T21:59:59Z, 334",
    "this month, 2025-07-31T21:59:59Z, 1488",
    "this month, 2025-07-31T22:00:00Z, 1",
    "this month, 2025-10-31T22:59:59Z, 1490",
    "this month, 2025-02-28T22:59:59Z, 1344",
  })
  void beginsWithTheCalendarOfTheZone(String window, Instant at, double count) {
    SensorMemory memory = program("count(a, " + window + ")").newMemory();
    for (Instant t = at.minus(Duration.ofDays(35)).truncatedTo(ChronoUnit.DAYS);
        !t.isAfter(at);
        t = t.plus(Duration.ofMinutes(30))) {
      take(memory, t, 1);
      memory.evaluate(t.toEpochMilli(), name -> Double.NaN);
    }
    assertThat(memory.evaluate(at.toEpochMilli(), name -> Double.NaN)[0]).isEqualTo(count);
  }

  /** 22:00 in UTC is midnight in Berlin. */
  @Test
  void aCounterCountsFromTheValueAtMidnight() {
    SensorMemory memory = program("increase(a, today)").newMemory();
    assertThat(value(memory, "2025-07-01T21:00:00Z", 5)).isNaN();
    assertThat(value(memory, "2025-07-01T21:59:00Z", 7)).isEqualTo(2);
    assertThat(value(memory, "2025-07-01T22:01:00Z", 8)).isEqualTo(1);
    assertThat(value(memory, "2025-07-01T23:00:00Z", 12)).isEqualTo(5);
  }

  @Test
  void aReadingOfMidnightIsTheValueThere() {
    SensorMemory memory = program("increase(a, today)").newMemory();
    assertThat(value(memory, "2025-07-01T21:59:00Z", 7)).isNaN();
    assertThat(value(memory, "2025-07-01T22:00:00Z", 8)).isNaN();
    assertThat(value(memory, "2025-07-01T23:00:00Z", 12)).isEqualTo(4);
  }

  @Test
  void aValueThatWasStaleAtMidnightIsNoBeginning() {
    SensorMemory memory = program("increase(a, today)").newMemory();
    assertThat(value(memory, "2025-07-01T20:29:00Z", 7)).isNaN();
    assertThat(value(memory, "2025-07-01T22:10:00Z", 9)).isNaN();
    assertThat(value(memory, "2025-07-01T22:20:00Z", 10)).isEqualTo(1);
  }

  @Test
  void aConditionCountsFromMidnight() {
    SensorMemory memory = program("secondsWhere(a > 0, today)").newMemory();
    assertThat(value(memory, "2025-07-01T21:59:00Z", 1)).isZero();
    assertThat(value(memory, "2025-07-01T22:00:30Z", 1)).isEqualTo(30);
    assertThat(value(memory, "2025-07-01T22:01:00Z", 0)).isEqualTo(60);
  }

  @Test
  void yesterdayAtThisTime() {
    SensorMemory memory = program("ago(sum(a, today), 1d)").newMemory();
    value(memory, "2025-07-01T10:00:00Z", 1);
    value(memory, "2025-07-01T12:00:00Z", 2);
    value(memory, "2025-07-01T14:00:00Z", 4);
    assertThat(value(memory, "2025-07-02T12:00:00Z", 100)).isEqualTo(3);
    assertThat(value(memory, "2025-07-02T22:00:00Z", 100)).isNaN();
  }

  /** Midnight of Kathmandu, 18:15 in UTC, is no multiple of an hour. */
  @Test
  void midnightNeedNotBeAStep() {
    SensorProgram program =
        new SensorProgram(
            STALE_AFTER, List.of(Expressions.parse("sum(a, today)", ZoneId.of("Asia/Kathmandu"))));
    SensorSteps steps = new SensorSteps(program);
    for (String at : List.of("17:50", "18:10", "18:15", "18:40")) {
      Instant instant = Instant.parse("2025-07-01T" + at + ":00Z");
      steps.add(
          new SensorReadings(
              instant.toEpochMilli(),
              0,
              Map.of("a", at.equals("17:50") ? 1.0 : at.equals("18:10") ? 10.0 : 100.0)));
    }
    assertThat(step(steps, "2025-07-01T18:00:00Z")).isEqualTo(1);
    assertThat(step(steps, "2025-07-01T19:00:00Z")).isEqualTo(200);
  }

  /** The sum is absent from midnight on, which may be more than a day after the last message. */
  @Test
  void stepsGoOnUntilThePeriodIsOver() {
    SensorProgram program = program("sum(a, today)");
    SensorSteps steps = new SensorSteps(program);
    Duration hour = Duration.ofHours(1);
    long midnight = Instant.parse("2025-10-25T22:00:00Z").toEpochMilli();
    steps.add(new SensorReadings(midnight, 0, Map.of("a", 3.0)));
    long step = midnight;
    int steady = 0;
    while (steps.evaluate(step, name -> Double.NaN)[0] == 3) {
      assertThat(steps.isDue(step + hour.toMillis(), hour)).isTrue();
      step += hour.toMillis();
      steady++;
    }
    assertThat(steady).isEqualTo(25);
  }

  private static double step(SensorSteps steps, String at) {
    return steps.evaluate(Instant.parse(at).toEpochMilli(), name -> Double.NaN)[0];
  }

  private static SensorProgram program(String signal) {
    return new SensorProgram(STALE_AFTER, List.of(Expressions.parse(signal, BERLIN)));
  }

  private static double value(SensorMemory memory, String at, double a) {
    Instant instant = Instant.parse(at);
    take(memory, instant, a);
    return memory.evaluate(instant.toEpochMilli(), name -> Double.NaN)[0];
  }

  private static void take(SensorMemory memory, Instant at, double a) {
    memory.take(new SensorReadings(at.toEpochMilli(), 0, Map.of("a", a)), name -> Double.NaN);
  }
}
