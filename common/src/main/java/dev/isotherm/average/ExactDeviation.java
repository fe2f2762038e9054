package dev.isotherm.average;

import java.math.BigInteger;
import java.util.OptionalDouble;

/** How far a number is from the mean of others, in standard deviations; rounded once. */
final class ExactDeviation {

  private ExactDeviation() {}

  /**
   * Returns {@code (value − mean) / max(stddev, floor)}. With n numbers, their sum and the sum of
   * their squares, it is {@code (n·value − sum) / sqrt(n·squares − sum²)}.
   *
   * @param count how many numbers; positive
   * @param floor the least standard deviation; 0 for none
   * @return empty if the numbers are equal and there is no floor; infinite if it exceeds every
   *     double
   */
  static OptionalDouble of(double value, long count, ExactSum sum, ExactSum squares, double floor) {
    BigInteger n = BigInteger.valueOf(count);
    double stddev = AverageAccumulator.stddev(n, sum, squares);
    if (stddev == 0 && floor == 0) {
      return OptionalDouble.empty();
    }
    ExactSum exactValue = new ExactSum();
    exactValue.add(value);
    int exponent = Math.min(exactValue.exponent(), sum.exponent());
    BigInteger distance =
        ExactRatio.scaled(exactValue, exponent)
            .multiply(n)
            .subtract(ExactRatio.scaled(sum, exponent));
    return OptionalDouble.of(
        stddev < floor
            ? byFloor(distance, exponent, n, floor)
            : byStddev(distance, exponent, n, sum, squares));
  }

  private static double byFloor(BigInteger distance, int exponent, BigInteger n, double floor) {
    long bits = Double.doubleToRawLongBits(floor);
    BigInteger significand = BigInteger.valueOf(DoubleBits.significand(bits));
    return Rounding.nearestQuotient(
        distance, exponent - DoubleBits.exponent(bits), n.multiply(significand));
  }

  private static double byStddev(
      BigInteger distance, int exponent, BigInteger n, ExactSum sum, ExactSum squares) {
    int spreadExponent = AverageAccumulator.spreadExponent(sum, squares);
    BigInteger spread = AverageAccumulator.spread(n, sum, squares);
    // distance / sqrt(spread) = sqrt(distance² · spread) / spread
    double size =
        Rounding.nearestRootQuotient(
            distance.multiply(distance).multiply(spread), 2 * exponent - spreadExponent, spread);
    return distance.signum() < 0 ? -size : size;
  }
}
