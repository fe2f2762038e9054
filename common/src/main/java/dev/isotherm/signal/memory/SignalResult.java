package dev.isotherm.signal.memory;

import dev.isotherm.signal.Truth;
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
}
