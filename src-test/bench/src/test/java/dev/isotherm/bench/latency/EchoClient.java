package dev.isotherm.bench.latency;

import dev.isotherm.bench.streams.Broker;
import dev.isotherm.jobs.kafka.ConsumerDefaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
    Properties settings = ConsumerDefaults.highThroughput(new Properties());
    settings.setProperty("bootstrap.servers", arguments[0]);
    settings.setProperty("group.id", arguments[2]);
    try (var consumer =
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
