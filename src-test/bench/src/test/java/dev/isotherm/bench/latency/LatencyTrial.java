package dev.isotherm.bench.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.bench.Jvm;
import dev.isotherm.bench.streams.Broker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long it takes from the instant at which a probe is due to be sent until a {@code
 * read_committed} consumer has what comes of it: the echo of it, or the transition. Both ends are
 * in this process, by one clock; what produces the answer is a process of its own. The broker's
 * append, on the way in and out, is part of it for all.
 *
 * <p>The first probes are for the JVM to get warm and are not measured; of the others each must be
 * answered.
 *
 * @param classPath class path of its process
 * @param main class with a {@code main} like that of a peer in the stream contest
 * @param options the parallelism, and what else its {@code main} knows
 * @param rate messages per second, probes among them
 * @param warmUp from the first answer on
 * @param measured after that
 */
public record LatencyTrial(
    String name,
    String classPath,
    String main,
    List<String> options,
    Broker broker,
    int rate,
    Duration warmUp,
    Duration measured) {

  /** Checks that the second job of {@link WarmStream} runs when it is measured. */
  public LatencyTrial {
    if (warmUp.compareTo(WarmStream.FIRST.plus(RESTART)) < 0) {
      throw new IllegalArgumentException(
          "the warm-up must take at least " + WarmStream.FIRST.plus(RESTART));
    }
  }

  private static final int PARTITIONS = 4;
  private static final Duration RESTART = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration REST = Duration.ofMinutes(1);
  private static final long LARGEST_NANOS = Duration.ofMinutes(10).toNanos();
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Runs it.
   *
   * @return nanoseconds of each probe
   */
  public Histogram run() throws IOException, InterruptedException, ExecutionException {
    String run = "latency-" + RUNS.incrementAndGet();
    String readings = run + "-readings";
    String answers = run + "-alerts";
    broker.create(readings, PARTITIONS);
    broker.create(answers, PARTITIONS);
    File log = Files.createDirectories(Path.of("target", "peers")).resolve(run + ".log").toFile();
    List<String> arguments = new ArrayList<>(List.of(broker.bootstrapServers(), readings, run));
    arguments.addAll(options);
    Process process =
        Jvm.start(
            Jvm.steady(classPath, main, arguments).redirectErrorStream(true).redirectOutput(log));
    Load load = new Load(broker.bootstrapServers(), readings);
    int probes = Math.min(rate, Load.PROBES_PER_SECOND);
    Map<String, Long> sent = new ConcurrentHashMap<>();
    Thread probing =
        new Thread(
            () ->
                load.sendProbes(
                    probes, (sensor, millis, nanos) -> sent.put(sensor + "@" + millis, nanos)),
            "probes");
    Thread others = new Thread(() -> load.sendOthers(rate - probes), "others");
    try (var consumer = consumer(answers)) {
      probing.start();
      if (rate > probes) {
        others.start();
      }
      return measure(consumer, sent, load, process);
    } finally {
      load.stop();
      probing.join();
      others.join();
      process.destroyForcibly().waitFor();
      broker.deleteAll(run);
    }
  }

  private Histogram measure(
      KafkaConsumer<byte[], byte[]> consumer, Map<String, Long> sent, Load load, Process process)
      throws IOException {
    Histogram latencies = new Histogram(LARGEST_NANOS, 3);
    long launched = System.nanoTime();
    long from = Long.MAX_VALUE;
    long until = Long.MAX_VALUE;
    while (true) {
      var answers = consumer.poll(Duration.ofMillis(100));
      long now = System.nanoTime();
      if (from == Long.MAX_VALUE && !answers.isEmpty()) {
        from = now + warmUp.toNanos();
        until = from + measured.toNanos();
      }
      for (ConsumerRecord<byte[], byte[]> answer : answers) {
        Long due = sent.remove(probeOf(answer.value()));
        if (due != null && due >= from && due < until) {
          latencies.recordValue(now - due);
        }
      }
      if (now > until) {
        load.stop();
        long begin = from;
        long end = until;
        // Those before the peer had joined its group are not answered by the echo.
        if (sent.values().stream().noneMatch(due -> due >= begin && due < end)) {
          return latencies;
        }
      }
      boolean neverBegan = from == Long.MAX_VALUE && now > launched + START.toNanos();
      boolean neverEnds = until != Long.MAX_VALUE && now > until + REST.toNanos();
      if (!process.isAlive() || neverBegan || neverEnds) {
        throw new IllegalStateException(
            name + ": " + sent.size() + " probes have no answer; see target/peers");
      }
    }
  }

  /** An echo has the reading's own timestamp, a transition that of what happened. */
  private static String probeOf(byte[] answer) throws IOException {
    JsonNode json = JSON.readTree(answer);
    String at = json.path(json.has("at") ? "at" : "timestamp").asText();
    return json.path("sensor_id").asText() + "@" + Instant.parse(at).toEpochMilli();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList());
    return consumer;
  }
}
