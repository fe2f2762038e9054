package dev.isotherm.average;

import java.math.BigInteger;

/** Rounds exact numbers to the nearest double, once, ties to even. */
final class Rounding {

  /** Significant bits of a double, including the hidden one. */
  private static final int PRECISION = 53;

  /** Exponent of the last bit of a subnormal double. */
  private static final int LOWEST_EXPONENT = Double.MIN_EXPONENT - PRECISION + 1;

  /** Bits to which a quotient or a root is computed, so that it can be rounded correctly. */
  private static final int GUARDED_PRECISION = PRECISION + 11;

  /** A guess by doubles is off by less than this many units in the last place. */
  private static final int MAX_GUESSES = 4;

  private Rounding() {}

  /**
   * Rounds {@code unscaled × 2^exponent}.
   *
   * @param inexact whether the exact magnitude is larger by less than one unit of {@code unscaled},
   *     which then must have at least 64 bits
   * @return the nearest double; infinite above the largest one
   */
  static double nearest(BigInteger unscaled, int exponent, boolean inexact) {
    BigInteger magnitude = unscaled.abs();
    int length = magnitude.bitLength();
    if (length == 0) {
      return 0.0;
    }
    int lastBit = Math.max(exponent + length - PRECISION, LOWEST_EXPONENT);
    int dropped = lastBit - exponent;
    double rounded;
    if (dropped <= 0) {
      rounded = Math.scalb((double) magnitude.longValueExact(), exponent);
    } else {
      BigInteger kept = magnitude.shiftRight(dropped);
      boolean half = magnitude.testBit(dropped - 1);
      boolean more = inexact || magnitude.getLowestSetBit() < dropped - 1;
      boolean up = half && (more || kept.testBit(0));
      rounded = Math.scalb((double) (kept.longValueExact() + (up ? 1 : 0)), lastBit);
    }
    return unscaled.signum() < 0 ? -rounded : rounded;
  }

  /** Rounds {@code numerator × 2^exponent / denominator}; the denominator is positive. */
  static double nearestQuotient(BigInteger numerator, int exponent, BigInteger denominator) {
    int shift =
        Math.max(0, GUARDED_PRECISION + denominator.bitLength() - numerator.bitLength() + 1);
    BigInteger[] parts = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
    double rounded = nearest(parts[0], exponent - shift, parts[1].signum() != 0);
    return numerator.signum() < 0 ? -rounded : rounded;
  }

  /**
   * Rounds the square root of {@code numerator × 2^exponent}, divided by {@code denominator}; the
   * numerator is not negative, the denominator positive.
   *
   * <p>A computation with doubles is at most a few units off. Exact comparisons with the squares of
   * the midpoints to its neighbours tell whether it is the nearest. A root of big numbers, ten
   * times slower, is only needed if the neighbours are not equally far away.
   */
  static double nearestRootQuotient(BigInteger numerator, int exponent, BigInteger denominator) {
    if (numerator.signum() == 0) {
      return 0.0;
    }
    double guess = rootQuotientByDoubles(numerator, exponent, denominator);
    for (int i = 0; i < MAX_GUESSES && isAmongEqualGaps(guess); i++) {
      long significand = DoubleBits.significand(Double.doubleToRawLongBits(guess));
      int halves = Math.getExponent(guess) - PRECISION; // exponent of half a unit
      boolean odd = (significand & 1) != 0;
      int above = compareSquare(2 * significand + 1, halves, numerator, exponent, denominator);
      if (above < 0 || (above == 0 && odd)) {
        guess = Math.nextUp(guess);
        continue;
      }
      int below = compareSquare(2 * significand - 1, halves, numerator, exponent, denominator);
      if (below > 0 || (below == 0 && odd)) {
        guess = Math.nextDown(guess);
        continue;
      }
      return guess;
    }
    return nearestRootQuotientByDigits(numerator, exponent, denominator);
  }

  private static double rootQuotientByDoubles(
      BigInteger numerator, int exponent, BigInteger denominator) {
    int dropped = Math.max(0, numerator.bitLength() - Long.SIZE + 2);
    int even = (exponent + dropped) & 1;
    long leading = numerator.shiftRight(dropped).longValueExact() << even;
    double quotient = Math.sqrt((double) leading) / denominator.doubleValue();
    return Math.scalb(quotient, (exponent + dropped - even) / 2);
  }

  /** Returns whether both neighbours are equally far away; not at powers of two and at the ends. */
  private static boolean isAmongEqualGaps(double guess) {
    return guess >= Double.MIN_NORMAL
        && guess < Double.MAX_VALUE
        && DoubleBits.significand(Double.doubleToRawLongBits(guess)) != 1L << (PRECISION - 1);
  }

  /** Compares the square of {@code number × 2^power × denominator} to the numerator. */
  private static int compareSquare(
      long number, int power, BigInteger numerator, int exponent, BigInteger denominator) {
    BigInteger root = BigInteger.valueOf(number).multiply(denominator);
    BigInteger square = root.multiply(root);
    int more = 2 * power - exponent;
    return more >= 0
        ? square.shiftLeft(more).compareTo(numerator)
        : square.compareTo(numerator.shiftLeft(-more));
  }

  private static double nearestRootQuotientByDigits(
      BigInteger numerator, int exponent, BigInteger denominator) {
    BigInteger square = denominator.multiply(denominator);
    int wanted = 2 * GUARDED_PRECISION + square.bitLength() - numerator.bitLength() + 2;
    int shift = Math.max(0, wanted);
    if (((exponent - shift) & 1) != 0) {
      shift++;
    }
    BigInteger[] quotient = numerator.shiftLeft(shift).divideAndRemainder(square);
    BigInteger[] root = quotient[0].sqrtAndRemainder();
    boolean inexact = quotient[1].signum() != 0 || root[1].signum() != 0;
    return nearest(root[0], (exponent - shift) / 2, inexact);
  }
}
