package dev.isotherm.wire;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A part of a topic: the records of each partition from one offset up to, but not including,
 * another.
 *
 * @param topic the topic
 * @param from first offset, by partition
 * @param to offset after the last record, by partition; the same partitions as {@code from}, and no
 *     offset below
 */
public record OffsetRange(String topic, Map<Integer, Long> from, Map<Integer, Long> to)
    implements Serializable {

  private static final long serialVersionUID = 1;

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

  /** Whether the range has no records. */
  public boolean isEmpty() {
    return from.equals(to);
  }

  /** Whether the range includes a record. */
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
