package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundingTest {

  private static final long SEED = 20261126;
  private static final int CASES = 10_000;

  /** More digits than any root in these tests needs to be told from the middle of two doubles. */
  private static final MathContext DIGITS = new MathContext(120);

  @Test
  void rootsAreTheNearestDoubles() {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES / 20; i++) {
      BigInteger numerator = new BigInteger(1 + random.nextInt(250), random).add(BigInteger.ONE);
      BigInteger denominator = BigInteger.valueOf(1 + random.nextInt(1 << random.nextInt(30)));
      int exponent = random.nextInt(200) - 150;
      BigDecimal square = new BigDecimal(numerator).multiply(powerOfTwo(exponent));
      BigDecimal exact = square.sqrt(DIGITS).divide(new BigDecimal(denominator), DIGITS);
      assertThat(Rounding.nearestRootQuotient(numerator, exponent, denominator))
          .as("sqrt(%s * 2^%s) / %s", numerator, exponent, denominator)
          .isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void rootsOfSquaresAreExact() {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      double root = Math.scalb((double) significand(random), random.nextInt(200) - 150);
      assertThat(ofSquare(root, 0, 1 + random.nextInt(1000))).isEqualTo(root);
    }
  }

  @Test
  void rootsInTheMiddleOfTwoDoublesGoToTheEvenOne() {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      double root = Math.scalb((double) significand(random), random.nextInt(200) - 150);
      boolean even = (Double.doubleToRawLongBits(root) & 1) == 0;
      int denominator = 1 + random.nextInt(1000);
      assertThat(ofSquare(root, 1, denominator)).isEqualTo(even ? root : Math.nextUp(root));
    }
  }

  /** Below a power of two doubles are twice as close, so the middles are not where they seem. */
  @Test
  void rootsNextToPowersOfTwo() {
    for (int power = -1074; power <= 1023; power++) {
      double root = Math.scalb(1.0, power);
      assertThat(ofSquare(root, 0, 3)).isEqualTo(root);
      if (power > Double.MIN_EXPONENT) {
        double before = Math.nextDown(root);
        assertThat(ofSquare(before, 0, 3)).isEqualTo(before);
        assertThat(ofSquare(before, 1, 3)).isEqualTo(root); // an odd one, so away from it
      }
    }
  }

  @Test
  void rootsOfTheSmallestAndTheLargest() {
    assertThat(ofSquare(Double.MIN_VALUE, 0, 1)).isEqualTo(Double.MIN_VALUE);
    assertThat(ofSquare(Double.MAX_VALUE, 0, 7)).isEqualTo(Double.MAX_VALUE);
    assertThat(ofSquare(3 * Double.MIN_VALUE, 1, 1)).isEqualTo(4 * Double.MIN_VALUE);
    assertThat(Rounding.nearestRootQuotient(BigInteger.ZERO, 5, BigInteger.ONE)).isEqualTo(0.0);
  }

  /** The root of the square of a double and some halves of its last bit, times and by the same. */
  private static double ofSquare(double root, int halves, int denominator) {
    int lastBit = Math.max(Math.getExponent(root), Double.MIN_EXPONENT) - 52;
    // Exact: it is an integer that has at most 53 bits.
    BigInteger significand = BigInteger.valueOf((long) Math.scalb(root, -lastBit));
    BigInteger whole = significand.shiftLeft(1).add(BigInteger.valueOf(halves));
    BigInteger n = BigInteger.valueOf(denominator);
    return Rounding.nearestRootQuotient(whole.multiply(n).pow(2), 2 * (lastBit - 1), n);
  }

  private static long significand(Random random) {
    return (1L << 52) | (random.nextLong() >>> 12);
  }

  private static BigDecimal powerOfTwo(int exponent) {
    return exponent >= 0
        ? new BigDecimal(BigInteger.ONE.shiftLeft(exponent))
        : BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
  }
}
