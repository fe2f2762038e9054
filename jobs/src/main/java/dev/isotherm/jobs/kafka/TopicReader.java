package dev.isotherm.jobs.kafka;

import dev.isotherm.model.DurationText;
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

/** Reads a part of a topic that has an end, as a member of no consumer group. */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private TopicReader() {}

  /**
   * Hands on every committed record of a range, those of one partition in their order.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @throws IllegalStateException if the broker does not go on delivering
   */
  public static void forEach(
      Properties client, OffsetRange range, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    List<TopicPartition> unfinished = new ArrayList<>();
    range
        .from()
        .forEach(
            (partition, offset) -> {
              if (offset < range.to().get(partition)) {
                unfinished.add(new TopicPartition(range.topic(), partition));
              }
            });
    Properties settings = new Properties();
    settings.putAll(client);
    settings.setProperty("isolation.level", "read_committed");
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("auto.offset.reset", "none");
    // At the end of a topic a broker holds the last request back for so long, and close() with it.
    settings.setProperty("fetch.max.wait.ms", "20");
    try (var kafka =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      kafka.assign(unfinished);
      unfinished.forEach(part -> kafka.seek(part, range.from().get(part.partition())));
      long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
      while (!unfinished.isEmpty()) {
        var records = kafka.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> one : records) {
          if (one.offset() < range.to().get(one.partition())) {
            consumer.accept(one);
          }
        }
        // The last offsets may be marks of transactions, which no one is given.
        boolean moved =
            unfinished.removeIf(part -> kafka.position(part) >= range.to().get(part.partition()));
        if (moved) {
          kafka.assign(unfinished);
        }
        if (moved || !records.isEmpty()) {
          deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "topic "
                  + range.topic()
                  + ": cannot be read on within "
                  + DurationText.format(LONGEST_SILENCE));
        }
      }
    }
  }
}
