package dev.isotherm.bench.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The limit: polls and counts, parses nothing, writes nothing. Fetches as Kafka's documentation
 * recommends for throughput: much at once.
 */
final class BareConsumer {

  private static final long COMMIT_NANOS = 100_000_000;

  private BareConsumer() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            arguments[0],
            "group.id",
            arguments[2],
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false,
            "fetch.min.bytes",
            1 << 20,
            "fetch.max.wait.ms",
            100,
            "max.partition.fetch.bytes",
            8 << 20,
            "max.poll.records",
            10_000,
            "receive.buffer.bytes",
            -1);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(arguments[1]));
      long count = 0;
      long committed = System.nanoTime();
      while (count >= 0) {
        count += consumer.poll(Duration.ofMillis(20)).count();
        if (System.nanoTime() - committed > COMMIT_NANOS) {
          consumer.commitAsync();
          committed = System.nanoTime();
        }
      }
    }
  }
}
