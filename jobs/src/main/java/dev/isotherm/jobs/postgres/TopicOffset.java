package dev.isotherm.jobs.postgres;

/**
 * How far a partition of a result topic is in the database.
 *
 * @param topicId Kafka's id of the topic, which differs if it was deleted and created again
 * @param previous the offset that the database has so far; {@link #NONE} for none
 * @param next the next offset to read
 * @param recordMillis timestamp of the last record before it
 */
public record TopicOffset(
    String topicId, int partition, String topic, long previous, long next, long recordMillis) {

  /** Nothing of the partition is in the database. */
  public static final long NONE = -1;
}
