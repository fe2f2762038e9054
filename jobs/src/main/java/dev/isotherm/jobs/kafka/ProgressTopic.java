package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The topic to which streams publish their progress. */
public final class ProgressTopic {

  /** The last record of a running stream is among the last few records. */
  private static final long LAST_OFFSETS = 200;

  private static final int LAST_INTERVALS = 5;

  private ProgressTopic() {}

  /**
   * The last progress that a stream has committed.
   *
   * @param writtenMillis timestamp of the record
   * @param intervalMillis the usual time between two records of the stream, which is the median of
   *     the last few; 0 if there is only one record
   */
  public record Last(StreamProgress progress, long writtenMillis, long intervalMillis) {}

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

  private static @Nullable Last read(Topics topics, OffsetRange range, String group) {
    StreamProgress[] last = new StreamProgress[1];
    List<Long> written = new ArrayList<>();
    TopicReader.forEach(
        topics.client(),
        range,
        line -> {
          try {
            StreamProgress progress = StreamProgress.read(line.value());
            if (progress.group().equals(group)) {
              last[0] = progress;
              written.add(line.timestamp());
            }
          } catch (IllegalArgumentException | NullPointerException notProgress) {
            throw new ConfigurationException(
                String.format(
                    "topic %s: contains a record that is not the progress of a stream (partition"
                        + " %d, offset %d)",
                    range.topic(), line.partition(), line.offset()));
          }
        });
    return last[0] == null
        ? null
        : new Last(last[0], written.get(written.size() - 1), usualInterval(written));
  }

  /** A single long gap, or a savepoint between two checkpoints, does not change the median. */
  private static long usualInterval(List<Long> written) {
    List<Long> intervals = new ArrayList<>();
    for (int i = Math.max(1, written.size() - LAST_INTERVALS); i < written.size(); i++) {
      intervals.add(written.get(i) - written.get(i - 1));
    }
    Collections.sort(intervals);
    return intervals.isEmpty() ? 0 : Math.max(0, intervals.get(intervals.size() / 2));
  }
}
