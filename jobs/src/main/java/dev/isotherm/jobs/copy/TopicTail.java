package dev.isotherm.jobs.copy;

import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.postgres.ResultDatabase;
import dev.isotherm.jobs.postgres.TopicOffset;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of result topics, from the offsets that the database has. Belongs to
 * no consumer group.
 *
 * <p>Not thread-safe, except for {@link #wakeUp}.
 */
final class TopicTail implements AutoCloseable {

  /** At most so many bytes are held, however far the database is behind. */
  private static final int MAX_FETCH_BYTES = 4 << 20;

  private static final int MAX_RECORDS = 5_000;

  private final KafkaConsumer<byte[], byte[]> kafka;
  private final List<String> names;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<TopicPartition, Long> inDatabase = new HashMap<>();

  /**
   * Connects to the broker.
   *
   * @throws dev.isotherm.model.ConfigurationException if a topic cannot be read
   */
  TopicTail(ResultTopics topics) {
    names = topics.names();
    try (Topics broker = Topics.connect(topics.client())) {
      for (String name : names) {
        ids.put(name, broker.id(name));
      }
    }
    Properties settings = new Properties();
    settings.putAll(topics.client());
    settings.setProperty("isolation.level", "read_committed");
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("allow.auto.create.topics", "false");
    // Records that were deleted meanwhile are an error, and are counted.
    settings.setProperty("auto.offset.reset", "none");
    settings.setProperty("fetch.max.bytes", Integer.toString(MAX_FETCH_BYTES));
    settings.setProperty("max.poll.records", Integer.toString(MAX_RECORDS));
    settings.setProperty("default.api.timeout.ms", "10000");
    settings.remove("group.id");
    kafka = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String name : names) {
      kafka
          .partitionsFor(name)
          .forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
    }
    kafka.assign(partitions);
  }

  /**
   * Goes to where the database is.
   *
   * @return how many offsets the topics have deleted that are not in the database
   */
  long seek(ResultDatabase database, String stream) throws SQLException {
    inDatabase.clear();
    for (String name : names) {
      database
          .offsets(stream, ids.get(name))
          .forEach((part, next) -> inDatabase.put(new TopicPartition(name, part), next));
    }
    Map<TopicPartition, Long> beginnings = kafka.beginningOffsets(kafka.assignment());
    long lost = 0;
    for (Map.Entry<TopicPartition, Long> beginning : beginnings.entrySet()) {
      long next = inDatabase.getOrDefault(beginning.getKey(), beginning.getValue());
      lost += Math.max(0, beginning.getValue() - next);
      kafka.seek(beginning.getKey(), Math.max(next, beginning.getValue()));
    }
    return lost;
  }

  /** Reads what has come, and waits for it for some time. */
  List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    kafka.poll(wait).forEach(records::add);
    return records;
  }

  /** The offsets that some records take the database to. */
  List<TopicOffset> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, TopicOffset> offsets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition part = new TopicPartition(record.topic(), record.partition());
      offsets.put(
          part,
          new TopicOffset(
              ids.get(record.topic()),
              record.partition(),
              record.topic(),
              inDatabase.getOrDefault(part, TopicOffset.NONE),
              record.offset() + 1,
              record.timestamp()));
    }
    return List.copyOf(offsets.values());
  }

  /**
   * The offsets behind markers of transactions, which are no records, after all records that were
   * read are in the database.
   */
  List<TopicOffset> offsetsOfMarkers() {
    List<TopicOffset> offsets = new ArrayList<>();
    inDatabase.forEach(
        (part, next) -> {
          long position = kafka.position(part);
          if (position > next) {
            offsets.add(
                new TopicOffset(
                    ids.get(part.topic()), part.partition(), part.topic(), next, position, 0));
          }
        });
    return offsets;
  }

  /** Notes that the database has these offsets now. */
  void committed(List<TopicOffset> offsets) {
    offsets.forEach(
        offset ->
            inDatabase.put(new TopicPartition(offset.topic(), offset.partition()), offset.next()));
  }

  /** How many committed offsets are not in the database. */
  long behind() {
    Map<TopicPartition, Long> beginnings = kafka.beginningOffsets(kafka.assignment());
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : kafka.endOffsets(kafka.assignment()).entrySet()) {
      long first = beginnings.get(end.getKey());
      long next = Math.max(first, inDatabase.getOrDefault(end.getKey(), first));
      behind += Math.max(0, end.getValue() - next);
    }
    return behind;
  }

  /** Ends a wait of another thread. */
  void wakeUp() {
    kafka.wakeup();
  }

  @Override
  public void close() {
    kafka.close(CloseOptions.timeout(Duration.ZERO));
  }
}
