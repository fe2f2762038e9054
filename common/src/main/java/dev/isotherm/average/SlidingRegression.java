package dev.isotherm.average;

import java.math.BigInteger;
import java.util.OptionalDouble;

/**
 * The slope of the line of least squares through the readings of a window that slides. It is exact
 * up to one rounding, so it does not depend on the order in which readings came and went.
 *
 * <p>Mutable, because it is on the path of every reading; not thread-safe.
 */
public final class SlidingRegression {

  private final ExactSum instants = new ExactSum();
  private final ExactSum squaresOfInstants = new ExactSum();
  private final ExactSum values = new ExactSum();
  private final ExactSum products = new ExactSum();
  private long count;

  /**
   * Adds a reading.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public void add(long epochMillis, double value) {
    change(epochMillis, value, false);
    count++;
  }

  /** Removes a reading that was added before, and not removed since. */
  public void remove(long epochMillis, double value) {
    change(epochMillis, value, true);
    count--;
  }

  private void change(long epochMillis, double value, boolean isRemoval) {
    values.add(isRemoval ? -value : value);
    instants.add(isRemoval ? -epochMillis : epochMillis, 0);
    long distance = Math.abs(epochMillis);
    ExactProduct.add(squaresOfInstants, distance, distance, 0, isRemoval);
    long bits = Double.doubleToRawLongBits(value);
    boolean isNegative = bits < 0 ^ epochMillis < 0 ^ isRemoval;
    ExactProduct.add(
        products, DoubleBits.significand(bits), distance, DoubleBits.exponent(bits), isNegative);
  }

  /**
   * Returns by how much the line rises per unit of time; infinite if this exceeds every double.
   *
   * @param unitMillis the unit of time, in milliseconds; positive
   * @return empty if the readings have fewer than two different instants
   */
  public OptionalDouble slope(long unitMillis) {
    BigInteger n = BigInteger.valueOf(count);
    BigInteger sumOfInstants = whole(instants);
    BigInteger spread = n.multiply(whole(squaresOfInstants)).subtract(sumOfInstants.pow(2));
    if (spread.signum() == 0) {
      return OptionalDouble.empty();
    }
    int exponent = Math.min(products.exponent(), values.exponent());
    BigInteger covariance =
        n.multiply(ExactRatio.scaled(products, exponent))
            .subtract(sumOfInstants.multiply(ExactRatio.scaled(values, exponent)))
            .multiply(BigInteger.valueOf(unitMillis));
    return OptionalDouble.of(Rounding.nearestQuotient(covariance, exponent, spread));
  }

  private static BigInteger whole(ExactSum sum) {
    return ExactRatio.scaled(sum, 0);
  }
}
