package dev.isotherm.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it was read, with all that a mapping may use.
 *
 * @param recordMillis the timestamp of the record, in milliseconds since the epoch; {@link
 *     #UNTIMED} if it has none
 * @param key {@code null} if it has none
 * @param value {@code null} if it has none (a tombstone)
 * @param headers in their order
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record RawMessage(
    String topic,
    int partition,
    long offset,
    long recordMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    MessageHeader[] headers) {

  /** The timestamp of a record without one. */
  public static final long UNTIMED = -1;

  public RawMessage {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(headers, "headers");
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "partition " + partition + ", offset " + offset + ": must not be negative");
    }
    recordMillis = Math.max(UNTIMED, recordMillis);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawMessage that
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && recordMillis == that.recordMillis
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && Arrays.equals(headers, that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, offset);
  }

  @Override
  public String toString() {
    return topic + '-' + partition + ':' + offset;
  }
}
