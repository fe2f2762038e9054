package dev.isotherm.jobs.kafka;

import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of a range of a topic, as a member of no consumer group. */
public final class TopicReader {

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

  private TopicReader() {}

  /** Processes one record. */
  @FunctionalInterface
  public interface Visitor<E extends Exception> {
    /** Returns whether to read on. */
    boolean visit(ConsumerRecord<byte[], byte[]> message) throws E;
  }

  /**
   * Reads a whole range. The records of a partition come in their order.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @throws IllegalStateException if the broker delivers nothing for 30 s
   */
  public static void forEach(
      Properties client, OffsetRange range, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    forEach(client, List.of(range), consumer);
  }

  /**
   * Reads whole ranges of several topics.
   *
   * @param ranges of different topics
   * @throws IllegalStateException if the broker delivers nothing for 30 s
   */
  public static void forEach(
      Properties client,
      List<OffsetRange> ranges,
      Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    read(
        client,
        ranges,
        STALL_TIMEOUT,
        message -> {
          consumer.accept(message);
          return true;
        });
  }

  /**
   * Reads a range until its end or until the visitor stops. The records of a partition come in
   * their order.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them. Without an
   *     {@code auto.offset.reset}, records that were deleted meanwhile are an error
   * @param stallTimeout how long to wait for the next record, also behind an open transaction
   * @throws IllegalStateException if nothing comes for longer
   */
  public static <E extends Exception> void read(
      Properties client, OffsetRange range, Duration stallTimeout, Visitor<E> visitor) throws E {
    read(client, List.of(range), stallTimeout, visitor);
  }

  /**
   * Reads ranges of several topics at once, as {@link #read(Properties, OffsetRange, Duration,
   * Visitor)} does.
   *
   * @param ranges of different topics
   */
  public static <E extends Exception> void read(
      Properties client, List<OffsetRange> ranges, Duration stallTimeout, Visitor<E> visitor)
      throws E {
    Map<TopicPartition, Long> starts = offsets(ranges, OffsetRange::from);
    Map<TopicPartition, Long> ends = offsets(ranges, OffsetRange::to);
    List<TopicPartition> unfinished = new ArrayList<>(starts.keySet());
    unfinished.removeIf(part -> starts.get(part) >= ends.get(part));
    if (unfinished.isEmpty()) {
      return;
    }
    try (KafkaConsumer<byte[], byte[]> kafka = consumer(client)) {
      kafka.assign(unfinished);
      unfinished.forEach(part -> kafka.seek(part, starts.get(part)));
      long deadline = System.nanoTime() + stallTimeout.toNanos();
      long position = -1;
      while (!unfinished.isEmpty()) {
        var records = kafka.poll(POLL_TIMEOUT);
        for (ConsumerRecord<byte[], byte[]> message : records) {
          long end = ends.get(new TopicPartition(message.topic(), message.partition()));
          if (message.offset() < end && !visitor.visit(message)) {
            return;
          }
        }
        // The last offsets may be transaction markers, which consumers never see.
        boolean finished = unfinished.removeIf(part -> kafka.position(part) >= ends.get(part));
        if (finished) {
          kafka.assign(unfinished);
        }
        // Aborted records move the position, too, though no record is returned.
        long moved = unfinished.stream().mapToLong(kafka::position).sum();
        if (finished || moved != position) {
          position = moved;
          deadline = System.nanoTime() + stallTimeout.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              String.format(
                  "topic %s: no record came for %d s, though the end is not reached in %s",
                  unfinished.get(0).topic(), stallTimeout.toSeconds(), unfinished));
        }
      }
    }
  }

  private static Map<TopicPartition, Long> offsets(
      List<OffsetRange> ranges, Function<OffsetRange, Map<Integer, Long>> side) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (OffsetRange range : ranges) {
      side.apply(range)
          .forEach((part, offset) -> offsets.put(new TopicPartition(range.topic(), part), offset));
    }
    return offsets;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties client) {
    Properties settings = new Properties();
    settings.setProperty("auto.offset.reset", "none");
    settings.putAll(client);
    settings.setProperty("isolation.level", "read_committed");
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("allow.auto.create.topics", "false");
    // At the end of a topic a broker delays the last response by this time, and so delays close().
    settings.setProperty("fetch.max.wait.ms", "20");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
