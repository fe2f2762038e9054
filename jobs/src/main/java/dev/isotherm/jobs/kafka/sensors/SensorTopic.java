package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.wire.OffsetRange;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * The topic of a sensor table. Each JVM reads it once for all operators of a job, and goes on
 * reading when there are new records. It is read as empty if it does not exist.
 */
public final class SensorTopic implements KnownSensors {

  /** The topic, unless another one is named. */
  public static final String DEFAULT = "sensor_table";

  private static final long serialVersionUID = 1;
  private static final String TOPIC = "topic";
  private static final String PREFIX = TOPIC + ":";

  /** What operators of this JVM share, by job and topic. */
  private static final Map<String, WeakReference<SharedLog>> SHARED = new HashMap<>();

  private final Properties client;
  private final String topic;
  private final long position;

  private transient @Nullable SharedLog shared;

  /**
   * Reads one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public SensorTopic(Properties client, String topic) {
    this(client, topic, 0);
  }

  private SensorTopic(Properties client, String topic, long position) {
    this.client = client;
    this.topic = topic;
    this.position = position;
  }

  /** The same topic, of which the records before a position were known before a job started. */
  public SensorTopic knownTo(long other) {
    return new SensorTopic(client, topic, other);
  }

  /** The first position that may not be known when the operators of a job start. */
  public long position() {
    return position;
  }

  /** Whether a text names a topic, and no file: {@code topic}, or {@code topic:NAME}. */
  public static boolean isNamedBy(@Nullable String text) {
    return text != null && (text.equals(TOPIC) || text.startsWith(PREFIX));
  }

  /** The name of the topic in such a text. */
  public static String nameIn(String text) {
    return text.equals(TOPIC) ? DEFAULT : text.substring(PREFIX.length());
  }

  /** Such a text, the same for the same topic. */
  public static String text(String text) {
    return PREFIX + nameIn(text);
  }

  /** The name of the topic. */
  public String name() {
    return topic;
  }

  /** How many changes count, of those that a job has read. */
  long accepted(RuntimeContext context) {
    SharedLog log = shared(context);
    log.readToEnd(client);
    return log.content().accepted();
  }

  /**
   * What a topic says.
   *
   * @param position the offset after its last record
   * @param accepted how many of its records count
   */
  public record Content(SensorTables tables, long position, long accepted) {}

  /**
   * Reads all records that are there now.
   *
   * @param rejected takes a sentence for each record that does not count
   */
  public Content read(Consumer<String> rejected) {
    SharedLog log = new SharedLog(topic, rejected);
    log.readToEnd(client);
    return log.content();
  }

  @Override
  public SensorTables of(RuntimeContext context) {
    SharedLog log = shared(context);
    log.readToEnd(client);
    return log.content().tables();
  }

  @Override
  public void readTo(RuntimeContext context, long position) {
    shared(context).readTo(client, position);
  }

  private SharedLog shared(RuntimeContext context) {
    if (shared == null) {
      shared = shared(context.getJobInfo().getJobId() + " " + topic, topic);
    }
    return shared;
  }

  private static SharedLog shared(String key, String topic) {
    synchronized (SHARED) {
      SHARED.values().removeIf(one -> one.get() == null);
      WeakReference<SharedLog> known = SHARED.get(key);
      SharedLog log = known == null ? null : known.get();
      if (log == null) {
        log = new SharedLog(topic, new RejectedChanges());
        SHARED.put(key, new WeakReference<>(log));
      }
      return log;
    }
  }

  /** A log that is read on and on. */
  private static final class SharedLog {

    /** Within this time, the end of the topic is not asked for again. */
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final String topic;
    private final SensorLog log;
    private long position;
    private long readNanos;
    private boolean isRead;

    SharedLog(String topic, Consumer<String> rejected) {
      this.topic = topic;
      log = new SensorLog(rejected);
    }

    synchronized Content content() {
      return new Content(log.tables(), position, log.accepted());
    }

    /** So that one of the subtasks that start reads it. */
    synchronized void readToEnd(Properties client) {
      if (isRead && System.nanoTime() - readNanos < FRESH_NANOS) {
        return;
      }
      try (Topics topics = Topics.connect(client)) {
        if (topics.missing(Set.of(topic)).isEmpty()) {
          long end = topics.lastStableOffsets(topic).getOrDefault(0, 0L);
          read(client, Math.max(position, topics.beginnings(topic).getOrDefault(0, 0L)), end);
        }
      }
      isRead = true;
      readNanos = System.nanoTime();
    }

    synchronized void readTo(Properties client, long end) {
      read(client, position, end);
    }

    private void read(Properties client, long from, long end) {
      if (from < end) {
        TopicReader.forEach(
            client, new OffsetRange(topic, Map.of(0, from), Map.of(0, end)), log::add);
        position = end;
      }
    }
  }
}
