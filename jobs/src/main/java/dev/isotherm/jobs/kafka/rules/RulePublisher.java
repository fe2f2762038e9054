package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes one version of the rules. */
public final class RulePublisher {
  private RulePublisher() {}

  /**
   * Writes the record, and waits until the broker has it.
   *
   * @return its source, {@code topic-partition:offset}
   * @throws ConfigurationException if the broker does not take it
   */
  public static String publish(Properties client, ProducerRecord<byte[], byte[]> version)
      throws InterruptedException {
    Properties settings = new Properties();
    settings.setProperty("max.block.ms", "15000");
    settings.setProperty("delivery.timeout.ms", "45000");
    settings.putAll(client);
    settings.setProperty("acks", "all");
    ProducerDefaults.ordered(settings);
    settings.setProperty("linger.ms", "0");
    String servers = client.getProperty("bootstrap.servers");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      RecordMetadata written = producer.send(version).get();
      return written.topic() + "-" + written.partition() + ":" + written.offset();
    } catch (ExecutionException | KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(servers, refused));
    }
  }
}
