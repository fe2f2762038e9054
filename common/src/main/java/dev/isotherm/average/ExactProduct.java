package dev.isotherm.average;

/** Adds products to an {@link ExactSum}, without rounding. */
final class ExactProduct {

  /** Bits of a product that are added at once: as many as a positive {@code long} surely holds. */
  private static final int LOW_BITS = 62;

  private static final long LOW_MASK = (1L << LOW_BITS) - 1;

  private ExactProduct() {}

  /**
   * Adds {@code a × b × 2^exponent}, or subtracts it.
   *
   * @param a not negative
   * @param b not negative; the product must be below 2^124
   */
  static void add(ExactSum target, long a, long b, int exponent, boolean isNegative) {
    long product = a * b;
    long low = product & LOW_MASK;
    long high = Math.multiplyHigh(a, b) << (Long.SIZE - LOW_BITS) | product >>> LOW_BITS;
    target.add(isNegative ? -low : low, exponent);
    target.add(isNegative ? -high : high, exponent + LOW_BITS);
  }
}
