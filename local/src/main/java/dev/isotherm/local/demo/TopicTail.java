package dev.isotherm.local.demo;

import dev.isotherm.model.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its first record on, in a thread of its own, until it is finished. */
final class TopicTail {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(15);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<List<ConsumerRecord<byte[], byte[]>>> reader;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile boolean finishing;

  private TopicTail(
      KafkaConsumer<byte[], byte[]> consumer,
      Consumer<List<ConsumerRecord<byte[], byte[]>>> reader) {
    this.consumer = consumer;
    this.reader = reader;
  }

  /**
   * Begins to read.
   *
   * @param topic exists already
   * @param reader is given what arrives together, and an empty list while nothing does; in the
   *     thread of this tail
   */
  static TopicTail start(
      String bootstrapServers,
      IsolationLevel isolation,
      String topic,
      Consumer<List<ConsumerRecord<byte[], byte[]>>> reader) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            isolation.toString(),
            "enable.auto.commit",
            false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicTail tail = new TopicTail(consumer, reader);
    Thread thread = new Thread(() -> tail.run(topic), "tail-" + topic);
    thread.setDaemon(true);
    thread.start();
    return tail;
  }

  /** Completes when it has ended; exceptionally if it could not go on reading. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Reads what is there by now, and ends; in time, or {@link #done()} tells of the failure. */
  void finish() {
    finishing = true;
  }

  private void run(String topic) {
    try (consumer) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!finishing) {
        read();
      }
      long deadline = System.nanoTime() + LONGEST_FINISH.toNanos();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!hasReached(ends)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "topic %s: cannot be read to its end within %s"
                  .formatted(topic, DurationText.format(LONGEST_FINISH)));
        }
        read();
      }
      reader.accept(List.of());
      done.complete(null);
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  private void read() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(POLL).forEach(records::add);
    reader.accept(records);
  }

  private boolean hasReached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
