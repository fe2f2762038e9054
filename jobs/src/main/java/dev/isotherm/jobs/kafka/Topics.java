package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Queries and creates topics. Every error of Kafka becomes a {@link ConfigurationException} with
 * one sentence, because topics are queried before a job starts.
 */
public final class Topics implements AutoCloseable {

  /** Timeout of each request. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Partitions of an input topic that is created on request: enough for four subtasks. */
  public static final int INPUT_PARTITIONS = 4;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final Admin admin;
  private final AdminRequests requests;

  private Topics(Admin admin, Properties client, Duration timeout) {
    this.admin = admin;
    this.requests = new AdminRequests(client, timeout);
  }

  /**
   * Connects to a broker.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @throws ConfigurationException if no broker answers within {@link #TIMEOUT}
   */
  public static Topics connect(Properties client) {
    return connect(client, TIMEOUT);
  }

  static Topics connect(Properties client, Duration timeout) {
    Properties settings = new Properties();
    settings.putAll(client);
    String millis = Long.toString(timeout.toMillis());
    settings.setProperty("default.api.timeout.ms", millis);
    settings.setProperty("request.timeout.ms", millis);
    Topics topics;
    try {
      topics = new Topics(Admin.create(settings), client, timeout);
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client, refused));
    }
    try {
      topics.requests.get(topics.admin.describeCluster().nodes());
      return topics;
    } catch (RuntimeException failed) {
      topics.close();
      throw failed;
    }
  }

  /** The settings that all clients share, secrets among them. */
  public Properties client() {
    return requests.client();
  }

  /** Returns those of {@code names} that are not on the broker. */
  public Set<String> missing(Collection<String> names) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(requests.get(admin.listTopics().names()));
    return missing;
  }

  /**
   * Checks that a topic exists.
   *
   * @param name what names the topic, such as an option, for the message
   * @param hint the end of the message
   * @throws ConfigurationException if it does not
   */
  public void require(String name, String topic, String hint) {
    if (!missing(Set.of(topic)).isEmpty()) {
      throw new ConfigurationException(name + " " + topic + ": is not on the broker" + hint);
    }
  }

  /**
   * Checks that the topic of {@code --topic} exists.
   *
   * @param create whether to create it, with {@link #INPUT_PARTITIONS}, if it is missing
   * @throws ConfigurationException if it is missing and may not be created
   */
  public void requireInput(String topic, boolean create) {
    if (create && !missing(Set.of(topic)).isEmpty()) {
      create(Set.of(topic), Optional.of(INPUT_PARTITIONS), Map.of());
    }
    require("--topic", topic, "; create it, or add --create-topics");
  }

  /**
   * Creates topics with the broker's default replication and waits until they are visible. A topic
   * that was created meanwhile is left unchanged.
   *
   * @param partitions partitions of each topic; empty for the broker's default
   * @param settings settings of each topic that differ from the broker's defaults
   */
  public void create(
      Collection<String> names, Optional<Integer> partitions, Map<String, String> settings) {
    List<NewTopic> topics =
        names.stream()
            .map(name -> new NewTopic(name, partitions, Optional.empty()).configs(settings))
            .toList();
    admin.createTopics(topics).values().forEach(requests::awaitCreated);
    if (!await(() -> missing(names).isEmpty(), requests.timeout())) {
      throw new ConfigurationException(
          String.format(
              "topics %s: were created, but are not visible within %d s",
              names, requests.timeout().toSeconds()));
    }
  }

  /** Waits for a condition. Returns whether it came true in time. */
  public static boolean await(BooleanSupplier condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return true;
  }

  /** Creates compacted topics of one partition: the last record of each key is kept for ever. */
  public void createCompacted(Collection<String> names) {
    if (!names.isEmpty()) {
      create(names, Optional.of(1), TopicRetention.COMPACTED);
    }
  }

  /**
   * Creates topics of one partition whose records are all kept for ever. Unlike a compacted topic,
   * they lose nothing by a record without a value.
   */
  public void createKept(Collection<String> names) {
    if (!names.isEmpty()) {
      create(names, Optional.of(1), TopicRetention.KEPT);
    }
  }

  /**
   * Checks that a topic, which must exist, keeps the records of different keys for ever: all
   * records, or, as earlier versions of this program created it, the last one of each key.
   *
   * @param option the option that names the topic, for the message
   * @throws ConfigurationException if it does not
   */
  public void requireKept(String option, String topic) {
    TopicRetention retention = retention(topic);
    if (!retention.keepsAll() && !retention.isCompacted()) {
      throw new ConfigurationException(
          String.format(
              "%s %s: its cleanup.policy is %s; must be delete with retention.ms -1 and"
                  + " retention.bytes -1, so that nothing in it is ever deleted",
              option, topic, retention.cleanup()));
    }
  }

  /**
   * Checks that a topic, which must exist, is compacted and not deleted by age.
   *
   * @param option the option that names the topic, for the message
   * @throws ConfigurationException if it is not
   */
  public void requireCompacted(String option, String topic) {
    TopicRetention retention = retention(topic);
    if (!retention.isCompacted()) {
      throw new ConfigurationException(
          String.format(
              "%s %s: its cleanup.policy is %s; must be compact, so that nothing in it is ever"
                  + " deleted",
              option, topic, retention.cleanup()));
    }
  }

  /** Returns an integer setting of a topic, such as {@code max.message.bytes}. */
  public int intSetting(String topic, String key) {
    return Integer.parseInt(setting(topic, key));
  }

  private String setting(String topic, String key) {
    return settings(topic).get(key).value();
  }

  private TopicRetention retention(String topic) {
    return TopicRetention.of(settings(topic));
  }

  private Config settings(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return requests.get(admin.describeConfigs(Set.of(resource)).all()).get(resource);
  }

  /** Kafka's id of a topic, which differs if the topic was deleted and created again. */
  public String id(String topic) {
    return requests
        .get(admin.describeTopics(Set.of(topic)).allTopicNames())
        .get(topic)
        .topicId()
        .toString();
  }

  /** The first offset that each partition still contains. */
  public Map<Integer, Long> beginnings(String topic) {
    return offsets(topic, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The last stable offset of each partition: {@code read_committed} consumers read up to it. */
  public Map<Integer, Long> lastStableOffsets(String topic) {
    return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /** The high watermark of each partition, which counts uncommitted records too. */
  public Map<Integer, Long> highWatermarks(String topic) {
    return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** All committed records that a topic contains now. */
  public OffsetRange committedRange(String topic) {
    return new OffsetRange(topic, beginnings(topic), lastStableOffsets(topic));
  }

  /** The committed offsets of a consumer group, by partition. */
  public Map<Integer, Long> committed(String topic, String group) {
    Map<Integer, Long> committed = new TreeMap<>();
    requests
        .get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, place) -> {
              if (partition.topic().equals(topic) && place != null) {
                committed.put(partition.partition(), place.offset());
              }
            });
    return committed;
  }

  /** The first record of each partition with a timestamp not before an instant, or else its end. */
  public Map<Integer, Long> offsetsAt(String topic, long epochMillis) {
    Map<Integer, Long> at =
        offsets(topic, OffsetSpec.forTimestamp(epochMillis), IsolationLevel.READ_COMMITTED);
    Map<Integer, Long> ends = lastStableOffsets(topic);
    at.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
    return at;
  }

  private Map<Integer, Long> offsets(String topic, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    requests
        .get(admin.describeTopics(Set.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .forEach(info -> wanted.put(new TopicPartition(topic, info.partition()), spec));
    Map<Integer, Long> offsets = new TreeMap<>();
    requests
        .get(admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all())
        .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
    return offsets;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
