package dev.isotherm.jobs.kafka.kept;

import dev.isotherm.jobs.kafka.ProducerDefaults;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one version to a {@link KeptTopic}, all of them or none. The last one has a
 * header that says so. All methods throw {@link KafkaException} if the broker refuses.
 */
public final class VersionTransaction implements AutoCloseable {

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private boolean isOpen;
  private @Nullable ProducerRecord<byte[], byte[]> last;
  private @Nullable Future<RecordMetadata> sent;

  /**
   * Begins.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param what there are versions of; of two publishers of it at once, one is fenced off
   */
  public VersionTransaction(Properties client, String what, String topic) {
    this.topic = topic;
    Properties settings = new Properties();
    settings.setProperty("max.block.ms", "15000");
    settings.setProperty("delivery.timeout.ms", "45000");
    settings.putAll(client);
    settings.setProperty("acks", "all");
    ProducerDefaults.ordered(settings);
    settings.setProperty("transactional.id", "isotherm-" + what + "-" + topic);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Begins the transaction. */
  public void begin() {
    producer.initTransactions();
    producer.beginTransaction();
    isOpen = true;
  }

  /**
   * Writes a record.
   *
   * @param key with the instant of the version: if the topic is compacted, no version replaces
   *     another
   */
  public void write(byte[] key, byte[] value) {
    sendLast();
    last = new ProducerRecord<>(topic, 0, key, value);
  }

  /** The last record waits until it is known to be the last. */
  private void sendLast() {
    if (last != null) {
      sent = producer.send(last); // the commit fails if it does
    }
  }

  /**
   * Commits, and waits until the broker has all records.
   *
   * @return the source of the last record, {@code topic-partition:offset}; {@code null} if there is
   *     none
   */
  public @Nullable String commit() throws InterruptedException {
    if (last != null) {
      last.headers().add(VersionRecord.LAST, new byte[0]);
    }
    sendLast();
    producer.commitTransaction();
    isOpen = false;
    try {
      return sent == null ? null : topic + "-0:" + sent.get().offset();
    } catch (ExecutionException refused) {
      throw new KafkaException(refused.getCause());
    }
  }

  @Override
  public void close() {
    try {
      if (isOpen) {
        producer.abortTransaction();
      }
    } finally {
      producer.close();
    }
  }
}
