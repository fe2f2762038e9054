package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorChangeJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what two sensor tables differ by to the topic of the table, all of it or nothing. */
public final class SensorPublisher {

  private final Properties client;
  private final String topic;

  /**
   * Writes to one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public SensorPublisher(Properties client, String topic) {
    this.client = client;
    this.topic = topic;
  }

  /**
   * How many sensors and globs were added, changed and removed.
   *
   * @param source of the last record, {@code topic-partition:offset}; {@code null} if there is none
   */
  public record Changes(int added, int changed, int removed, @Nullable String source) {

    public int count() {
      return added + changed + removed;
    }

    public boolean isEmpty() {
      return count() == 0;
    }
  }

  /**
   * Publishes a version, and waits until the broker has it.
   *
   * @param before the table so far
   * @param fromMillis when the other one is in force
   * @throws ConfigurationException if the broker does not take it; then nothing was published
   */
  public Changes publish(SensorTable before, SensorTable after, long fromMillis)
      throws InterruptedException {
    try (Transaction transaction = new Transaction(fromMillis)) {
      transaction.begin();
      after.forEachSensor(entry -> transaction.send(before.entry(entry.sensor()), 0, entry));
      for (String sensor : before.sensors()) {
        if (!after.names(sensor)) {
          transaction.remove(sensor);
        }
      }
      publishGlobs(before.globs(), after.globs(), transaction);
      transaction.commit();
      return transaction.changes();
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client, refused));
    }
  }

  /** If the order of globs is another one, all of them are written. */
  private static void publishGlobs(
      List<SensorEntry> before, List<SensorEntry> after, Transaction transaction) {
    Map<String, SensorEntry> known = new HashMap<>();
    before.forEach(glob -> known.put(glob.sensor(), glob));
    List<String> names = after.stream().map(SensorEntry::sensor).toList();
    boolean isSameOrder = names.equals(before.stream().map(SensorEntry::sensor).toList());
    for (int i = 0; i < after.size(); i++) {
      SensorEntry last = known.remove(names.get(i));
      if (isSameOrder || last == null) {
        transaction.send(last, i, after.get(i));
      } else {
        transaction.replace(i, after.get(i));
      }
    }
    known.keySet().forEach(transaction::remove);
  }

  /** The records of one version. */
  private final class Transaction implements AutoCloseable {

    private final long fromMillis;
    private final KafkaProducer<byte[], byte[]> producer;
    private int added;
    private int changed;
    private int removed;
    private boolean isOpen;
    private @Nullable ProducerRecord<byte[], byte[]> last;
    private @Nullable Future<RecordMetadata> sent;
    private @Nullable String source;

    Transaction(long fromMillis) {
      this.fromMillis = fromMillis;
      Properties settings = new Properties();
      settings.setProperty("max.block.ms", "15000");
      settings.setProperty("delivery.timeout.ms", "45000");
      settings.putAll(client);
      settings.setProperty("acks", "all");
      ProducerDefaults.ordered(settings);
      // Of two publishers at once, one is fenced off.
      settings.setProperty("transactional.id", "isotherm-sensors-" + topic);
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void begin() {
      producer.initTransactions();
      producer.beginTransaction();
      isOpen = true;
    }

    void send(@Nullable SensorEntry before, int order, SensorEntry after) {
      if (before == null) {
        added++;
        write(new SensorChange(fromMillis, after.sensor(), order, after));
      } else if (!before.saysTheSameAs(after)) {
        replace(order, after);
      }
    }

    void replace(int order, SensorEntry after) {
      changed++;
      write(new SensorChange(fromMillis, after.sensor(), order, after));
    }

    void remove(String sensor) {
      removed++;
      write(new SensorChange(fromMillis, sensor, 0, null));
    }

    /** The key holds the instant, too: if the topic is compacted, no version replaces another. */
    private void write(SensorChange change) {
      sendLast();
      byte[] key = SensorChangeJson.key(change).getBytes(StandardCharsets.UTF_8);
      last = new ProducerRecord<>(topic, 0, key, SensorChangeJson.write(change));
    }

    /** The last record waits until it is known to be the last. */
    private void sendLast() {
      if (last != null) {
        sent = producer.send(last); // the commit fails if it does
      }
    }

    void commit() throws InterruptedException {
      if (last != null) {
        last.headers().add(TableRecord.LAST, new byte[0]);
      }
      sendLast();
      producer.commitTransaction();
      isOpen = false;
      try {
        source = sent == null ? null : topic + "-0:" + sent.get().offset();
      } catch (ExecutionException refused) {
        throw new KafkaException(refused.getCause());
      }
    }

    Changes changes() {
      return new Changes(added, changed, removed, source);
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
}
