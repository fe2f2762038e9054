package dev.isotherm.signal.step;

import dev.isotherm.signal.Expression;

/**
 * An expression that is evaluated with the messages of a named sensor.
 *
 * @param expression names metrics of that sensor as if they were its own
 */
public record OtherValue(String sensor, Expression expression) {}
