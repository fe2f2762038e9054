package dev.isotherm.signal.memory;

import dev.isotherm.signal.Truth;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

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
    return new SignalResult(
        Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value),
        DoubleStream.of(numbers).skip(1).mapToObj(Truth::ofReading).toList());
  }
}
