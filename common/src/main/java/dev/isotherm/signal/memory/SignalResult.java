package dev.isotherm.signal.memory;

import dev.isotherm.signal.Truth;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the expressions of a rule result in at an instant.
 *
 * @param value of the signal; empty if it is absent
 * @param levels the conditions, in their order
 */
public record SignalResult(OptionalDouble value, List<Truth> levels) {

  public SignalResult {
    levels = List.copyOf(levels);
  }

  /**
   * Returns the result of numbers: first the signal, then the conditions, see {@link
   * Truth#asReading}.
   */
  public static SignalResult of(double[] numbers) {
    double value = numbers[0];
    Truth[] levels = new Truth[numbers.length - 1];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Truth.ofReading(numbers[i + 1]);
    }
    return new SignalResult(
        Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value), List.of(levels));
  }

  /**
   * Returns the result of which nothing is known.
   *
   * @param levels the number of conditions
   */
  public static SignalResult unknown(int levels) {
    return new SignalResult(OptionalDouble.empty(), Collections.nCopies(levels, Truth.UNKNOWN));
  }

  /** Returns the result as numbers, of which {@link #of} makes an equal one. */
  public double[] numbers() {
    double[] numbers = new double[1 + levels.size()];
    numbers[0] = value.orElse(Double.NaN);
    for (int i = 0; i < levels.size(); i++) {
      numbers[i + 1] = levels.get(i).asReading();
    }
    return numbers;
  }
}
