package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes dead letters and their marks in transactions: both of a letter, or neither.
 *
 * <p>A rejected topic has one active publisher. The constructor of a second one fences the first,
 * completes the transaction that it or a killed run left open, and only then returns. So marks that
 * are read after that are complete, except for those of this publisher.
 */
public final class DeadLetterPublisher implements AutoCloseable {
  static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final String topic;
  private final String marksTopic;
  private final KafkaProducer<byte[], byte[]> producer;

  /** A letter with the value to publish. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Ready(DeadLetter letter, byte[] value) {}

  /**
   * Fences any other publisher of the same rejected topic.
   *
   * @throws ConfigurationException if Kafka does not accept the client's settings
   */
  public DeadLetterPublisher(
      Properties client, String rejectedTopic, String topic, String marksTopic) {
    this.topic = topic;
    this.marksTopic = marksTopic;
    Properties settings = new Properties();
    // A message that arrived compressed may only fit if it is sent compressed.
    settings.setProperty("compression.type", "gzip");
    settings.setProperty("max.request.size", Integer.toString(32 << 20));
    settings.setProperty("max.block.ms", Long.toString(TIMEOUT.toMillis()));
    settings.putAll(client);
    settings.setProperty("acks", "all");
    ProducerDefaults.ordered(settings);
    settings.setProperty("enable.idempotence", "true");
    settings.setProperty("transactional.id", transactionalId(rejectedTopic));
    settings.setProperty("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()));
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client, refused));
    }
    try {
      producer.initTransactions();
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Depends on the rejected topic alone, so that no letter goes to two target topics at once. */
  public static String transactionalId(String rejectedTopic) {
    return "isotherm-reinject-" + rejectedTopic;
  }

  /**
   * Publishes letters and marks, and returns after they are committed.
   *
   * @return letters that are too large for the topic; these are not published
   * @throws ProducerFencedException if another publisher has taken over; nothing was committed
   * @throws KafkaException if the broker does not confirm; the letters may be committed or not
   */
  public List<DeadLetter> publish(List<Ready> letters) {
    if (letters.isEmpty() || commits(letters)) {
      return List.of();
    }
    if (letters.size() == 1) {
      return List.of(letters.get(0).letter());
    }
    // Kafka does not say which letter was too large: all of the batch fail with it.
    int half = letters.size() / 2;
    List<DeadLetter> tooLarge = new ArrayList<>(publish(letters.subList(0, half)));
    tooLarge.addAll(publish(letters.subList(half, letters.size())));
    return tooLarge;
  }

  /** Returns false if one of them is too large, so that none was published. */
  private boolean commits(List<Ready> letters) {
    AtomicBoolean failing = new AtomicBoolean();
    try {
      producer.beginTransaction();
      for (Ready ready : letters) {
        send(ready.letter().message(topic, ready.value()), failing);
        send(ready.letter().mark(marksTopic), failing);
      }
      producer.commitTransaction();
      return true;
    } catch (KafkaException failed) {
      if (!isCausedBy(failed, RecordTooLargeException.class)) {
        throw isCausedBy(failed, InvalidProducerEpochException.class)
                || isCausedBy(failed, ProducerFencedException.class)
            ? new ProducerFencedException(failed.getMessage())
            : failed;
      }
      producer.abortTransaction();
      return false;
    }
  }

  /**
   * Sends a record unless an earlier one has failed, because each send would wait for a broker that
   * does not answer. {@code commitTransaction} reports the failure.
   */
  private void send(ProducerRecord<byte[], byte[]> message, AtomicBoolean failing) {
    if (!failing.get()) {
      var unused =
          producer.send(
              message,
              (sent, failure) -> {
                if (failure != null) {
                  failing.set(true);
                }
              });
    }
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Exception> kind) {
    return ExceptionUtils.findThrowable(failure, kind).isPresent();
  }

  /** Aborts what was sent and not committed. */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
