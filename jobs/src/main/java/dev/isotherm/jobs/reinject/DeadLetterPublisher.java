package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes letters and their marks in transactions: of each letter both, or neither.
 *
 * <p>There is one at a time for a rejected topic. A second one puts the first out of action and
 * settles the transaction that it, or a run that was killed, left open; only then does its
 * constructor return. So marks that are read after it are all that there will ever be, except for
 * those of this publisher.
 */
public final class DeadLetterPublisher implements AutoCloseable {
  static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(10);

  private final String topic;
  private final String marksTopic;
  private final KafkaProducer<byte[], byte[]> producer;

  /** A letter, and the value that it is to be published with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Ready(DeadLetter letter, byte[] value) {}

  /**
   * Takes over from whoever published letters of the same rejected topic.
   *
   * @throws ConfigurationException if the client's settings are not usable
   */
  public DeadLetterPublisher(
      Properties client, String rejectedTopic, String topic, String marksTopic) {
    this.topic = topic;
    this.marksTopic = marksTopic;
    Properties settings = new Properties();
    // A message that came packed may only fit if it goes packed.
    settings.setProperty("compression.type", "gzip");
    settings.setProperty("max.request.size", Integer.toString(32 << 20));
    settings.setProperty("max.block.ms", Long.toString(PATIENCE.toMillis()));
    settings.putAll(client);
    settings.setProperty("acks", "all");
    ProducerDefaults.keep(settings);
    settings.setProperty("enable.idempotence", "true");
    settings.setProperty("transactional.id", transactionalId(rejectedTopic));
    settings.setProperty("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()));
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException refused) {
      throw new ConfigurationException(
          KafkaErrors.sentence(client.getProperty("bootstrap.servers"), refused));
    }
    try {
      producer.initTransactions();
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Of the rejected topic alone: a letter must not go to two topics at once either. */
  public static String transactionalId(String rejectedTopic) {
    return "isotherm-reinject-" + rejectedTopic;
  }

  /**
   * Publishes letters and marks. When it returns they are committed, but for those it returns.
   *
   * @return letters that the topic does not take, because they are too large
   * @throws ProducerFencedException if another publisher has taken over; nothing was committed
   * @throws KafkaException if the broker does not confirm; what was sent may or may not count
   */
  public List<DeadLetter> publish(List<Ready> letters) {
    if (letters.isEmpty() || commits(letters)) {
      return List.of();
    }
    if (letters.size() == 1) {
      return List.of(letters.get(0).letter());
    }
    // Kafka does not say which one it was: all that were on their way fail with it.
    int half = letters.size() / 2;
    List<DeadLetter> tooLarge = new ArrayList<>(publish(letters.subList(0, half)));
    tooLarge.addAll(publish(letters.subList(half, letters.size())));
    return tooLarge;
  }

  /** False if one of them is too large, and so none was published. */
  private boolean commits(List<Ready> letters) {
    AtomicBoolean failing = new AtomicBoolean();
    try {
      producer.beginTransaction();
      for (Ready ready : letters) {
        send(ready.letter().message(topic, ready.value()), failing);
        send(ReinjectionMark.of(ready.letter()).in(marksTopic), failing);
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
   * Whether it failed, and why, commitTransaction says. Once one has, the others are not even
   * tried: each would wait for a broker that does not answer.
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
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Takes back what was sent and not committed. */
  @Override
  public void close() {
    producer.close(PATIENCE_AT_THE_END);
  }
}
