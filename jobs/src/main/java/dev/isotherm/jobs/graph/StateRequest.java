package dev.isotherm.jobs.graph;

import org.jspecify.annotations.Nullable;

/**
 * Names the state that a stream keeps from run to run.
 *
 * @param group the stream's consumer group, which identifies the stream
 * @param topicId Kafka's id of the topic of readings, which differs if the topic was created again
 * @param folder the folder that the user named; {@code null} for the default
 * @param fresh whether the run begins without the state of earlier runs
 */
public record StateRequest(String group, String topicId, @Nullable String folder, boolean fresh) {}
