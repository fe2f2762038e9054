package dev.isotherm.bench.latency;

import dev.isotherm.bench.streams.Broker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The limit: sends each probe on at once, as it is, and parses nothing. */
public final class EchoClient {

  private EchoClient() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    String to = arguments[2] + "-alerts";
    try (var consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    arguments[0],
                    "group.id",
                    arguments[2],
                    // As those of Isotherm.
                    "max.partition.fetch.bytes",
                    4 << 20,
                    "max.poll.records",
                    5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", arguments[0], "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      consumer.subscribe(List.of(arguments[1]));
      while (!Thread.interrupted()) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          if (Load.isProbe(message.key())) {
            Broker.send(producer, new ProducerRecord<>(to, message.key(), message.value()));
          }
        }
      }
    }
  }
}
