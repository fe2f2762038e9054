package dev.isotherm.jobs.commands.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long alerts take before and after a burst of {@code -Disotherm.burst=N} messages, ten of each
 * series. The burst comes as fast as the broker takes it, in addition to a load that never ends.
 */
@EnabledIfSystemProperty(named = "isotherm.burst", matches = "[0-9]+")
final class StreamBurstIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final int BURST = Integer.getInteger("isotherm.burst", 0);
  private static final int SERIES = Math.max(1, BURST / 10);
  private static final int PARTITIONS = 4;
  private static final int PER_SECOND = 2_000;
  private static final int MESSAGES_PER_PROBE = 10;
  private static final int BATCH = 50_000;
  private static final long SECOND = 1_000_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration MEASURED = Duration.ofSeconds(15);
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final Duration BOUND = Duration.ofMinutes(2);

  @TempDir private Path folder;

  /** By sensor and instant: when a probe was due to be sent. */
  private final Map<String, Long> sent = new ConcurrentHashMap<>();

  private final List<Answer> answers = new ArrayList<>();

  /** A probe and its transition, in nanoseconds. */
  private record Answer(String sensor, long due, long taken) {}

  @Test
  void alertsAreAsFastAsBeforeSoonAfterABurst() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(PARTITIONS);
    try (StreamRun run =
            StreamRun.start(
                FLINK,
                KAFKA,
                topics,
                "--checkpoint-interval=2s",
                "-Dexecution.checkpointing.dir=" + folder.toUri());
        KafkaConsumer<byte[], byte[]> alerts = consumer(topics)) {
      Thread load = new Thread(() -> send(topics), "load");
      load.start();
      try {
        read(alerts, System.nanoTime() + WARM_UP.plus(MEASURED).toNanos());
        long burst = System.nanoTime();
        for (long second = MEASURED.toSeconds(); second > 0; second--) {
          long begin = burst - second * SECOND;
          System.out.printf(
              "StreamBurstIT: %d s before the burst: p99 %.1f ms%n",
              second, p99(begin, begin + SECOND));
        }
        double before = p99(burst - MEASURED.toNanos(), burst);
        sendBurst(topics);
        long burstEnd = System.nanoTime();
        long workedOff = awaitWorkedOff(run, alerts, burstEnd);
        long from = workedOff + RECOVERY.toNanos();
        read(alerts, from + MEASURED.toNanos() + Duration.ofSeconds(1).toNanos());
        System.out.printf(
            "StreamBurstIT: %d messages of %d series in %.1f s, worked off %.1f s later%n",
            BURST, SERIES, (burstEnd - burst) / 1e9, (workedOff - burstEnd) / 1e9);
        for (int second = 0; second < 20; second++) {
          long begin = workedOff + second * SECOND;
          System.out.printf(
              "StreamBurstIT: second %d after that: p99 %.1f ms%n",
              second + 1, p99(begin, begin + SECOND));
        }
        double after = p99(from, from + MEASURED.toNanos());
        System.out.printf(
            "StreamBurstIT: p99 before the burst %.1f ms, 5 s after it %.1f ms%n", before, after);
        assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(after).isLessThanOrEqualTo(2 * before + 10);
      } finally {
        load.interrupt();
        load.join();
      }
    }
    KAFKA.delete(topics);
  }

  /** In milliseconds, of the probes that were due between two instants. */
  private double p99(long from, long to) {
    long[] taken =
        answers.stream()
            .filter(answer -> answer.due() >= from && answer.due() < to)
            .mapToLong(Answer::taken)
            .sorted()
            .toArray();
    assertThat(taken).isNotEmpty();
    return taken[Math.min(taken.length - 1, taken.length * 99 / 100)] / 1e6;
  }

  /**
   * Until it is interrupted: one message after the other, each at its time. A probe is sent at
   * once, and the other messages in small batches, as producers do. Otherwise the broker would need
   * more of the machine than the stream.
   */
  private void send(LiveKafka.TestTopics topics) {
    long begin = System.nanoTime();
    Deque<Future<?>> load = new ArrayDeque<>();
    try (var probes = producer(0);
        var others = producer(5)) {
      for (int number = 0; !Thread.currentThread().isInterrupted(); number++) {
        long due = begin + number * (1_000_000_000L / PER_SECOND);
        LockSupport.parkNanos(due - System.nanoTime());
        int partition = number / MESSAGES_PER_PROBE % PARTITIONS;
        long millis = System.currentTimeMillis();
        if (number % MESSAGES_PER_PROBE == 0) {
          String sensor = "probe" + partition;
          boolean fires = number / MESSAGES_PER_PROBE / PARTITIONS % 2 == 0;
          sent.put(sensor + "@" + millis, due);
          load.add(probes.send(message(topics, partition, sensor, millis, fires ? 31 : 20)));
        } else {
          load.add(others.send(message(topics, partition, "s" + number % 100, millis, 20)));
        }
        while (load.size() > PER_SECOND) {
          load.remove().get();
        }
      }
    } catch (InterruptException | InterruptedException ended) {
      // It is told to end while it waits for the broker.
    } catch (ExecutionException e) {
      throw new IllegalStateException("a message was not sent", e);
    }
  }

  private static void sendBurst(LiveKafka.TestTopics topics) throws Exception {
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      String sensor = "burst" + i % SERIES;
      batch.add(message(topics, i % PARTITIONS, sensor, System.currentTimeMillis(), 20));
      if (batch.size() == BATCH || i + 1 == BURST) {
        KAFKA.produce(batch, Map.of("linger.ms", "5", "batch.size", "262144"));
        batch.clear();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> message(
      LiveKafka.TestTopics topics, int partition, String sensor, long millis, int value) {
    String json =
        "{\"timestamp\":\""
            + Instant.ofEpochMilli(millis)
            + "\",\"sensor_id\":\""
            + sensor
            + "\",\"temperature\":"
            + value
            + "}";
    return new ProducerRecord<>(topics.readings(), partition, millis, null, json.getBytes(UTF_8));
  }

  /** A probe of each partition that was sent after the burst shows that all before it is read. */
  private long awaitWorkedOff(StreamRun run, KafkaConsumer<byte[], byte[]> alerts, long burstEnd) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < deadline) {
      read(alerts, System.nanoTime() + 10_000_000);
      assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
      Set<String> answered = new HashSet<>();
      for (int i = answers.size() - 1; i >= 0 && answered.size() < PARTITIONS; i--) {
        if (answers.get(i).due() >= burstEnd) {
          answered.add(answers.get(i).sensor());
        }
      }
      if (answered.size() == PARTITIONS) {
        return System.nanoTime();
      }
    }
    throw new AssertionError("the burst is not worked off within " + BOUND);
  }

  private void read(KafkaConsumer<byte[], byte[]> alerts, long untilNanos) {
    while (System.nanoTime() < untilNanos) {
      for (ConsumerRecord<byte[], byte[]> alert : alerts.poll(Duration.ofMillis(10))) {
        long now = System.nanoTime();
        Transition transition = JsonLinesReader.readTransition(alert.value());
        String sensor = transition.series().sensorId();
        Long due = sent.remove(sensor + "@" + transition.atMillis());
        if (due != null) {
          answers.add(new Answer(sensor, due, now - due));
        }
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "linger.ms", "" + lingerMillis),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(LiveKafka.TestTopics topics) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                KAFKA.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    int partitions = consumer.partitionsFor(topics.alerts()).size();
    consumer.assign(
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topics.alerts(), partition))
            .toList());
    return consumer;
  }
}
