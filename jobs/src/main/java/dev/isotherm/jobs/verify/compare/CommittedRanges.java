package dev.isotherm.jobs.verify.compare;

import dev.isotherm.jobs.archive.ArchivedPartition;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads which records of the result topics are committed and complete.
 *
 * @param sinceMillis earlier messages may be deleted; {@code Long.MIN_VALUE} if none may
 * @param maxSkewMillis how far instants may be after the timestamps of their records
 */
public record CommittedRanges(Topics topics, long sinceMillis, long maxSkewMillis) {

  /** How many offsets at each end of a partition {@link #forEachAtEnds} reads. */
  private static final long AT_EACH_END = 100;

  /** The first records of a partition may be transaction markers or compacted away. */
  private static final long FIRST_OFFSETS = 100;

  /**
   * Waits for the end of all transactions that are open now, and returns the range of a topic.
   *
   * @throws ConfigurationException if records are missing, or a transaction stays open
   */
  public OffsetRange awaitCommitted(String topic, Duration timeout) {
    topics.require("topic", topic, "");
    Map<Integer, Long> wanted = topics.highWatermarks(topic);
    if (!Topics.await(() -> reaches(topics.lastStableOffsets(topic), wanted), timeout)) {
      throw new ConfigurationException(
          String.format(
              "topic %s: a transaction has been open for %d s; the stream does not complete its"
                  + " checkpoints, or was killed. Its records cannot be read, so nothing can be"
                  + " verified yet",
              topic, timeout.toSeconds()));
    }
    Map<Integer, Long> ends = topics.lastStableOffsets(topic);
    Map<Integer, Long> beginnings = topics.beginnings(topic);
    Set<Integer> truncated = new TreeSet<>(beginnings.keySet());
    truncated.removeIf(partition -> beginnings.get(partition) == 0);
    requireSince(topic, truncated, beginnings, ends);
    return new OffsetRange(topic, beginnings, ends);
  }

  private static boolean reaches(Map<Integer, Long> ends, Map<Integer, Long> wanted) {
    return wanted.entrySet().stream().allMatch(one -> ends.get(one.getKey()) >= one.getValue());
  }

  /** What a topic contains after a range of all its partitions. */
  public OffsetRange after(OffsetRange range) {
    return new OffsetRange(range.topic(), range.to(), topics.lastStableOffsets(range.topic()));
  }

  /**
   * What a topic contains before a range of all its partitions, as far as it may have a reading at
   * or after an instant.
   */
  public OffsetRange before(OffsetRange range, long epochMillis) {
    Map<Integer, Long> from = topics.offsetsAt(range.topic(), epochMillis - maxSkewMillis);
    from.replaceAll((partition, first) -> Math.min(first, range.from().get(partition)));
    return new OffsetRange(range.topic(), from, range.from());
  }

  /**
   * Reads the first and the last records of each partition, a hundred offsets each.
   *
   * @param ranges of different topics
   */
  public void forEachAtEnds(
      List<OffsetRange> ranges, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    TopicReader.forEach(
        topics.client(), ranges.stream().map(CommittedRanges::first).toList(), consumer);
    TopicReader.forEach(
        topics.client(), ranges.stream().map(CommittedRanges::last).toList(), consumer);
  }

  private static OffsetRange first(OffsetRange range) {
    Map<Integer, Long> to = new HashMap<>(range.to());
    to.replaceAll((part, end) -> Math.min(end, range.from().get(part) + AT_EACH_END));
    return new OffsetRange(range.topic(), range.from(), to);
  }

  /** What is not among the first. */
  private static OffsetRange last(OffsetRange range) {
    Map<Integer, Long> from = new HashMap<>(first(range).to());
    from.replaceAll((part, start) -> Math.max(start, range.to().get(part) - AT_EACH_END));
    return new OffsetRange(range.topic(), from, range.to());
  }

  /**
   * Checks that partitions still contain all since the requested instant, of which an archive or,
   * if it has none of them, the topic no longer has the beginning.
   */
  void requireSince(
      String topic,
      Set<Integer> truncated,
      Map<Integer, Long> beginnings,
      Map<Integer, Long> ends,
      List<ArchivedPartition> archive) {
    Set<Integer> ofTopic = new TreeSet<>(truncated);
    for (int partition : truncated) {
      ArchivedPartition.find(archive, topic, partition)
          .ifPresent(
              archived -> {
                ofTopic.remove(partition);
                requireSince(archived);
              });
    }
    requireSince(topic, ofTopic, beginnings, ends);
  }

  private void requireSince(ArchivedPartition archived) {
    long earliest =
        archived.fromMillis() < 0 ? Long.MIN_VALUE : archived.fromMillis() + maxSkewMillis;
    if (sinceMillis == Long.MIN_VALUE || earliest > sinceMillis) {
      throw new ConfigurationException(
          String.format(
              "--archive: has no message of partition %d before offset %d%s, and the stream has"
                  + " read some; only what came later can be verified with it, with --since%s",
              archived.partition(),
              archived.from(),
              archived.fromMillis() < 0
                  ? ""
                  : " of " + JsonLinesWriter.instant(archived.fromMillis()),
              earliest == Long.MIN_VALUE
                  ? ""
                  : " of at least " + JsonLinesWriter.instant(earliest)));
    }
  }

  /**
   * Checks that partitions truncated by retention still contain all since the requested instant.
   */
  public void requireSince(
      String topic,
      Set<Integer> truncated,
      Map<Integer, Long> beginnings,
      Map<Integer, Long> ends) {
    if (truncated.isEmpty()) {
      return;
    }
    Map<Integer, Long> near = new HashMap<>(beginnings);
    near.replaceAll(
        (partition, beginning) -> Math.min(ends.get(partition), beginning + FIRST_OFFSETS));
    Map<Integer, Long> oldest = new HashMap<>();
    TopicReader.forEach(
        topics.client(),
        new OffsetRange(topic, beginnings, near),
        one -> oldest.putIfAbsent(one.partition(), one.timestamp()));
    for (int partition : truncated) {
      Long timestamp = oldest.get(partition);
      long earliest = timestamp == null ? Long.MIN_VALUE : timestamp + maxSkewMillis;
      if (sinceMillis == Long.MIN_VALUE || earliest > sinceMillis) {
        throw new ConfigurationException(
            String.format(
                "topic %s: retention has cut partition %d, it begins at offset %d%s; only what came"
                    + " later can be verified%s",
                topic,
                partition,
                beginnings.get(partition),
                timestamp == null ? "" : " with " + JsonLinesWriter.instant(timestamp),
                timestamp == null
                    ? ", with --since"
                    : ": --since must be at least " + JsonLinesWriter.instant(earliest)));
      }
    }
  }
}
