package dev.isotherm.local.demo;

import dev.isotherm.model.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<List<ConsumerRecord<byte[], byte[]>>> reader;
  private final CompletableFuture<Void> done;
  private volatile boolean finishing;

  /**
   * Starts to read.
   *
   * @param topic exists already
   * @param reader is given the records of each poll, which may be none, in the thread of this tail
   */
  TopicTail(
      String bootstrapServers,
      IsolationLevel isolation,
      String topic,
      Consumer<List<ConsumerRecord<byte[], byte[]>>> reader) {
    this.topic = topic;
    this.reader = reader;
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrapServers);
    settings.setProperty("isolation.level", isolation.toString());
    settings.setProperty("enable.auto.commit", "false");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    done = CompletableFuture.runAsync(this::run, task -> StreamThread.start(task, "tail-" + topic));
  }

  /** Completes when it has ended; exceptionally if reading failed. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Reads to the current end of the topic and ends; if it takes too long, {@link #done} fails. */
  void finish() {
    finishing = true;
  }

  private void run() {
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
      while (ends.keySet().stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "topic %s: cannot be read to its end within %s"
                  .formatted(topic, DurationText.format(LONGEST_FINISH)));
        }
        read();
      }
      reader.accept(List.of());
    }
  }

  private void read() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(POLL).forEach(records::add);
    reader.accept(records);
  }
}
