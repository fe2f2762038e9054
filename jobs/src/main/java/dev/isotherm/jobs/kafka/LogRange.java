package dev.isotherm.jobs.kafka;

import dev.isotherm.jobs.cli.ConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A part of a topic: of each partition the records from one offset up to, and without, another.
 *
 * @param topic the topic
 * @param from first offset, by partition
 * @param to first offset after, by partition; the same partitions, none below {@code from}
 */
public record LogRange(String topic, Map<Integer, Long> from, Map<Integer, Long> to) {

  public LogRange {
    from = Map.copyOf(from);
    to = Map.copyOf(to);
    if (!from.keySet().equals(to.keySet())) {
      throw new IllegalArgumentException(
          "from " + from.keySet() + ", to " + to.keySet() + ": must name the same partitions");
    }
    for (Map.Entry<Integer, Long> start : from.entrySet()) {
      if (start.getValue() > to.get(start.getKey())) {
        throw new IllegalArgumentException(
            "partition " + start.getKey() + ": begins after it ends");
      }
    }
  }

  /**
   * The range between two positions of a topic.
   *
   * @throws ConfigurationException if in some partition the first lies after the second
   */
  public static LogRange between(Topics topics, String topic, LogPosition from, LogPosition to) {
    Map<Integer, Long> starts = from.offsets(topics, topic);
    Map<Integer, Long> ends = to.offsets(topics, topic);
    for (Map.Entry<Integer, Long> start : starts.entrySet()) {
      long end = ends.get(start.getKey());
      if (start.getValue() > end) {
        throw new ConfigurationException(
            String.format(
                "--from %s: lies after --to %s; partition %d of %s would go from %d to %d",
                from, to, start.getKey(), topic, start.getValue(), end));
      }
    }
    return new LogRange(topic, starts, ends);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return from.equals(to);
  }

  /** Whether a record lies in it. */
  public boolean contains(int partition, long offset) {
    Long start = from.get(partition);
    return start != null && offset >= start && offset < to.get(partition);
  }

  /** Offsets by partition as {@link LogPosition} reads them: {@code 0:120,1:80}. */
  public static String text(Map<Integer, Long> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(offset -> offset.getKey() + ":" + offset.getValue())
            .collect(Collectors.joining(","));
  }
}
