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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Queries and creates topics. Every error of Kafka becomes a {@link ConfigurationException} with
 * one sentence, because topics are queried before a job starts.
 */
public final class Topics implements AutoCloseable {

  /** Timeout of each request. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Partitions of an input topic that is created on request: enough for four subtasks. */
  public static final int INPUT_PARTITIONS = 4;

  private static final String CLEANUP = "cleanup.policy";
  private static final String COMPACT = "compact";

  /** Segments are compacted once they are closed. */
  private static final Map<String, String> COMPACTED =
      Map.of(CLEANUP, COMPACT, "segment.ms", "3600000");

  private static final String DELETE = "delete";
  private static final String RETENTION_MILLIS = "retention.ms";
  private static final String RETENTION_BYTES = "retention.bytes";
  private static final String FOR_EVER = "-1";

  private static final Map<String, String> KEPT =
      Map.of(CLEANUP, DELETE, RETENTION_MILLIS, FOR_EVER, RETENTION_BYTES, FOR_EVER);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final Admin admin;
  private final Properties client;
  private final String servers;
  private final Duration timeout;

  private Topics(Admin admin, Properties client, Duration timeout) {
    this.admin = admin;
    this.client = client;
    this.servers = client.getProperty("bootstrap.servers");
    this.timeout = timeout;
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
      topics.get(topics.admin.describeCluster().nodes());
      return topics;
    } catch (RuntimeException failed) {
      topics.close();
      throw failed;
    }
  }

  /** The settings that all clients share, secrets among them. */
  public Properties client() {
    return client;
  }

  /** Returns those of {@code names} that are not on the broker. */
  public Set<String> missing(Collection<String> names) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(get(admin.listTopics().names()));
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
    admin.createTopics(topics).values().forEach(this::awaitCreated);
    if (!await(() -> missing(names).isEmpty(), timeout)) {
      throw new ConfigurationException(
          String.format(
              "topics %s: were created, but are not visible within %d s",
              names, timeout.toSeconds()));
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
      create(names, Optional.of(1), COMPACTED);
    }
  }

  /**
   * Creates topics of one partition whose records are all kept for ever. Unlike a compacted topic,
   * they lose nothing by a record without a value.
   */
  public void createKept(Collection<String> names) {
    if (!names.isEmpty()) {
      create(names, Optional.of(1), KEPT);
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
    String cleanup = setting(topic, CLEANUP);
    boolean isKept =
        cleanup.equals(DELETE)
            && setting(topic, RETENTION_MILLIS).equals(FOR_EVER)
            && setting(topic, RETENTION_BYTES).equals(FOR_EVER);
    if (!isKept && !cleanup.equals(COMPACT)) {
      throw new ConfigurationException(
          String.format(
              "%s %s: its cleanup.policy is %s; must be delete with retention.ms -1 and"
                  + " retention.bytes -1, so that nothing in it is ever deleted",
              option, topic, cleanup));
    }
  }

  /**
   * Checks that a topic, which must exist, is compacted and not deleted by age.
   *
   * @param option the option that names the topic, for the message
   * @throws ConfigurationException if it is not
   */
  public void requireCompacted(String option, String topic) {
    String cleanup = setting(topic, CLEANUP);
    if (!cleanup.equals(COMPACT)) {
      throw new ConfigurationException(
          String.format(
              "%s %s: its cleanup.policy is %s; must be compact, so that nothing in it is ever"
                  + " deleted",
              option, topic, cleanup));
    }
  }

  /** Returns an integer setting of a topic, such as {@code max.message.bytes}. */
  public int intSetting(String topic, String key) {
    return Integer.parseInt(setting(topic, key));
  }

  private String setting(String topic, String key) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = get(admin.describeConfigs(Set.of(resource)).all()).get(resource);
    return config.get(key).value();
  }

  /** Kafka's id of a topic, which differs if the topic was deleted and created again. */
  public String id(String topic) {
    return get(admin.describeTopics(Set.of(topic)).allTopicNames()).get(topic).topicId().toString();
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
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
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
    get(admin.describeTopics(Set.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .forEach(info -> wanted.put(new TopicPartition(topic, info.partition()), spec));
    Map<Integer, Long> offsets = new TreeMap<>();
    get(admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all())
        .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
    return offsets;
  }

  private void awaitCreated(String name, KafkaFuture<Void> creation) {
    try {
      get(creation);
    } catch (ConfigurationException refused) {
      if (!(refused.getCause() instanceof TopicExistsException)) {
        throw new ConfigurationException(
            List.of("topic " + name + ": cannot be created; " + refused.getMessage()));
      }
    }
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("--bootstrap-servers " + servers + ": interrupted");
    } catch (java.util.concurrent.TimeoutException noAnswer) {
      throw new ConfigurationException(unreachable());
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RetriableException) {
        throw new ConfigurationException(unreachable());
      }
      ConfigurationException refused =
          new ConfigurationException(KafkaErrors.describe(client, failed.getCause()));
      refused.initCause(failed.getCause());
      throw refused;
    }
  }

  private String unreachable() {
    return String.format(
        "--bootstrap-servers %s: no Kafka broker answers there within %d s",
        servers, timeout.toSeconds());
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
