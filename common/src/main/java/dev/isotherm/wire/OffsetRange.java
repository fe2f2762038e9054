package dev.isotherm.wire;

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
public record OffsetRange(String topic, Map<Integer, Long> from, Map<Integer, Long> to) {

  public OffsetRange {
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

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return from.equals(to);
  }

  /** Whether a record lies in it. */
  public boolean contains(int partition, long offset) {
    Long start = from.get(partition);
    return start != null && offset >= start && offset < to.get(partition);
  }

  /** Offsets by partition as text: {@code 0:120,1:80}. */
  public static String text(Map<Integer, Long> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(offset -> offset.getKey() + ":" + offset.getValue())
            .collect(Collectors.joining(","));
  }
}
