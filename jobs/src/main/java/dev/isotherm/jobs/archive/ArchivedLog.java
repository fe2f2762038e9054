package dev.isotherm.jobs.archive;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;

/**
 * The messages that a stream has read, of which an archive has the first ones: it gets them some
 * minutes after the stream has read them. The topic has the rest.
 *
 * @param files the files of the archive
 * @param archived the messages to read from them
 * @param rest the messages to read from the topic
 */
public record ArchivedLog(List<Path> files, OffsetRange archived, OffsetRange rest) {

  /**
   * Divides the messages of a stream.
   *
   * @param found what the archive has
   * @param log the messages that the stream has read
   * @param beginnings where the partitions of the topic begin
   * @throws ConfigurationException if messages are in neither
   */
  public static ArchivedLog of(
      List<Path> files,
      List<ArchivedPartition> found,
      OffsetRange log,
      Map<Integer, Long> beginnings) {
    Map<Integer, Long> ends = new HashMap<>();
    for (Map.Entry<Integer, Long> to : log.to().entrySet()) {
      int partition = to.getKey();
      long from = log.from().get(partition);
      long archived =
          ArchivedPartition.find(found, log.topic(), partition)
              .map(ArchivedPartition::to)
              .orElse(from);
      long end = Math.max(from, Math.min(to.getValue(), archived));
      if (end < to.getValue() && beginnings.get(partition) > end) {
        throw new ConfigurationException(
            String.format(
                "--archive: ends before offset %d of partition %d, and topic %s begins at offset"
                    + " %d: what is between is in neither",
                end, partition, log.topic(), beginnings.get(partition)));
      }
      ends.put(partition, end);
    }
    return new ArchivedLog(
        files,
        new OffsetRange(log.topic(), log.from(), ends),
        new OffsetRange(log.topic(), ends, log.to()));
  }

  /** Says what came from where. */
  public String inWords() {
    return "read from the archive up to "
        + OffsetRange.text(archived.to())
        + (rest.isEmpty() ? "" : ", the rest from the topic");
  }
}
