package dev.isotherm.jobs.kafka;

import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
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
    read(
        client,
        range,
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
    List<TopicPartition> unfinished = new ArrayList<>();
    range.from().keySet().forEach(part -> unfinished.add(new TopicPartition(range.topic(), part)));
    unfinished.removeIf(
        part -> range.from().get(part.partition()) >= range.to().get(part.partition()));
    try (KafkaConsumer<byte[], byte[]> kafka = consumer(client)) {
      kafka.assign(unfinished);
      unfinished.forEach(part -> kafka.seek(part, range.from().get(part.partition())));
      long deadline = System.nanoTime() + stallTimeout.toNanos();
      long position = -1;
      while (!unfinished.isEmpty()) {
        var records = kafka.poll(POLL_TIMEOUT);
        for (ConsumerRecord<byte[], byte[]> message : records) {
          if (message.offset() < range.to().get(message.partition()) && !visitor.visit(message)) {
            return;
          }
        }
        // The last offsets may be transaction markers, which consumers never see.
        boolean finished =
            unfinished.removeIf(part -> kafka.position(part) >= range.to().get(part.partition()));
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
                  range.topic(), stallTimeout.toSeconds(), unfinished));
        }
      }
    }
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
