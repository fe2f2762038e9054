package dev.isotherm.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Messages of sensors, written at the instant that they tell of; and results as text. */
final class Temperatures {
  private Temperatures() {}

  /** A message of 2025-07-01. */
  static ProducerRecord<byte[], byte[]> message(
      LiveKafka.TestTopics topics, int partition, String sensor, String time, String members) {
    String instant = "2025-07-01T" + time + "Z";
    String json =
        "{\"timestamp\":\"" + instant + "\",\"sensor_id\":\"" + sensor + "\"," + members + "}";
    return new ProducerRecord<>(
        topics.readings(),
        partition,
        Instant.parse(instant).toEpochMilli(),
        sensor.getBytes(UTF_8),
        json.getBytes(UTF_8));
  }

  /** A message with a temperature. */
  static ProducerRecord<byte[], byte[]> message(
      LiveKafka.TestTopics topics, int partition, String sensor, String time, double celsius) {
    return message(topics, partition, sensor, time, "\"temperature\":" + celsius);
  }

  static String key(ConsumerRecord<byte[], byte[]> result) {
    return new String(result.key(), UTF_8);
  }

  static String value(ConsumerRecord<byte[], byte[]> result) {
    return new String(result.value(), UTF_8);
  }
}
