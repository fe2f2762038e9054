package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * What a broker knows of topics. Whatever Kafka has to say becomes a {@link ConfigurationException}
 * of one sentence, because it is asked before a job starts.
 */
public final class Topics implements AutoCloseable {

  /** How long a broker may take to answer. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Partitions of an input topic made on request: room for four subtasks. */
  public static final int INPUT_PARTITIONS = 4;

  private static final String CLEANUP = "cleanup.policy";
  private static final String COMPACT = "compact";

  /** Segments are compacted once they are closed. */
  private static final Map<String, String> COMPACTED =
      Map.of(CLEANUP, COMPACT, "segment.ms", "3600000");

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Admin admin;
  private final String servers;
  private final Duration patience;

  private Topics(Admin admin, String servers, Duration patience) {
    this.admin = admin;
    this.servers = servers;
    this.patience = patience;
  }

  /**
   * Asks the brokers whether they are there.
   *
   * @param client what {@link dev.isotherm.jobs.commands.options.KafkaOptions#clientProperties()}
   *     returns
   * @throws ConfigurationException if no broker answers within {@link #PATIENCE}
   */
  public static Topics connect(Properties client) {
    return connect(client, PATIENCE);
  }

  static Topics connect(Properties client, Duration patience) {
    Properties settings = new Properties();
    settings.putAll(client);
    String millis = Long.toString(patience.toMillis());
    settings.setProperty("default.api.timeout.ms", millis);
    settings.setProperty("request.timeout.ms", millis);
    String servers = client.getProperty("bootstrap.servers");
    Admin admin;
    try {
      admin = Admin.create(settings);
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.sentence(servers, refused));
    }
    Topics topics = new Topics(admin, servers, patience);
    try {
      topics.get(admin.describeCluster().nodes());
      return topics;
    } catch (RuntimeException unreachable) {
      topics.close();
      throw unreachable;
    }
  }

  /** Those of {@code names} that the broker does not have. */
  public Set<String> missing(Collection<String> names) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(get(admin.listTopics().names()));
    return missing;
  }

  /**
   * Makes topics, with the broker's own replication, and waits until they can be seen. One that
   * came into being meanwhile is left as it is.
   *
   * @param partitions how many each gets; empty for as many as the broker finds right
   * @param settings of each topic, where they are not to be the broker's
   */
  public void create(
      Collection<String> names, OptionalInt partitions, Map<String, String> settings) {
    Optional<Integer> count =
        partitions.isPresent() ? Optional.of(partitions.getAsInt()) : Optional.empty();
    List<NewTopic> topics =
        names.stream()
            .map(name -> new NewTopic(name, count, Optional.empty()).configs(settings))
            .toList();
    admin.createTopics(topics).values().forEach(this::created);
    long end = System.nanoTime() + patience.toNanos();
    while (!missing(names).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new ConfigurationException(
            "topics " + names + ": were made, but do not appear within " + patience.toSeconds());
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Makes topics of one partition that keep the last record of each key, and that for ever. */
  public void createCompacted(Collection<String> names) {
    if (!names.isEmpty()) {
      create(names, OptionalInt.of(1), COMPACTED);
    }
  }

  /**
   * Sees to it that nothing is deleted with time.
   *
   * @param option that names the topic, which must be there
   */
  public void requireCompacted(String option, String topic) {
    String cleanup = setting(topic, CLEANUP);
    if (!cleanup.equals(COMPACT)) {
      throw new ConfigurationException(
          option
              + " "
              + topic
              + ": its cleanup.policy is "
              + cleanup
              + "; must be compact, so that nothing in it is ever deleted");
    }
  }

  /** A setting of a topic that is a whole number, such as {@code max.message.bytes}. */
  public int intSetting(String topic, String key) {
    return Integer.parseInt(setting(topic, key));
  }

  /** A setting of a topic, such as {@code cleanup.policy}. */
  public String setting(String topic, String key) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = get(admin.describeConfigs(Set.of(resource)).all()).get(resource);
    return config.get(key).value();
  }

  /** The first offset that each partition still has. */
  public Map<Integer, Long> beginnings(String topic) {
    return offsets(topic, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The first offset of each partition that readers of what is committed do not see yet. */
  public Map<Integer, Long> ends(String topic) {
    return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /** The first offset of each partition that is not taken, be it by what is not committed. */
  public Map<Integer, Long> uncommittedEnds(String topic) {
    return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Where a consumer group has committed to go on, in the partitions where it has. */
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

  /** The first record of each partition with a timestamp not before an instant; else its end. */
  public Map<Integer, Long> offsetsAt(String topic, long epochMillis) {
    Map<Integer, Long> at =
        offsets(topic, OffsetSpec.forTimestamp(epochMillis), IsolationLevel.READ_COMMITTED);
    Map<Integer, Long> ends = ends(topic);
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

  private void created(String name, KafkaFuture<Void> creation) {
    try {
      get(creation);
    } catch (ConfigurationException refused) {
      if (!(refused.getCause() instanceof TopicExistsException)) {
        throw new ConfigurationException(
            List.of("topic " + name + ": cannot be made; " + refused.getMessage()));
      }
    }
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(patience.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("--bootstrap-servers " + servers + ": interrupted");
    } catch (java.util.concurrent.TimeoutException silent) {
      throw new ConfigurationException(silence());
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RetriableException) {
        throw new ConfigurationException(silence());
      }
      ConfigurationException refused =
          new ConfigurationException(KafkaErrors.sentence(servers, failed.getCause()));
      refused.initCause(failed.getCause());
      throw refused;
    }
  }

  private String silence() {
    return "--bootstrap-servers "
        + servers
        + ": no Kafka broker answers there within "
        + patience.toSeconds()
        + " s";
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
