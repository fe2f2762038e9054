package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.fixtures.ZooKeeper;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.local.machine.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon results are published again after a process of the cluster was killed, with the settings
 * that are shipped, high availability among them. Readings arrive all the time.
 *
 * <p>With {@code -Disotherm.kills=10}, each kind of process is killed so many times. {@code
 * -Disotherm.checkpoint-interval=10s} makes results visible as often as by default.
 */
final class RecoveryProcessIT {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Integer KILLS = Integer.getInteger("isotherm.kills");
  private static final String CHECKPOINT_INTERVAL =
      System.getProperty("isotherm.checkpoint-interval", "1s");
  private static final long SUPERVISOR_SECONDS = 2;
  private static final int SENSORS = 10;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  @Test
  void publishesResultsSoonAfterAProcessWasKilled(@TempDir Path folder) throws Exception {
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort());
        var zooKeeper = ZooKeeper.start();
        var cluster = FlinkCluster.start(highAvailability(zooKeeper, folder));
        var averages = new CommittedTopic(broker.bootstrapServers(), "sensor_averages")) {
      String jobId =
          cluster
              .submit(
                  Repository.jar(),
                  "stream",
                  "--bootstrap-servers",
                  broker.bootstrapServers(),
                  "--create-topics",
                  "--from=earliest",
                  "--window=1s",
                  "--out-of-orderness=100ms",
                  "--idle-timeout=2s",
                  "--checkpoint-interval=" + CHECKPOINT_INTERVAL)
              .jobId();
      try (var readings = new Readings(broker)) {
        awaitAverageOf(Instant.now(), averages, START);
        kill(cluster, jobId, averages);
        int sent = readings.stop();
        Eventually.holds("every reading is counted once", BOUND, () -> counted(averages) == sent);
      }
      assertThat(averages.poll()).as("each revision of a window once").doesNotHaveDuplicates();
      seconds.forEach(RecoveryProcessIT::print);
      assertThat(seconds.keySet()).hasSizeGreaterThan(1);
      assertThat(seconds.values())
          .allSatisfy(each -> assertThat(each).allMatch(taken -> taken < BOUND.toSeconds()));
    }
  }

  private void kill(FlinkCluster cluster, String jobId, CommittedTopic averages) throws Exception {
    if (KILLS == null) {
      killTaskManager(cluster, averages);
      killJobManager(cluster, jobId, averages);
      return;
    }
    for (int i = 0; i < KILLS; i++) {
      cluster.startTaskManager();
      String used = cluster.rest().taskManagersOf(jobId).iterator().next();
      measure(
          "TaskManager, another one has free slots", averages, () -> cluster.killTaskManager(used));
    }
    for (int i = 0; i < KILLS; i++) {
      killTaskManager(cluster, averages);
    }
    for (int i = 0; i < KILLS; i++) {
      killJobManager(cluster, jobId, averages);
    }
  }

  private void killTaskManager(FlinkCluster cluster, CommittedTopic averages) throws Exception {
    measure(
        "TaskManager, started again after 2 s",
        averages,
        () -> {
          cluster.killTaskManager();
          TimeUnit.SECONDS.sleep(SUPERVISOR_SECONDS);
          cluster.launchTaskManager();
        });
  }

  private void killJobManager(FlinkCluster cluster, String jobId, CommittedTopic averages)
      throws Exception {
    measure(
        "JobManager, started again after 2 s",
        averages,
        () -> {
          cluster.killJobManager();
          TimeUnit.SECONDS.sleep(SUPERVISOR_SECONDS);
          cluster.startJobManager();
        });
    assertThat(cluster.rest().jobStatus(jobId)).as("the same job").isEqualTo("RUNNING");
  }

  /** The shipped profile, at the place of this test. */
  private static Map<String, String> highAvailability(ZooKeeper zooKeeper, Path folder)
      throws IOException {
    var settings = new HashMap<>(HighAvailability.profile(folder).toMap());
    settings.put("high-availability.zookeeper.quorum", zooKeeper.quorum());
    settings.put("high-availability.storageDir", folder.toUri().toString());
    settings.put("high-availability.jobmanager.port", "0");
    return settings;
  }

  private interface Kill {
    void run() throws Exception;
  }

  /** From the kill until an average can be read whose window ended after the kill. */
  private void measure(String what, CommittedTopic averages, Kill kill) throws Exception {
    Instant killed = Instant.now();
    kill.run();
    awaitAverageOf(killed, averages, START);
    double taken = Duration.between(killed, Instant.now()).toMillis() / 1000.0;
    seconds.computeIfAbsent(what, any -> new ArrayList<>()).add(taken);
  }

  private void awaitAverageOf(Instant instant, CommittedTopic averages, Duration bound) {
    var seen = new AtomicInteger(averages.poll().size());
    Eventually.holds(
        "an average of a window that ends after " + instant,
        bound,
        () -> {
          var values = averages.poll();
          for (String value : values.subList(seen.get(), values.size())) {
            Instant end = Instant.parse(mapper.readTree(value).get("window_end").asText());
            if (end.isAfter(instant)) {
              return true;
            }
          }
          seen.set(values.size());
          return false;
        });
  }

  private static void print(String what, List<Double> seconds) {
    var sorted = seconds.stream().sorted().toList();
    System.out.printf(
        "%s: %d kills, results again after %.1f s (median), %.1f–%.1f s: %s%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        seconds);
  }

  /** Readings in the latest revision of every window. */
  private long counted(CommittedTopic averages) throws IOException {
    var latest = new HashMap<String, Long>();
    for (String value : averages.poll()) {
      JsonNode average = mapper.readTree(value);
      String window = average.get("sensor_id").asText() + average.get("window_start").asText();
      latest.put(window, average.get("count").asLong());
    }
    return latest.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Sends a reading each 50 ms, until it is stopped. */
  private static final class Readings implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final KafkaProducer<String, String> producer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final ScheduledFuture<?> sending;

    Readings(KafkaBroker broker) {
      var config = new Properties();
      config.setProperty("bootstrap.servers", broker.bootstrapServers());
      ProducerDefaults.ordered(config);
      producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
      sending = timer.scheduleAtFixedRate(this::send, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send() {
      int number = sent.size();
      String sensor = "sensor_" + number % SENSORS;
      String value =
          "{\"timestamp\":\"%s\",\"sensor_id\":\"%s\",\"temperature\":%d}"
              .formatted(Instant.now(), sensor, 20 + number % 5);
      sent.add(producer.send(new ProducerRecord<>("sensor_readings", sensor, value)));
    }

    /** Stops, and returns how many readings the broker has. */
    int stop() throws Exception {
      sending.cancel(false);
      timer.shutdown();
      assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      producer.flush();
      for (var each : sent) {
        each.get();
      }
      return sent.size();
    }

    @Override
    public void close() {
      timer.shutdownNow();
      producer.close();
    }
  }
}
