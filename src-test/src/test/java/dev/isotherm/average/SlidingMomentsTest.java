package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.WindowOracle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingMomentsTest {

  private static final int READINGS = 20_000;
  private static final int LONGEST_WINDOW = 50;

  @Test
  void agreesWithTheAccumulatorOfTheSameReadingsToTheBit() {
    Random random = Seeded.random(SlidingMomentsTest.class);
    SlidingMoments moments = new SlidingMoments();
    Deque<Double> window = new ArrayDeque<>();
    for (int i = 0; i < READINGS; i++) {
      double value = value(random);
      moments.add(value);
      window.addLast(value);
      for (int gone = random.nextInt(3); gone > 0 && window.size() > 1; gone--) {
        moments.remove(window.removeFirst());
      }
      while (window.size() > LONGEST_WINDOW) {
        moments.remove(window.removeFirst());
      }
      Average average = average(window);
      assertThat(moments.count()).isEqualTo(average.count());
      assertThat(moments.sum()).isEqualTo(average.sum());
      assertThat(moments.mean()).isEqualTo(average.mean());
      assertThat(moments.stddev()).isEqualTo(average.stddev());
    }
  }

  @Test
  void deviationsAreRoundedOnce() throws IOException {
    Random random = Seeded.random(SlidingMomentsTest.class);
    for (int i = 0; i < READINGS / 10; i++) {
      SlidingMoments moments = new SlidingMoments();
      List<Double> values = new ArrayList<>();
      for (int n = random.nextInt(6); n >= 0; n--) {
        values.add(value(random));
        moments.add(values.get(values.size() - 1));
      }
      double value = value(random);
      double floor = random.nextBoolean() ? 0 : Math.abs(value(random));
      double expected = WindowOracle.deviation(value, values, floor);
      for (SlidingMoments same : List.of(moments, moments.copy(), read(bytes(moments)))) {
        assertThat(same.deviation(value, floor).orElse(Double.NaN))
            .as("%s from %s, floor %s", value, values, floor)
            .isEqualTo((Double) expected);
      }
    }
  }

  @Test
  void equalReadingsHaveNoDeviationWithoutAFloor() {
    SlidingMoments moments = new SlidingMoments();
    assertThatThrownBy(() -> moments.deviation(1, 1))
        .hasMessage("there is no average of no readings");
    moments.add(0.1);
    moments.add(0.1);
    assertThat(moments.deviation(0.1, 0)).isEmpty();
    assertThat(moments.deviation(0.1, 2)).hasValue(0);
    assertThat(moments.deviation(-4, 2)).hasValue(-2.05);
  }

  @Test
  void equalMomentsHaveEqualBytes() throws IOException {
    SlidingMoments one = new SlidingMoments();
    SlidingMoments two = new SlidingMoments();
    for (double value : new double[] {1e200, 0.1, -3}) {
      one.add(value);
    }
    for (double value : new double[] {-3, 7e-200, 0.1, 1e200}) {
      two.add(value);
    }
    two.remove(7e-200);
    assertThat(bytes(one)).isEqualTo(bytes(two));
  }

  private static byte[] bytes(SlidingMoments moments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    moments.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static SlidingMoments read(byte[] bytes) throws IOException {
    return SlidingMoments.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void leavesNothingBehind() {
    SlidingMoments moments = new SlidingMoments();
    for (double value : new double[] {1e308, 1e308, -1e-300, 0.1, Double.MIN_VALUE}) {
      moments.add(value);
    }
    moments.add(3);
    for (double value : new double[] {1e308, 1e308, -1e-300, 0.1, Double.MIN_VALUE}) {
      moments.remove(value);
    }
    assertThat(moments.sum()).isEqualTo(3);
    assertThat(moments.stddev()).isEqualTo(0);
    moments.remove(3);
    assertThat(moments.sum()).isEqualTo(0);
    assertThatThrownBy(moments::mean).hasMessage("there is no average of no readings");
    assertThatThrownBy(moments::stddev).hasMessage("there is no average of no readings");
  }

  private static Average average(Deque<Double> window) {
    AverageAccumulator accumulator = new AverageAccumulator();
    window.forEach(accumulator::add);
    return accumulator.toAverage(new Series("s", "m"), 0, 1, 0);
  }

  private static double value(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Math.scalb(random.nextGaussian(), random.nextInt(2_000) - 1_000);
      case 1 -> random.nextInt(5) - 2;
      case 2 -> -0.0;
      case 3 -> Double.MIN_VALUE * random.nextInt(1_000);
      default -> 20 + random.nextGaussian();
    };
  }
}
