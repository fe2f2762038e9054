package dev.isotherm.jobs.verify.job;

/**
 * A rejection of the replay, or a record in the topic of rejected messages; public only because
 * Flink serialises it.
 *
 * @param place {@code topic-partition:offset} of the message; of elements of an array, with the
 *     index of the first one, {@code [3]}
 */
public record RejectionResult(String place, boolean ofLog, String reason) {}
