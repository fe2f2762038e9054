package dev.isotherm.parse.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK says what is right. */
class EiselLemireTest {

  private static final BigInteger MOST = BigInteger.TEN.pow(19);

  private int certain;
  private int uncertain;

  @Test
  void agreesWithTheJdkOnAnyDigits() {
    Random random = Seeded.random(EiselLemireTest.class);
    for (int i = 0; i < 500_000; i++) {
      long digits = random.nextLong() >>> random.nextInt(64);
      if (digits != 0 && new BigInteger(Long.toUnsignedString(digits)).compareTo(MOST) < 0) {
        check(digits, random.nextInt(160) - 80);
      }
    }
    assertThat(certain).isGreaterThan(300_000);
  }

  @Test
  void agreesWithTheJdkOnDoublesAsTheyAreWritten() {
    Random random = Seeded.random(EiselLemireTest.class);
    for (int i = 0; i < 300_000; i++) {
      double value = (random.nextGaussian() + 1) * Math.pow(10, random.nextInt(9) - 4);
      BigDecimal written = new BigDecimal(Double.toString(Math.abs(value)));
      check(written.unscaledValue().longValueExact(), -written.scale());
    }
    assertThat(uncertain).isLessThan(100);
  }

  /** Where two doubles are equally near, and just beside. */
  @Test
  void agreesWithTheJdkBetweenTwoDoubles() {
    Random random = Seeded.random(EiselLemireTest.class);
    int between = 0;
    for (int i = 0; i < 300_000; i++) {
      double one = Math.scalb(1 + random.nextDouble(), random.nextInt(70) - 10);
      BigDecimal half =
          new BigDecimal(one).add(new BigDecimal(Math.nextUp(one))).divide(BigDecimal.valueOf(2));
      half = half.stripTrailingZeros();
      if (half.unscaledValue().compareTo(MOST) < 0) {
        long digits = half.unscaledValue().longValue();
        check(digits, -half.scale());
        check(digits - 1, -half.scale());
        check(digits + 1, -half.scale());
        between++;
      }
    }
    assertThat(between).isGreaterThan(10_000);
  }

  private void check(long digits, int power) {
    double nearest = EiselLemire.nearest(digits, power);
    if (Double.isNaN(nearest)) {
      uncertain++;
      return;
    }
    certain++;
    double right = Double.parseDouble(Long.toUnsignedString(digits) + "e" + power);
    if (nearest != right) {
      assertThat(nearest).as("%s e%d", Long.toUnsignedString(digits), power).isEqualTo(right);
    }
  }
}
