package dev.isotherm.flow.signal.step;

import dev.isotherm.model.Series;

/**
 * What a sensor contributes to the evaluation of a rule at the end of a step.
 *
 * @param group the group, or that of all sensors, and the name of the rule as metric
 * @param sensor that the results are of
 * @param label the value of the label that names its group; empty if it has none
 * @param ofSensor results of the expressions of the sensor; empty if the rule does not watch it
 * @param named results of the expressions that name this sensor; empty if none does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StepPart(
    Series group, String sensor, String label, long stepMillis, double[] ofSensor, double[] named) {

  boolean isMember() {
    return ofSensor.length > 0;
  }
}
