package dev.isotherm.flow.alert;

/**
 * How far the alerts of a series have come. One object, so that a reading costs one look.
 *
 * @param atMillis the last instant that was decided: of a reading, or of what fell due
 * @param rulesFromMillis since when the rules are in force that the alerts are of
 */
public record LastEvaluated(long atMillis, long rulesFromMillis) {}
