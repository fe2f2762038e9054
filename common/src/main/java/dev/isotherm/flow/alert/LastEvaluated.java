package dev.isotherm.flow.alert;

/**
 * The last evaluated instant of a series. One record, so that a reading costs one state access.
 *
 * @param atMillis the last evaluated instant: of a reading or of a deadline
 * @param rulesFromMillis effective instant of the rules that the alerts were evaluated by
 */
public record LastEvaluated(long atMillis, long rulesFromMillis) {}
