package dev.isotherm.jobs.verify.job;

/**
 * A rejection of the replay, or a record in the topic of rejected messages; public only because
 * Flink serialises it.
 *
 * @param place {@code topic-partition:offset} of the message
 */
public record RejectionResult(String place, boolean ofLog, String reason) {}
