package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.util.ArrayDeque;
import java.util.Deque;
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
