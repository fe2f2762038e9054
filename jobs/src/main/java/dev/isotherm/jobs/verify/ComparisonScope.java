package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which results can be compared.
 *
 * @param log the messages that the stream has read and the log still contains, in all partitions
 * @param isWhole whether the log still contains all messages that the stream has read. If not, the
 *     state of alerts before its beginning is unknown
 * @param sinceMillis windows that begin earlier and earlier events are not compared; {@code
 *     Long.MIN_VALUE} for no limit
 * @param watermarkMillis windows that end later need not be published yet
 * @param deadlinesMillis deadlines that expire later, after the last reading of a series, need not
 *     be published yet
 */
record ComparisonScope(
    OffsetRange log,
    boolean isWhole,
    long sinceMillis,
    long watermarkMillis,
    long deadlinesMillis) {

  /**
   * Determines which messages that a stream has read can be compared.
   *
   * @param progress progress of the stream; partitions without a message may be missing
   * @throws ConfigurationException if the log no longer contains them
   */
  static ComparisonScope of(CommittedRanges committed, StreamProgress progress) {
    Topics topics = committed.topics();
    OffsetRange read = progress.range();
    topics.require("topic", read.topic(), "");
    Map<Integer, Long> beginnings = topics.beginnings(read.topic());
    Map<Integer, Long> ends = topics.lastStableOffsets(read.topic());
    Map<Integer, Long> from = new HashMap<>(beginnings);
    Map<Integer, Long> to = new HashMap<>(beginnings);
    Set<Integer> truncated = new TreeSet<>();
    for (Map.Entry<Integer, Long> first : read.from().entrySet()) {
      int partition = first.getKey();
      long next = read.to().get(partition);
      if (!ends.containsKey(partition) || ends.get(partition) < next) {
        throw new ConfigurationException(
            String.format(
                "topic %s: is not the topic that the stream has read up to offset %d of partition"
                    + " %d",
                read.topic(), next, partition));
      }
      long beginning = beginnings.get(partition);
      from.put(partition, Math.max(beginning, first.getValue()));
      to.put(partition, Math.max(beginning, next));
      if (beginning > first.getValue()) {
        truncated.add(partition);
      }
    }
    committed.requireSince(read.topic(), truncated, beginnings, ends);
    return new ComparisonScope(
        new OffsetRange(read.topic(), from, to),
        truncated.isEmpty(),
        committed.sinceMillis(),
        progress.watermarkMillis(),
        progress.deadlinesMillis());
  }

  boolean covers(long epochMillis) {
    return epochMillis >= sinceMillis;
  }
}
