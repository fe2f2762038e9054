package dev.isotherm.jobs.fleet;

import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a fleet's messages to a topic at a steady rate, keyed by sensor.
 *
 * <p>{@link #run()} blocks until all are sent or another thread calls {@link #stop()}; it returns
 * when the broker has confirmed or refused each message. It can run once only.
 */
public final class FleetPublisher implements Runnable, AutoCloseable {
  private static final long MAX_PARK_NANOS = 50_000_000;

  private final Fleet fleet;
  private final Rate rate;
  private final Instant start;
  private final long count;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * Creates the producer; {@link #run()} sends.
   *
   * @param client settings shared by all Kafka clients, {@code bootstrap.servers} among them
   * @param topic the topic to write to; must exist
   * @param rate of all sensors together
   * @param start instant of the first message; from there the simulated clock runs at the speed of
   *     the real one
   * @param count number of messages; {@link Long#MAX_VALUE} for no limit
   * @throws ConfigurationException if Kafka rejects the settings
   */
  public FleetPublisher(
      Properties client, String topic, Fleet fleet, Rate rate, Instant start, long count) {
    this.topic = topic;
    this.fleet = fleet;
    this.rate = rate;
    this.start = start;
    this.count = count;
    Properties settings = new Properties();
    settings.setProperty("linger.ms", "10");
    settings.setProperty("batch.size", "131072");
    settings.setProperty("max.block.ms", "15000");
    settings.setProperty("delivery.timeout.ms", "45000");
    settings.putAll(client);
    settings.setProperty("acks", "all");
    ProducerDefaults.ordered(settings);
    settings.setProperty("enable.idempotence", "true");
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client, refused));
    }
  }

  @Override
  public void run() {
    long startNanos = System.nanoTime();
    for (long index = 0; index < count && awaitDue(index, startNanos); index++) {
      Instant at =
          rate.isMax() ? start.plusNanos(System.nanoTime() - startNanos) : rate.dueAt(start, index);
      send(fleet.message(index, at));
    }
    producer.flush();
  }

  private void send(Fleet.Message message) {
    if (message.malformed()) {
      malformed.incrementAndGet();
    }
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topic,
                  message.sensorId().getBytes(StandardCharsets.UTF_8),
                  message.text().getBytes(StandardCharsets.UTF_8)),
              (metadata, failure) -> count(failure));
    } catch (InterruptException interrupted) {
      stopped = true;
      count(interrupted);
    } catch (KafkaException refused) {
      count(refused);
    }
  }

  private void count(@Nullable Exception failure) {
    if (failure == null) {
      delivered.incrementAndGet();
    } else {
      failed.incrementAndGet();
      firstFailure.compareAndSet(null, failure);
    }
  }

  /** Waits until a message is due; returns false if it is stopped first. */
  private boolean awaitDue(long index, long startNanos) {
    long due = startNanos + rate.dueNanos(index);
    for (long left = due - System.nanoTime(); ; left = due - System.nanoTime()) {
      if (stopped || Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(Math.min(left, MAX_PARK_NANOS));
    }
  }

  /** Makes {@link #run()} return soon. May be called by any thread, more than once. */
  public void stop() {
    stopped = true;
  }

  /** Stops, and closes the producer once each message was confirmed or refused. */
  @Override
  public void close() {
    stop();
    producer.close();
  }

  /** Messages that the broker confirmed. */
  public long delivered() {
    return delivered.get();
  }

  /** Messages that the broker did not confirm. */
  public long failed() {
    return failed.get();
  }

  /** Messages sent that were malformed on purpose. */
  public long malformed() {
    return malformed.get();
  }

  /** The error of the first message that failed; {@code null} if none has failed. */
  public @Nullable Exception firstFailure() {
    return firstFailure.get();
  }
}
