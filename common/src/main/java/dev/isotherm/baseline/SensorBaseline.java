package dev.isotherm.baseline;

import java.util.Optional;

/** What is usual for the metrics of one sensor, as learned from its history. */
@FunctionalInterface
public interface SensorBaseline {

  /** Nothing was learned. */
  SensorBaseline NONE = (metric, epochMillis) -> Optional.empty();

  /** Returns what is usual for a metric at an instant; empty if nothing was learned of it. */
  Optional<Usual> at(String metric, long epochMillis);
}
