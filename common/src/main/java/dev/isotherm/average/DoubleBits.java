package dev.isotherm.average;

/** The parts of a finite double: significand times two to the power of the exponent. */
final class DoubleBits {

  /** The biased exponent of infinity and NaN. */
  static final int NOT_FINITE = 0x7ff;

  /** Difference between the biased exponent and the exponent of an integer significand. */
  static final int BIAS = 1075;

  private static final long FRACTION_MASK = (1L << 52) - 1;

  private DoubleBits() {}

  /** Returns the biased exponent; 0 for zero and subnormal numbers. */
  static int biased(long bits) {
    return (int) (bits >>> 52) & NOT_FINITE;
  }

  static int exponent(long bits) {
    return Math.max(biased(bits), 1) - BIAS;
  }

  /** Returns the significand as an integer below 2^53, without the sign. */
  static long significand(long bits) {
    long fraction = bits & FRACTION_MASK;
    return biased(bits) == 0 ? fraction : fraction | (1L << 52);
  }
}
