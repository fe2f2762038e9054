package dev.isotherm.jobs.archive;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * What an archive has of a partition.
 *
 * @param from offset of its first message
 * @param to offset after its last message
 * @param fromMillis the timestamp of its first message
 * @param twice offsets of messages that are there more than once, the first of them
 * @param timesTwice how many messages too many there are
 * @param gaps offsets between the first and the last message without a message, the first of them.
 *     Markers of transactions have such offsets, and so do messages that are missing
 * @param missing how many such offsets there are
 */
public record ArchivedPartition(
    String topic,
    int partition,
    long from,
    long to,
    long fromMillis,
    List<Offsets> twice,
    long timesTwice,
    List<Offsets> gaps,
    long missing)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Offsets that follow each other, of which the second one is the last. */
  public record Offsets(long first, long last) implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return first == last ? "offset " + first : "offsets " + first + " to " + last;
    }
  }

  /** What a job has found, see {@link ArchivedMessages#check}; empty if it has read no archive. */
  public static List<ArchivedPartition> of(JobExecutionResult job) {
    List<ArchivedPartition> found = job.getAccumulatorResult(CheckOffsets.PARTITIONS);
    return found == null ? List.of() : new ArrayList<>(found);
  }

  /** What was found of a partition of the topic of a range. */
  public static Optional<ArchivedPartition> find(
      List<ArchivedPartition> all, String topic, int partition) {
    return all.stream()
        .filter(one -> one.topic().equals(topic) && one.partition() == partition)
        .findFirst();
  }

  /** One sentence for each partition with messages that are there more than once. */
  public static List<String> warnings(List<ArchivedPartition> all) {
    return all.stream()
        .filter(one -> one.timesTwice() > 0)
        .map(
            one ->
                "the archive has %s, and all count: %s; a stream has continued from an older"
                        .formatted(one.twiceInWords(), one.place(one.twice().get(0)))
                    + " savepoint, or two streams keep their messages in one folder")
        .toList();
  }

  /** How many messages are there more than once. */
  public String twiceInWords() {
    return timesTwice == 1 ? "1 message twice" : timesTwice + " messages twice";
  }

  /** Names messages of this partition. */
  public String place(Offsets offsets) {
    return topic + "-" + partition + ", " + offsets;
  }
}
