package dev.isotherm.bench.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.bench.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How one contestant gets on, as its topics and its group tell. */
public final class Progress implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(20);
  private static final Duration COMMIT_BOUND = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bootstrapServers;
  private final String group;
  private final String who;
  private final Process process;
  private final Admin admin;

  public Progress(String bootstrapServers, String group, String who, Process process) {
    this.bootstrapServers = bootstrapServers;
    this.group = group;
    this.who = who;
    this.process = process;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Waits until the group has committed so many messages; returns how many it has. */
  public long awaitCommitted(long messages) throws Exception {
    long deadline = System.nanoTime() + BOUND.toNanos();
    long committed = committed();
    while (committed < messages) {
      proceed(deadline, committed + " of " + messages + " messages were committed");
      process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS); // no longer than it lives
      committed = committed();
    }
    return committed;
  }

  private long committed() throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  /** Waits until there are so many records in the topic, whether committed or not. */
  void awaitWritten(String topic, long records) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    long written = 0;
    try (var consumer = consumer(topic, "read_uncommitted")) {
      while (written < records) {
        proceed(deadline, written + " of " + records + " records were in " + topic);
        written += consumer.poll(POLL).count();
      }
    }
  }

  /** What the committed averages come to, once there are so many. */
  public Answer committedAverages(String topic, long records) throws IOException {
    Answer.Folding folding = new Answer.Folding();
    read(
        topic,
        records,
        message -> {
          JsonNode average = tree(message.value());
          folding.add(
              average.get("count").asLong(),
              average.get("min").asDouble(),
              average.get("max").asDouble(),
              average.get("mean").asDouble());
        });
    return folding.answer();
  }

  /** How many records are committed, once there are so many. */
  long countCommitted(String topic, long records) {
    long[] count = {0};
    read(topic, records, message -> count[0]++);
    return count[0];
  }

  /** Reads at least so many, and all that are there by then. */
  private void read(String topic, long records, Consumer<ConsumerRecord<byte[], byte[]>> to) {
    long deadline = System.nanoTime() + COMMIT_BOUND.toNanos();
    long seen = 0;
    try (var consumer = consumer(topic, "read_committed")) {
      while (seen < records || behind(consumer)) {
        proceed(deadline, seen + " of " + records + " records were committed in " + topic);
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          to.accept(message);
          seen++;
        }
      }
    }
  }

  private static boolean behind(KafkaConsumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException notJson) {
      throw new IllegalStateException("an average is not JSON", notJson);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String topic, String isolation) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation);
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private void proceed(long deadline, String soFar) {
    if (!process.isAlive()) {
      throw new IllegalStateException(who + ": its process has ended when " + soFar);
    }
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(who + ": takes too long; " + soFar);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
