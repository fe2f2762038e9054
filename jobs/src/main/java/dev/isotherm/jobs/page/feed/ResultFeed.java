package dev.isotherm.jobs.page.feed;

import dev.isotherm.jobs.kafka.ConsumerDefaults;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the topics of results in a thread of its own, as a member of no consumer group. It reads
 * committed records only.
 *
 * <p>Alerts are read from the beginning, because one that still fires may have begun at any time.
 * Of averages and late readings, those that were written in a time before the start are read, and
 * at least the last averages. Of rejected messages, only the last ones are.
 */
public final class ResultFeed implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PARTITION_CHECK = Duration.ofSeconds(30);

  /** Of each partition of averages. */
  private static final long LEAST_AVERAGES = 10_000;

  private static final long MOST_AVERAGES = 1_000_000;
  private static final long LAST_REJECTED = 50;
  private static final long LONGEST_CLOSE_SECONDS = 2;

  private final TopicNames topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecord<byte[], byte[]>> reader;
  private final Set<String> followed;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final CompletableFuture<Void> ended;
  private volatile boolean closing;

  /**
   * Starts to read.
   *
   * @param broker with the topics of averages and alerts; the others may be missing
   * @param history how long before now the averages begin
   * @param nowMillis the present instant
   * @param reader is given each record, in the thread of this feed
   */
  public ResultFeed(
      Topics broker,
      TopicNames topics,
      Duration history,
      long nowMillis,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    this.topics = topics;
    this.reader = reader;
    Collection<String> all =
        List.of(
            topics.averages(),
            topics.alerts(),
            topics.rejected(),
            topics.late(),
            topics.progress(),
            topics.rules());
    Set<String> missing = broker.missing(all);
    followed = new TreeSet<>(all);
    followed.removeAll(missing);
    for (String topic : followed) {
      begin(broker, topic, nowMillis - history.toMillis());
    }
    consumer = consumer(broker.client());
    ended =
        CompletableFuture.runAsync(
            this::run,
            task -> {
              Thread thread = new Thread(task, "page-feed");
              thread.setDaemon(true);
              thread.start();
            });
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties client) {
    Properties settings = ConsumerDefaults.highThroughput(client);
    // What retention deletes while it waits to be read is not shown.
    settings.setProperty("auto.offset.reset", "earliest");
    settings.setProperty("isolation.level", "read_committed");
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void begin(Topics broker, String topic, long sinceMillis) {
    Map<Integer, Long> beginnings = broker.beginnings(topic);
    Map<Integer, Long> ends = broker.lastStableOffsets(topic);
    boolean hasHistory = topic.equals(topics.averages()) || topic.equals(topics.late());
    Map<Integer, Long> since = hasHistory ? broker.offsetsAt(topic, sinceMillis) : Map.of();
    for (Map.Entry<Integer, Long> partition : ends.entrySet()) {
      long end = partition.getValue();
      long wanted;
      if (topic.equals(topics.alerts())) {
        wanted = 0;
      } else if (hasHistory) {
        long within = Math.max(end - MOST_AVERAGES, since.get(partition.getKey()));
        long least = topic.equals(topics.averages()) ? LEAST_AVERAGES : 0;
        wanted = Math.min(within, end - least);
      } else if (topic.equals(topics.rejected())) {
        wanted = end - LAST_REJECTED;
      } else {
        wanted = end;
      }
      starts.put(
          new TopicPartition(topic, partition.getKey()),
          Math.max(wanted, beginnings.get(partition.getKey())));
    }
  }

  /** Completes when it has ended; exceptionally if reading failed. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  private void run() {
    try (consumer) {
      consumer.assign(starts.keySet());
      starts.forEach(consumer::seek);
      long checked = System.nanoTime();
      while (!closing) {
        consumer.poll(POLL).forEach(reader);
        if (System.nanoTime() - checked > PARTITION_CHECK.toNanos()) {
          checked = System.nanoTime();
          addPartitions();
        }
      }
    } catch (WakeupException closed) {
      if (!closing) {
        throw closed;
      }
    }
  }

  /** Partitions that were added to a topic are read from their beginning. */
  private void addPartitions() {
    Map<TopicPartition, Long> added = new HashMap<>();
    for (String topic : followed) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> added.put(new TopicPartition(topic, info.partition()), 0L));
    }
    added.keySet().removeAll(starts.keySet());
    if (!added.isEmpty()) {
      starts.putAll(added);
      consumer.assign(starts.keySet());
      consumer.seekToBeginning(added.keySet());
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    // It waits for a broker that is gone; this does not.
    var unused =
        ended
            .exceptionally(failed -> null)
            .completeOnTimeout(null, LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)
            .join();
  }
}
