package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Where streams publish how far they have come. */
public final class ProgressTopic {

  /** The last line of a stream that runs is among the last few records. */
  private static final long NEAR_THE_END = 200;

  private ProgressTopic() {}

  /**
   * The last progress that a stream has committed.
   *
   * @param writtenMillis when, by the record's own timestamp
   */
  public record Last(StreamProgress progress, long writtenMillis) {}

  /**
   * Finds it.
   *
   * @throws ConfigurationException if there is none, or if the topic holds something else
   */
  public static Last last(Properties client, Topics topics, String topic, String group) {
    if (!topics.missing(Set.of(topic)).isEmpty()) {
      throw new ConfigurationException(
          "--progress-topic "
              + topic
              + ": is not on the broker; isotherm stream makes it when it starts");
    }
    Map<Integer, Long> beginnings = topics.beginnings(topic);
    Map<Integer, Long> ends = topics.ends(topic);
    Map<Integer, Long> near = new TreeMap<>(ends);
    near.replaceAll((partition, end) -> Math.max(beginnings.get(partition), end - NEAR_THE_END));
    Last last = read(client, new OffsetRange(topic, near, ends), group);
    if (last == null && !near.equals(beginnings)) {
      last = read(client, new OffsetRange(topic, beginnings, near), group);
    }
    if (last == null) {
      throw new ConfigurationException(
          "--group "
              + group
              + ": no stream of this group has completed a checkpoint that topic "
              + topic
              + " knows of");
    }
    return last;
  }

  private static Last read(Properties client, OffsetRange range, String group) {
    Last[] last = new Last[1];
    TopicReader.forEach(
        client,
        range,
        line -> {
          try {
            StreamProgress progress = StreamProgress.read(line.value());
            if (progress.group().equals(group)) {
              last[0] = new Last(progress, line.timestamp());
            }
          } catch (IllegalArgumentException | NullPointerException foreign) {
            throw new ConfigurationException(
                String.format(
                    "topic %s: holds something else than the progress of streams (partition %d,"
                        + " offset %d)",
                    range.topic(), line.partition(), line.offset()));
          }
        });
    return last[0];
  }
}
