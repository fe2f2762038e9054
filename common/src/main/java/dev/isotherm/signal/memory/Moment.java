package dev.isotherm.signal.memory;

import java.util.function.ToDoubleFunction;

/** What the functions of a {@link SensorProgram} are evaluated in: a memory at an instant. */
final class Moment {

  private final SensorMemory memory;
  private final long epochMillis;
  private final ToDoubleFunction<String> limits;
  private double value = Double.NaN;

  Moment(SensorMemory memory, long epochMillis, ToDoubleFunction<String> limits) {
    this.memory = memory;
    this.epochMillis = epochMillis;
    this.limits = limits;
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

  /** The value of the signal, once it is known; NaN if it is absent. */
  double value() {
    return value;
  }

  void setValue(double value) {
    this.value = value;
  }
}
