package dev.isotherm.jobs.kafka.kept;

import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.files.Known;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.wire.OffsetRange;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topic of one partition that keeps all versions of something. Each JVM reads it once for all
 * operators of a job, and goes on reading when there are new records. It is read as empty if it
 * does not exist.
 *
 * @param <T> all versions
 */
public abstract class KeptTopic<T> implements Known<T> {

  private static final long serialVersionUID = 1;

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
   * @param position the first one that may not be known when the operators of a job start
   */
  protected KeptTopic(Properties client, String topic, long position) {
    this.client = client;
    this.topic = topic;
    this.position = position;
  }

  /**
   * Begins without a record.
   *
   * @param rejected takes a sentence for each record that does not count
   */
  protected abstract KeptLog<T> newLog(Consumer<String> rejected);

  /** Reads when the version of a record is in force. */
  public abstract VersionRecord.Reader reader();

  /** Tells operators of versions that come while a job runs. Must run with parallelism 1. */
  public abstract ProcessFunction<VersionRecord, RulesUpdate> keeper();

  /** What there are versions of, as a part of uids: {@code sensor-table}. */
  public abstract String uid();

  /** The first position that may not be known when the operators of a job start. */
  public final long position() {
    return position;
  }

  /** The settings that all clients share. */
  protected final Properties client() {
    return client;
  }

  /** The name of the topic. */
  public final String name() {
    return topic;
  }

  /**
   * What a topic says.
   *
   * @param position the offset after its last record
   * @param accepted how many changes or versions count
   */
  public record Content<T>(T versions, long position, long accepted) {}

  /**
   * Reads all records that are there now.
   *
   * @param rejected takes a sentence for each record that does not count
   */
  public final Content<T> read(Consumer<String> rejected) {
    SharedLog log = new SharedLog(topic, newLog(rejected));
    log.readToEnd(client);
    return content(log);
  }

  /** What a job has read so far; nothing more is read. */
  public final Content<T> soFar(RuntimeContext context) {
    return content(shared(context));
  }

  @Override
  public final T of(RuntimeContext context) {
    SharedLog log = shared(context);
    log.readToEnd(client);
    return content(log).versions();
  }

  @Override
  public final void readTo(RuntimeContext context, long end) {
    shared(context).readTo(client, end);
  }

  @SuppressWarnings("unchecked") // newLog has made it
  private Content<T> content(SharedLog log) {
    return (Content<T>) log.content();
  }

  private SharedLog shared(RuntimeContext context) {
    if (shared == null) {
      String job = context.getJobInfo().getJobId() + " " + getClass().getName() + " " + topic;
      shared = shared(job, () -> new SharedLog(topic, newLog(new LogRejected())));
    }
    return shared;
  }

  private static SharedLog shared(String job, Supplier<SharedLog> begin) {
    synchronized (SHARED) {
      SHARED.values().removeIf(one -> one.get() == null);
      WeakReference<SharedLog> known = SHARED.get(job);
      SharedLog log = known == null ? null : known.get();
      if (log == null) {
        log = begin.get();
        SHARED.put(job, new WeakReference<>(log));
      }
      return log;
    }
  }

  /** Where a record comes from, for people: {@code topic-partition:offset}. */
  public static String source(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "-" + record.partition() + ":" + record.offset();
  }

  /** A log that is read on and on. */
  private static final class SharedLog {

    /** Within this time, the end of the topic is not asked for again. */
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final String topic;
    private final KeptLog<?> log;
    private long position;
    private long readNanos;
    private boolean isRead;

    SharedLog(String topic, KeptLog<?> log) {
      this.topic = topic;
      this.log = log;
    }

    synchronized Content<?> content() {
      return new Content<>(log.versions(), position, log.accepted());
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
