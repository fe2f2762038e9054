package dev.isotherm.flow.signal.step;

import dev.isotherm.model.Series;

/**
 * What the expressions of a rule result in at the end of a step.
 *
 * @param series the sensor or group, and the name of the rule as metric
 * @param numbers first the signal, then the conditions, see {@link
 *     dev.isotherm.signal.memory.SignalResult#of}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StepResult(Series series, long stepMillis, double[] numbers) {}
