package dev.isotherm.flow.partial;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.SeriesWindow;

/** Receives partial aggregates. */
@FunctionalInterface
public interface PartialSink {

  /** Receives one, and may keep it. */
  void add(PartialAggregate partial);

  /** Receives a reading that is alone. */
  default void add(SeriesWindow window, long epochMillis, double value) {
    add(new PartialAggregate(window, AverageAccumulator.of(value), epochMillis));
  }
}
