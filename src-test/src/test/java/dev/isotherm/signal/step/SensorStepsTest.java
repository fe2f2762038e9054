package dev.isotherm.signal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.signal.text.Expressions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SensorStepsTest {

  private static final Duration STALE_AFTER = Duration.ofSeconds(90);

  @Test
  void aStepEndsAtAMultipleOfItsLength() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(SensorSteps.endOfStep(60_000, minute)).isEqualTo(60_000);
    assertThat(SensorSteps.endOfStep(60_001, minute)).isEqualTo(120_000);
    assertThat(SensorSteps.endOfStep(0, minute)).isZero();
    assertThat(SensorSteps.endOfStep(-60_001, minute)).isEqualTo(-60_000);
  }

  @Test
  void readingsOfAStepComeInAnyOrder() {
    SensorSteps steps = steps("last(a, 1m)", "increase(a, 1m)", "sum(a, 2m)");
    add(steps, "a", 119, 0, 7);
    add(steps, "a", 30, 0, 1);
    add(steps, "a", 10, 0, 5);
    add(steps, "a", 60, 0, 2);
    assertThat(evaluate(steps, 60)).containsExactly(2, 2, 8);
    add(steps, "a", 90, 0, 4);
    assertThat(evaluate(steps, 120)).containsExactly(7, 5, 19);
    assertThat(evaluate(steps, 180)).containsExactly(Double.NaN, Double.NaN, 11);
  }

  @Test
  void positionsDecideAtTheSameInstant() {
    SensorSteps steps = steps("last(a, 1m)", "count(a - b, 1m)");
    add(steps, "a", 10, 3, 30);
    add(steps, "b", 10, 3, 1);
    add(steps, "a", 10, 2, 20);
    add(steps, "b", 10, 2, 1);
    assertThat(evaluate(steps, 60)).containsExactly(30, 2);
  }

  /** The numbers of a text file have no positions: they are ordered by value. */
  @Test
  void readingsWithoutOrderAreAllTaken() {
    SensorSteps steps = steps("last(a, 1m)", "count(a, 1m)");
    add(steps, "a", 10, 0, 7);
    add(steps, "a", 10, 0, 9);
    add(steps, "a", 10, 0, 7);
    assertThat(evaluate(steps, 60)).containsExactly(9, 3);
  }

  @Test
  void whatComesAfterItsStepIsLate() {
    SensorSteps steps = steps("sum(a, 1m)");
    assertThat(add(steps, "a", 60, 0, 1)).isTrue();
    assertThat(add(steps, "other", 20, 0, 1)).isTrue();
    assertThat(evaluate(steps, 60)).containsExactly(1);
    assertThat(add(steps, "a", 60, 0, 1)).isFalse();
    assertThat(add(steps, "a", 61, 0, 1)).isTrue();
    assertThatThrownBy(() -> evaluate(steps, 60))
        .hasMessage("the step at 60000 comes after one at 60000");
  }

  @Test
  void isDueAsLongAsResultsMayChange() {
    Duration minute = Duration.ofMinutes(1);
    SensorSteps steps = new SensorSteps(program("a", "max(a, 20m)"));
    assertThat(steps.isDue(60_000, minute)).isFalse();
    add(steps, "a", 90, 0, 1);
    assertThat(steps.isDue(60_000, minute)).isFalse();
    assertThat(steps.next(-120_000, minute)).isEqualTo(120_000);
    assertThat(steps.isDue(120_000, minute)).isTrue();
    evaluate(steps, 120);
    assertThat(steps.isDue(1_440_000, minute)).isTrue();
    assertThat(steps.isDue(1_500_000, minute)).isFalse();
  }

  @Test
  void isForgottenAWeekAfterTheLastMessage() {
    Duration minute = Duration.ofMinutes(1);
    long week = Duration.ofDays(7).toMillis();
    SensorSteps steps = steps("count(a, 2m)", "count(b, 2m)");
    add(steps, "a", 90, 0, 1);
    assertThat(steps.isForgotten(week + 120_000)).isFalse();
    evaluate(steps, 120);
    assertThat(steps.next(600_000, minute)).isEqualTo(week + 120_000);
    assertThat(steps.isForgotten(week + 60_000)).isFalse();
    assertThat(steps.isForgotten(week + 120_000)).isTrue();
    add(steps, "b", 90 + week / 1_000, 0, 1);
    assertThat(evaluate(steps, 120 + week / 1_000)).containsExactly(Double.NaN, 1);
  }

  /** A step without readings is not learned, so it makes no difference whether it is evaluated. */
  @Test
  void comparesTheSignalWithItsValuesInEarlierSteps() {
    String deviation = "deviation(value, all readings, 0, 2 readings)";
    SensorSteps all = steps("mean(a, 1m)", deviation);
    SensorSteps some = steps("mean(a, 1m)", deviation);
    for (int second : new int[] {10, 70, 250, 490}) {
      add(all, "a", second, 0, second);
      add(some, "a", second, 0, second);
    }
    for (int second = 60; second <= 480; second += 60) {
      evaluate(all, second);
    }
    evaluate(some, 60);
    evaluate(some, 120);
    assertThat(evaluate(some, 300)).containsExactly(250, 7);
    assertThat(evaluate(some, 540)).isEqualTo(evaluate(all, 540));
  }

  /** States of earlier versions have this form: it must stay readable. */
  @Test
  void theFormIsKept() throws IOException {
    SensorSteps steps = steps("a", "max(a, 2m)");
    add(steps, "a", 30, 4, 1);
    evaluate(steps, 60);
    add(steps, "a", 61, 5, 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    steps.writeTo(new DataOutputStream(bytes));
    assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
        .isEqualTo(
            "01000000000000ea60"
                + "014a779e1900000000000075300000000000000004"
                + "00000000000075303ff0000000000000"
                + "000000000100000000000075303ff0000000000000"
                + "00000001000000000000ee48000000000000000500004000000000000000");
    assertThat(evaluate(read(bytes.toByteArray()), 120)).containsExactly(2, 2);
    byte[] later = bytes.toByteArray();
    later[0] = 2;
    assertThatThrownBy(() -> read(later)).hasMessage("the steps of a signal have form 2, not 1");
  }

  private static SensorProgram program(String... expressions) {
    return new SensorProgram(STALE_AFTER, Stream.of(expressions).map(Expressions::parse).toList());
  }

  private static SensorSteps steps(String... expressions) {
    return new SensorSteps(program(expressions));
  }

  private static boolean add(
      SensorSteps steps, String metric, long second, long position, double value) {
    return steps.add(new SensorReadings(second * 1_000, position, Map.of(metric, value)));
  }

  private static double[] evaluate(SensorSteps steps, long second) {
    return steps.evaluate(second * 1_000, name -> Double.NaN);
  }

  private static SensorSteps read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    return SensorSteps.readFrom(in, program("a", "max(a, 2m)"));
  }
}
