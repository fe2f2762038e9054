package dev.isotherm.flow.signal.step;

import dev.isotherm.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a rule result in at the end of a step.
 *
 * @param series the sensor or group, and the name of the rule as metric
 * @param members the members of a group that its alert names; {@code null} for none
 * @param numbers first the signal, then the conditions, see {@link
 *     dev.isotherm.signal.memory.SignalResult#of}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StepResult(
    Series series, long stepMillis, @Nullable String members, double[] numbers) {}
