package dev.isotherm.model.percentile;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Percentiles of readings.
 *
 * @param all one for each number that was asked for, in ascending order; empty if none was
 */
public record Percentiles(List<Percentile> all) {

  public static final Percentiles NONE = new Percentiles(List.of());

  public Percentiles {
    all = List.copyOf(all);
  }

  /**
   * One percentile.
   *
   * @param number which one, such as {@code 50} or {@code 99.9}
   * @param value a finite number
   */
  public record Percentile(String number, double value) {}

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The value of one percentile; empty if it was not asked for. */
  public OptionalDouble value(String number) {
    return all.stream()
        .filter(one -> one.number().equals(number))
        .mapToDouble(Percentile::value)
        .findFirst();
  }

  /** The numbers, in ascending order. */
  public List<String> numbers() {
    return all.stream().map(Percentile::number).toList();
  }
}
