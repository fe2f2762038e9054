package dev.isotherm.signal.step;

/** What the functions of a {@link StepProgram} are evaluated in. */
final class StepContext {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final long stepMillis;
  private final double[] ofSensor;
  private final double[] ofMembers;
  private final double[] ofOthers;
  private double signal = Double.NaN;

  StepContext(long stepMillis, double[] ofSensor, double[] ofMembers, double[] ofOthers) {
    this.stepMillis = stepMillis;
    this.ofSensor = ofSensor;
    this.ofMembers = ofMembers;
    this.ofOthers = ofOthers;
  }

  double ofSensor(int place) {
    return ofSensor[place];
  }

  double ofMembers(int place) {
    return ofMembers[place];
  }

  double ofOthers(int place) {
    return ofOthers[place];
  }

  /** The end of the step, less an age, in seconds since the epoch. */
  double seconds(long ageMillis) {
    return (stepMillis - ageMillis) / MILLIS_PER_SECOND;
  }

  /** The value of the signal, once it is known; NaN if it is absent. */
  double signal() {
    return signal;
  }

  void setSignal(double signal) {
    this.signal = signal;
  }
}
