package dev.isotherm.parse.number;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plain decimal number, {@code [+-]?(digits[.digits]|.digits)([eE][+-]?digits)?}, into the
 * very double that {@link Double#parseDouble} gives. No hexadecimal, no {@code 1d}, no underscore;
 * another decimal mark and groups of digits only in their {@link NumberStyle}. Holds the last
 * result, so that the hot path allocates nothing; not thread-safe.
 *
 * <p>Digits up to 2^53 and powers up to 10^22 are exact doubles, so that one multiplication or
 * division rounds once and correctly (Clinger, "How to read floating point numbers accurately",
 * 1990). Other numbers of up to 19 digits take {@link EiselLemire}, which detects when its result
 * is uncertain; all others take the JDK.
 */
public final class DecimalNumber {

  /** What a text is. */
  public enum Kind {
    /** A finite number. */
    FINITE,
    /** NaN or infinity by name, or too large for a double. */
    NOT_FINITE,
    /** Anything else. */
    NOT_A_NUMBER
  }

  private static final Set<String> NOT_FINITE_NAMES = Set.of("nan", "inf", "infinity");
  private static final long MAX_EXACT = 1L << 53;

  /** Number of decimal digits that always fit into an unsigned long. */
  public static final int MAX_DIGITS = 19;

  private static final int MAX_EXACT_POWER = 22;
  private static final int EXPONENT_LIMIT = 100_000;
  private static final double[] POWERS_OF_TEN = new double[MAX_EXACT_POWER + 1];

  static {
    double power = 1;
    for (int i = 0; i <= MAX_EXACT_POWER; i++) {
      POWERS_OF_TEN[i] = power;
      power *= 10;
    }
  }

  private final byte decimalMark;
  private final @Nullable DigitGroups groups;
  private double value;

  public DecimalNumber() {
    this(NumberStyle.PLAIN);
  }

  public DecimalNumber(NumberStyle style) {
    this.decimalMark = (byte) style.decimalMark();
    this.groups = style.thousands() == NumberStyle.NO_GROUPS ? null : new DigitGroups(style);
  }

  /** The number read last; meaningful only after {@link Kind#FINITE}. */
  public double value() {
    return value;
  }

  /** Reads the number that fills the given bytes. */
  public Kind read(byte[] bytes, int offset, int length) {
    if (groups == null) {
      return readUngrouped(bytes, offset, length);
    }
    int kept = groups.remove(bytes, offset, length);
    return kept < 0 ? Kind.NOT_A_NUMBER : readUngrouped(groups.bytes(), 0, kept);
  }

  private Kind readUngrouped(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    boolean negative = false;
    if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
      negative = bytes[i++] == '-';
    }
    int start = i;
    long digits = 0;
    int count = 0;
    int significant = 0;
    int exponent = 0;
    boolean afterPoint = false;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        count++;
        significant += digit > 0 || significant > 0 ? 1 : 0;
        digits = significant <= MAX_DIGITS ? digits * 10 + digit : digits;
        exponent -= afterPoint ? 1 : 0;
      } else if (bytes[i] == decimalMark && !afterPoint) {
        afterPoint = true;
      } else {
        break;
      }
    }
    if (count == 0) {
      return i == start ? named(bytes, start, end) : Kind.NOT_A_NUMBER;
    }
    if (bytes[i - 1] == decimalMark) {
      return Kind.NOT_A_NUMBER;
    }
    if (i < end) {
      int written = exponent(bytes, i, end);
      if (written == Integer.MIN_VALUE) {
        return Kind.NOT_A_NUMBER;
      }
      exponent += written;
    }
    double magnitude = significant <= MAX_DIGITS ? magnitude(digits, exponent) : Double.NaN;
    if (Double.isNaN(magnitude)) {
      String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
      value = Double.parseDouble(text.replace((char) decimalMark, '.'));
    } else {
      value = negative ? -magnitude : magnitude;
    }
    return Double.isFinite(value) ? Kind.FINITE : Kind.NOT_FINITE;
  }

  /**
   * Returns the double nearest to {@code digits * 10^exponent}, or NaN if it is uncertain.
   *
   * @param digits unsigned
   */
  public static double magnitude(long digits, int exponent) {
    if (digits >= 0 && digits <= MAX_EXACT && Math.abs(exponent) <= MAX_EXACT_POWER) {
      return exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
    }
    return digits == 0 ? Double.NaN : EiselLemire.nearest(digits, exponent);
  }

  /** Returns the exponent that the rest of the text is, or MIN_VALUE if it is none. */
  private static int exponent(byte[] bytes, int offset, int end) {
    int i = offset;
    if (bytes[i] != 'e' && bytes[i] != 'E') {
      return Integer.MIN_VALUE;
    }
    i++;
    boolean negative = false;
    if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
      negative = bytes[i++] == '-';
    }
    if (i == end) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(exponent * 10 + digit, EXPONENT_LIMIT);
    }
    return negative ? -exponent : exponent;
  }

  private static Kind named(byte[] bytes, int start, int end) {
    if (end - start > "infinity".length()) {
      return Kind.NOT_A_NUMBER;
    }
    String name = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    return NOT_FINITE_NAMES.contains(name.toLowerCase(Locale.ROOT))
        ? Kind.NOT_FINITE
        : Kind.NOT_A_NUMBER;
  }
}
