package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a topic: {@code earliest}, {@code latest}, an instant (the first record whose
 * timestamp is not before it), or offsets by partition such as {@code 0:120,1:80}.
 *
 * @param text the position as the user wrote it
 * @param finder finds its offsets in a topic
 */
public record TopicPosition(String text, BiFunction<Topics, String, Map<Integer, Long>> finder) {
  private static final Pattern OFFSET = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

  /** The offset of this position in each partition, at most the current last stable offset. */
  public Map<Integer, Long> offsets(Topics topics, String topic) {
    return finder.apply(topics, topic);
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * The records between two positions of a topic.
   *
   * @throws ConfigurationException if {@code from} is after {@code to} in a partition
   */
  public static OffsetRange range(
      Topics topics, String topic, TopicPosition from, TopicPosition to) {
    Map<Integer, Long> starts = from.offsets(topics, topic);
    Map<Integer, Long> ends = to.offsets(topics, topic);
    for (Map.Entry<Integer, Long> start : starts.entrySet()) {
      long end = ends.get(start.getKey());
      if (start.getValue() > end) {
        throw new ConfigurationException(
            String.format(
                "--from %s: lies after --to %s; partition %d of %s would be read from %d to %d",
                from, to, start.getKey(), topic, start.getValue(), end));
      }
    }
    return new OffsetRange(topic, starts, ends);
  }

  /**
   * Parses a position.
   *
   * @throws IllegalArgumentException if the text is not a position; the message says what is
   *     allowed
   */
  public static TopicPosition parse(String text) {
    return switch (text) {
      case "earliest" -> new TopicPosition(text, Topics::beginnings);
      case "latest" -> new TopicPosition(text, Topics::lastStableOffsets);
      default -> OFFSET.matcher(text).lookingAt() ? atOffsets(text) : atInstant(text);
    };
  }

  private static TopicPosition atInstant(String text) {
    try {
      long millis = OffsetDateTime.parse(text).toInstant().toEpochMilli();
      return new TopicPosition(text, (topics, topic) -> topics.offsetsAt(topic, millis));
    } catch (DateTimeException notAnInstant) {
      throw new IllegalArgumentException(
          "must be earliest, latest, an instant such as 2025-07-01T12:00:00Z, or offsets by"
              + " partition such as 0:120,1:80");
    }
  }

  private static TopicPosition atOffsets(String text) {
    Map<Integer, Long> named = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      Matcher form = OFFSET.matcher(part.strip());
      if (!form.matches()
          || named.put(Integer.valueOf(form.group(1)), Long.valueOf(form.group(2))) != null) {
        throw new IllegalArgumentException(
            "must be PARTITION:OFFSET once for each partition, separated by commas");
      }
    }
    return new TopicPosition(text, (topics, topic) -> within(topics, topic, named));
  }

  private static Map<Integer, Long> within(Topics topics, String topic, Map<Integer, Long> named) {
    Map<Integer, Long> beginnings = topics.beginnings(topic);
    Map<Integer, Long> ends = topics.lastStableOffsets(topic);
    String wrong = OffsetRange.text(named);
    if (!named.keySet().equals(ends.keySet())) {
      throw new ConfigurationException(
          wrong + ": must name the partitions of " + topic + ", which are " + ends.keySet());
    }
    named.forEach(
        (partition, offset) -> {
          if (offset < beginnings.get(partition) || offset > ends.get(partition)) {
            throw new ConfigurationException(
                String.format(
                    "%s: partition %d of %s now goes from %d to %d",
                    wrong, partition, topic, beginnings.get(partition), ends.get(partition)));
          }
        });
    return named;
  }
}
