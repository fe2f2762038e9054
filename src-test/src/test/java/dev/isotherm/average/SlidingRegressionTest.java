package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingRegressionTest {

  private static final int READINGS = 5_000;
  private static final int LONGEST_WINDOW = 20;
  private static final long MINUTE = 60_000;

  private record Point(long epochMillis, double value) {}

  @Test
  void aLineHasItsSlope() {
    SlidingRegression regression = new SlidingRegression();
    for (long minute = 0; minute < 10; minute++) {
      regression.add(1_750_000_000_000L + minute * MINUTE, 21.5 + 0.25 * minute);
    }
    assertThat(regression.slope(MINUTE)).hasValue(0.25);
    assertThat(regression.slope(60 * MINUTE)).hasValue(15);
  }

  @Test
  void oneInstantHasNoSlope() {
    SlidingRegression regression = new SlidingRegression();
    assertThat(regression.slope(MINUTE)).isEmpty();
    regression.add(5, 1);
    assertThat(regression.slope(MINUTE)).isEmpty();
    regression.add(5, 2);
    assertThat(regression.slope(MINUTE)).isEmpty();
    regression.add(6, 2);
    assertThat(regression.slope(1)).hasValue(0.5);
    regression.remove(6, 2);
    assertThat(regression.slope(1)).isEmpty();
  }

  @Test
  void isTheExactSlopeRoundedOnce() {
    Random random = Seeded.random(SlidingRegressionTest.class);
    SlidingRegression regression = new SlidingRegression();
    Deque<Point> window = new ArrayDeque<>();
    long now = random.nextBoolean() ? -100_000 : 1_750_000_000_000L;
    for (int i = 0; i < READINGS; i++) {
      now += random.nextInt(3) * (long) random.nextInt(60_000);
      Point point = new Point(now, value(random));
      regression.add(point.epochMillis, point.value);
      window.addLast(point);
      while (window.size() > LONGEST_WINDOW) {
        Point gone = window.removeFirst();
        regression.remove(gone.epochMillis, gone.value);
      }
      assertThat(regression.slope(MINUTE)).isEqualTo(slope(window));
    }
  }

  private static double value(Random random) {
    return random.nextInt(4) == 0
        ? Math.scalb(random.nextGaussian(), random.nextInt(200) - 100)
        : 20 + random.nextGaussian();
  }

  /** By deviations from the means, as in textbooks. */
  private static OptionalDouble slope(Deque<Point> points) {
    BigDecimal n = BigDecimal.valueOf(points.size());
    BigDecimal instants = BigDecimal.ZERO;
    BigDecimal values = BigDecimal.ZERO;
    for (Point point : points) {
      instants = instants.add(BigDecimal.valueOf(point.epochMillis));
      values = values.add(new BigDecimal(point.value));
    }
    BigDecimal covariance = BigDecimal.ZERO;
    BigDecimal spread = BigDecimal.ZERO;
    for (Point point : points) {
      BigDecimal x = BigDecimal.valueOf(point.epochMillis).multiply(n).subtract(instants);
      BigDecimal y = new BigDecimal(point.value).multiply(n).subtract(values);
      covariance = covariance.add(x.multiply(y));
      spread = spread.add(x.multiply(x));
    }
    if (spread.signum() == 0) {
      return OptionalDouble.empty();
    }
    BigDecimal perMinute = covariance.multiply(BigDecimal.valueOf(MINUTE));
    return OptionalDouble.of(perMinute.divide(spread, new MathContext(400)).doubleValue());
  }
}
