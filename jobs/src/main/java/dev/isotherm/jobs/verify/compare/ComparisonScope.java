package dev.isotherm.jobs.verify.compare;

import dev.isotherm.jobs.archive.ArchivedPartition;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which results can be compared.
 *
 * @param log the messages that the runs of the stream have read and the log still contains, in all
 *     partitions
 * @param isWhole whether the log, or an archive in its place, still contains all messages that the
 *     stream has read. If not, the state of alerts before its beginning is unknown
 * @param isReadOnce whether no two runs have read the same message, so that the counts of all runs
 *     add up to those of the log
 * @param sinceMillis windows that begin earlier and earlier events are not compared; {@code
 *     Long.MIN_VALUE} for no limit
 * @param watermarkMillis windows that end later need not be published yet
 * @param deadlinesMillis deadlines that expire later, after the last reading of a series, need not
 *     be published yet
 */
public record ComparisonScope(
    OffsetRange log,
    boolean isWhole,
    boolean isReadOnce,
    long sinceMillis,
    long watermarkMillis,
    long deadlinesMillis)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Determines which messages that a stream has read can be compared.
   *
   * @param progress progress of the stream; partitions without a message may be missing
   * @param archive what an archive has of the log; empty if the log is read from its topic
   * @throws ConfigurationException if the log no longer contains them
   */
  public static ComparisonScope of(
      CommittedRanges committed, StreamProgress progress, List<ArchivedPartition> archive) {
    return of(committed, progress, runs(progress), archive);
  }

  /** What each run of a stream has read, the last one last. */
  static List<OffsetRange> runs(StreamProgress progress) {
    String topic = progress.range().topic();
    List<OffsetRange> runs = new ArrayList<>();
    for (EarlierRun run : progress.earlierRuns()) {
      runs.add(new OffsetRange(topic, run.firstOffsets(), run.nextOffsets()));
    }
    runs.add(progress.range());
    return runs;
  }

  private static ComparisonScope of(
      CommittedRanges committed,
      StreamProgress progress,
      List<OffsetRange> runs,
      List<ArchivedPartition> archive) {
    Topics topics = committed.topics();
    OffsetRange read = joined(runs);
    topics.require("topic", read.topic(), "");
    Map<Integer, Long> beginnings = new HashMap<>(topics.beginnings(read.topic()));
    for (int partition : beginnings.keySet()) {
      ArchivedPartition.find(archive, read.topic(), partition)
          .ifPresent(archived -> beginnings.put(partition, archived.from()));
    }
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
    committed.requireSince(read.topic(), truncated, beginnings, ends, archive);
    return new ComparisonScope(
        new OffsetRange(read.topic(), from, to),
        truncated.isEmpty(),
        isReadOnce(runs),
        committed.sinceMillis(),
        progress.watermarkMillis(),
        progress.deadlinesMillis());
  }

  /**
   * Whether no two runs have read the same message.
   *
   * @param runs ranges of one topic
   */
  static boolean isReadOnce(List<OffsetRange> runs) {
    for (int i = 0; i < runs.size(); i++) {
      for (OffsetRange other : runs.subList(0, i)) {
        if (overlap(runs.get(i), other)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean overlap(OffsetRange one, OffsetRange other) {
    return one.from().entrySet().stream()
        .filter(first -> other.from().containsKey(first.getKey()))
        .anyMatch(
            first ->
                first.getValue() < other.to().get(first.getKey())
                    && other.from().get(first.getKey()) < one.to().get(first.getKey()));
  }

  /**
   * The smallest range that contains what all runs have read, and what is between: a message that a
   * run has skipped is missing in the results of the stream.
   *
   * @param runs ranges of one topic, at least one
   */
  static OffsetRange joined(List<OffsetRange> runs) {
    Map<Integer, Long> from = new HashMap<>();
    Map<Integer, Long> to = new HashMap<>();
    for (OffsetRange run : runs) {
      run.from().forEach((partition, first) -> from.merge(partition, first, Math::min));
      run.to().forEach((partition, next) -> to.merge(partition, next, Math::max));
    }
    return new OffsetRange(runs.get(runs.size() - 1).topic(), from, to);
  }

  public boolean covers(long epochMillis) {
    return epochMillis >= sinceMillis;
  }
}
