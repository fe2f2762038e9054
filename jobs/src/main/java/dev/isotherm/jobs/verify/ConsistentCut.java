package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Sees to it that all topics still have, and already show, what is to be compared. */
final class ConsistentCut {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** Where a partition begins, some records may be marks of transactions, or gone. */
  private static final long NEAR_THE_BEGINNING = 100;

  private final Properties client;
  private final Topics topics;
  private final long sinceMillis;
  private final long skewMillis;

  /**
   * Sets it up.
   *
   * @param sinceMillis what came earlier may be gone; {@code Long.MIN_VALUE} if nothing may
   * @param skewMillis how far instants may lie after the timestamps of their records
   */
  ConsistentCut(Properties client, Topics topics, long sinceMillis, long skewMillis) {
    this.client = client;
    this.topics = topics;
    this.sinceMillis = sinceMillis;
    this.skewMillis = skewMillis;
  }

  /**
   * Checks that a log still has what a stream has read.
   *
   * @param progress what it has read; partitions without a message may be missing
   * @throws ConfigurationException if not
   */
  ComparisonScope extent(StreamProgress progress) {
    OffsetRange read = progress.range();
    requireTopic(read.topic());
    Map<Integer, Long> beginnings = topics.beginnings(read.topic());
    Map<Integer, Long> ends = topics.ends(read.topic());
    Map<Integer, Long> from = new HashMap<>(beginnings);
    Map<Integer, Long> to = new HashMap<>(beginnings);
    Set<Integer> cut = new TreeSet<>();
    for (Map.Entry<Integer, Long> first : read.from().entrySet()) {
      int partition = first.getKey();
      long next = read.to().get(partition);
      if (!ends.containsKey(partition) || ends.get(partition) < next) {
        throw new ConfigurationException(
            String.format(
                "topic %s: is not the one that the stream has read up to offset %d of partition %d",
                read.topic(), next, partition));
      }
      long beginning = beginnings.get(partition);
      from.put(partition, Math.max(beginning, first.getValue()));
      to.put(partition, Math.max(beginning, next));
      if (beginning > first.getValue()) {
        cut.add(partition);
      }
    }
    if (!cut.isEmpty()) {
      requireSince(read.topic(), cut, beginnings, ends);
    }
    return new ComparisonScope(
        new OffsetRange(read.topic(), from, to),
        cut.isEmpty(),
        sinceMillis,
        progress.watermarkMillis(),
        progress.deadlinesMillis());
  }

  /** Partitions that retention has cut are enough if what they begin with is old enough. */
  private void requireSince(
      String topic, Set<Integer> cut, Map<Integer, Long> beginnings, Map<Integer, Long> ends) {
    Map<Integer, Long> near = new HashMap<>(beginnings);
    near.replaceAll(
        (partition, beginning) -> Math.min(ends.get(partition), beginning + NEAR_THE_BEGINNING));
    Map<Integer, Long> oldest = new HashMap<>();
    TopicReader.forEach(
        client,
        new OffsetRange(topic, beginnings, near),
        one -> oldest.putIfAbsent(one.partition(), one.timestamp()));
    for (int partition : cut) {
      Long timestamp = oldest.get(partition);
      long earliest = timestamp == null ? Long.MIN_VALUE : timestamp + skewMillis;
      if (sinceMillis == Long.MIN_VALUE || earliest > sinceMillis) {
        throw new ConfigurationException(
            String.format(
                "topic %s: retention has cut partition %d, it begins at offset %d%s; only what came"
                    + " later can be verified%s",
                topic,
                partition,
                beginnings.get(partition),
                timestamp == null ? "" : " with " + JsonLines.instant(timestamp),
                timestamp == null
                    ? ", with --since"
                    : ": --since must be at least " + JsonLines.instant(earliest)));
      }
    }
  }

  /**
   * What a topic of results has, once every transaction that is open now has come to its end.
   *
   * @throws ConfigurationException if the topic lacks something, or a transaction stays open
   */
  OffsetRange settled(String topic, Duration patience) {
    requireTopic(topic);
    Map<Integer, Long> wanted = topics.uncommittedEnds(topic);
    long deadline = System.nanoTime() + patience.toNanos();
    Map<Integer, Long> ends = topics.ends(topic);
    while (!reaches(ends, wanted)) {
      if (System.nanoTime() > deadline) {
        throw new ConfigurationException(
            String.format(
                "topic %s: a transaction has been open for %d s; the stream does not complete its"
                    + " checkpoints, or was killed. What is in it cannot be seen, so nothing can be"
                    + " verified yet",
                topic, patience.toSeconds()));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      ends = topics.ends(topic);
    }
    Map<Integer, Long> beginnings = topics.beginnings(topic);
    Set<Integer> cutPartitions = new TreeSet<>(beginnings.keySet());
    cutPartitions.removeIf(partition -> beginnings.get(partition) == 0);
    if (!cutPartitions.isEmpty()) {
      requireSince(topic, cutPartitions, beginnings, ends);
    }
    return new OffsetRange(topic, beginnings, ends);
  }

  private static boolean reaches(Map<Integer, Long> ends, Map<Integer, Long> wanted) {
    return wanted.entrySet().stream().allMatch(one -> ends.get(one.getKey()) >= one.getValue());
  }

  /** What a topic has before, and what it has by now after, a range of all its partitions. */
  List<OffsetRange> around(OffsetRange range) {
    String topic = range.topic();
    return List.of(
        new OffsetRange(topic, topics.beginnings(topic), range.from()),
        new OffsetRange(topic, range.to(), topics.ends(topic)));
  }

  private void requireTopic(String topic) {
    if (!topics.missing(Set.of(topic)).isEmpty()) {
      throw new ConfigurationException("topic " + topic + ": is not on the broker");
    }
  }
}
