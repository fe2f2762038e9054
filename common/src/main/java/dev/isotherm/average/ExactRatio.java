package dev.isotherm.average;

import java.math.BigInteger;

/** Divides exact sums, and rounds the result once. */
public final class ExactRatio {

  private ExactRatio() {}

  /**
   * Returns the double nearest to {@code sum × factor / divisor}; infinite if this exceeds every
   * double.
   *
   * @param divisor positive
   */
  public static double of(ExactSum sum, long factor, long divisor) {
    if (divisor <= 0) {
      throw new IllegalArgumentException("divisor " + divisor + ": must be positive");
    }
    BigInteger numerator = sum.unscaled().multiply(BigInteger.valueOf(factor));
    return Rounding.nearestQuotient(numerator, sum.exponent(), BigInteger.valueOf(divisor));
  }

  /**
   * Returns a sum divided by 2 to the power of an exponent. The result is a whole number, as with
   * each exponent that is not above that of the sum.
   */
  static BigInteger scaled(ExactSum sum, int exponent) {
    return sum.unscaled().shiftLeft(sum.exponent() - exponent);
  }
}
