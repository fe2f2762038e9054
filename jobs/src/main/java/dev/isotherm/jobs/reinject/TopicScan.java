package dev.isotherm.jobs.reinject;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed in a topic, from its beginning to where it ended when this was asked for. */
public final class TopicScan {

  /** Longer than a transaction of {@link DeadLetterPublisher} can stay open. */
  private static final Duration PATIENCE = DeadLetterPublisher.TRANSACTION_TIMEOUT.plusSeconds(30);

  private static final Duration POLL = Duration.ofMillis(100);

  /** Where the end is. */
  public enum Until {
    /** Before the first transaction that is still open. */
    COMMITTED,
    /** After the last record; transactions that are open are waited for. */
    LAST
  }

  /** What is done with each record. */
  @FunctionalInterface
  public interface Visitor {
    /** Returns false to see no more. */
    boolean visit(ConsumerRecord<byte[], byte[]> entry) throws InterruptedException;
  }

  private final Properties client;
  private final String topic;
  private final Map<TopicPartition, Long> ends;

  private TopicScan(Properties client, String topic, Map<TopicPartition, Long> ends) {
    this.client = client;
    this.topic = topic;
    this.ends = ends;
  }

  /** Looks where the topic, which must be there, ends now. */
  public static TopicScan of(Properties client, String topic, Until until) {
    String isolation = until == Until.COMMITTED ? "read_committed" : "read_uncommitted";
    try (var consumer = consumer(client, isolation)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      return new TopicScan(client, topic, consumer.endOffsets(partitions));
    }
  }

  /**
   * Hands on what there is, in the order of each partition.
   *
   * @throws IllegalStateException if nothing comes for longer than a transaction can take
   */
  public void forEach(Visitor visitor) throws InterruptedException {
    try (var consumer = consumer(client, "read_committed")) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long behind = Long.MAX_VALUE;
      long since = System.nanoTime();
      for (long left = behind(consumer); left > 0; left = behind(consumer)) {
        if (left < behind) {
          behind = left;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              "topic "
                  + topic
                  + ": nothing came for "
                  + PATIENCE.toSeconds()
                  + " s, though "
                  + left
                  + " more is there");
        }
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
          boolean inside = entry.offset() < ends.get(new TopicPartition(topic, entry.partition()));
          if (inside && !visitor.visit(entry)) {
            return;
          }
        }
      }
    }
  }

  /** How many offsets there are up to the end. */
  private long behind(KafkaConsumer<byte[], byte[]> consumer) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
        .sum();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties client, String isolation) {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.setProperty("isolation.level", isolation);
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("auto.offset.reset", "earliest");
    settings.setProperty("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
