package dev.isotherm.model.percentile;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/**
 * The percentiles that averages have.
 *
 * @param numbers their numbers in ascending order, such as {@code 50} and {@code 99.9}: plain
 *     decimals without trailing zeros
 */
public record WantedPercentiles(List<String> numbers) implements Serializable {

  private static final long serialVersionUID = 1;

  /** None: averages have no percentiles. */
  public static final WantedPercentiles NONE = new WantedPercentiles(List.of());

  static final int MOST = 10;
  static final int MOST_DECIMALS = 6;

  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  public WantedPercentiles {
    numbers = List.copyOf(numbers);
  }

  /**
   * Reads numbers that are separated by commas, in any order: {@code 50,95,99.9}.
   *
   * @throws IllegalArgumentException with a sentence, if one is not above 0 and below 100, has more
   *     than {@value #MOST_DECIMALS} decimals or is there twice, or if there are more than {@value
   *     #MOST}
   */
  public static WantedPercentiles parse(String text) {
    TreeSet<BigDecimal> numbers = new TreeSet<>();
    for (String number : text.split(",", -1)) {
      if (!numbers.add(number(number.strip()))) {
        throw new IllegalArgumentException("has " + number.strip() + " twice");
      }
    }
    if (numbers.size() > MOST) {
      throw new IllegalArgumentException(
          "must be at most " + MOST + " percentiles, but has " + numbers.size());
    }
    return new WantedPercentiles(numbers.stream().map(BigDecimal::toPlainString).toList());
  }

  private static BigDecimal number(String text) {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      if (number.signum() > 0 && number.compareTo(ALL) < 0 && number.scale() <= MOST_DECIMALS) {
        return number.scale() < 0 ? number.setScale(0) : number;
      }
    } catch (NumberFormatException noNumber) {
      // Said below, with what is allowed.
    }
    throw new IllegalArgumentException(
        "has '"
            + text
            + "'; must be numbers above 0 and below 100, with at most "
            + MOST_DECIMALS
            + " decimals, such as 50,95,99.9");
  }

  /** Whether averages have no percentiles. */
  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** The numbers as {@link #parse} reads them; equal percentiles give equal text. */
  public String text() {
    return String.join(",", numbers);
  }

  /**
   * Returns the percentiles.
   *
   * @param percentile the percentile of a number
   */
  public Percentiles by(DoubleUnaryOperator percentile) {
    return isEmpty()
        ? Percentiles.NONE
        : new Percentiles(
            numbers.stream()
                .map(
                    number ->
                        new Percentiles.Percentile(
                            number, percentile.applyAsDouble(Double.parseDouble(number))))
                .toList());
  }

  @Override
  public String toString() {
    return isEmpty() ? "none" : text();
  }
}
