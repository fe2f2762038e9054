package dev.isotherm.signal.memory;

import java.util.Map;

/**
 * The readings of one message that are of the same sensor and instant.
 *
 * @param position where the message stands in its source, see {@link dev.isotherm.model.Position}
 * @param values finite numbers, by metric
 */
public record SensorReadings(long epochMillis, long position, Map<String, Double> values) {

  public SensorReadings {
    values = Map.copyOf(values);
    values.forEach(SensorReadings::requireFinite);
  }

  private static void requireFinite(String metric, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(metric + " = " + value + ": must be a finite number");
    }
  }
}
