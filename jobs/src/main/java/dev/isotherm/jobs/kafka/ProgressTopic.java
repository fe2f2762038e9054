package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The topic to which streams publish their progress. */
public final class ProgressTopic {

  /** The last record of a running stream is among the last few records. */
  private static final long LAST_OFFSETS = 200;

  private ProgressTopic() {}

  /**
   * The last progress that a stream has committed.
   *
   * @param writtenMillis timestamp of the record
   */
  public record Last(StreamProgress progress, long writtenMillis) {}

  /**
   * Returns the last progress of a stream.
   *
   * @throws ConfigurationException if there is none, or if the topic contains other records
   */
  public static Last last(Topics topics, String topic, String group) {
    topics.require("--progress-topic", topic, "; isotherm stream creates it at its start");
    return find(topics, topic, group)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    String.format(
                        "--group %s: no stream of this group has completed a checkpoint, according"
                            + " to topic %s",
                        group, topic)));
  }

  /**
   * Finds the last progress of a stream.
   *
   * @param topic a topic that exists
   * @throws ConfigurationException if the topic contains other records
   */
  public static Optional<Last> find(Topics topics, String topic, String group) {
    Map<Integer, Long> beginnings = topics.beginnings(topic);
    Map<Integer, Long> ends = topics.lastStableOffsets(topic);
    Map<Integer, Long> tail = new TreeMap<>(ends);
    tail.replaceAll((partition, end) -> Math.max(beginnings.get(partition), end - LAST_OFFSETS));
    Last last = read(topics, new OffsetRange(topic, tail, ends), group);
    if (last == null && !tail.equals(beginnings)) {
      last = read(topics, new OffsetRange(topic, beginnings, tail), group);
    }
    return Optional.ofNullable(last);
  }

  private static Last read(Topics topics, OffsetRange range, String group) {
    Last[] last = new Last[1];
    TopicReader.forEach(
        topics.client(),
        range,
        line -> {
          try {
            StreamProgress progress = StreamProgress.read(line.value());
            if (progress.group().equals(group)) {
              last[0] = new Last(progress, line.timestamp());
            }
          } catch (IllegalArgumentException | NullPointerException notProgress) {
            throw new ConfigurationException(
                String.format(
                    "topic %s: contains a record that is not the progress of a stream (partition"
                        + " %d, offset %d)",
                    range.topic(), line.partition(), line.offset()));
          }
        });
    return last[0];
  }
}
