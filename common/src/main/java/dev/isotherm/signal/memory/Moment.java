package dev.isotherm.signal.memory;

import dev.isotherm.baseline.SensorBaseline;
import dev.isotherm.baseline.Usual;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the functions of a {@link SensorProgram} are evaluated in: a memory at an instant. */
final class Moment {

  private final SensorMemory memory;
  private final long epochMillis;
  private final ToDoubleFunction<String> limits;
  private final SensorBaseline baseline;
  private double value = Double.NaN;

  Moment(
      SensorMemory memory,
      long epochMillis,
      ToDoubleFunction<String> limits,
      SensorBaseline baseline) {
    this.memory = memory;
    this.epochMillis = epochMillis;
    this.limits = limits;
    this.baseline = baseline;
  }

  SensorMemory memory() {
    return memory;
  }

  long epochMillis() {
    return epochMillis;
  }

  double limit(String name) {
    return limits.applyAsDouble(name);
  }

  /** What is usual for a metric; empty if nothing was learned of it. */
  Optional<Usual> usual(String metric) {
    return baseline.at(metric, epochMillis);
  }

  /** The value of the signal, once it is known; NaN if it is absent. */
  double value() {
    return value;
  }

  void setValue(double value) {
    this.value = value;
  }
}
