package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.RawHttp;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.local.machine.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The submitted jar on a real cluster, with a real broker, and a TaskManager that is killed. */
final class ClusterProcessIT {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final Instant START = Instant.parse("2025-07-01T12:00:00Z");
  private static final int BATCH = 600;

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void countsEveryReadingOnceThroughAKillAndAStop() throws Exception {
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort());
        var cluster = FlinkCluster.start(Map.of());
        var averages = new CommittedTopic(broker.bootstrapServers(), "sensor_averages");
        var alerts = new CommittedTopic(broker.bootstrapServers(), "sensor_alerts");
        var rejected = new CommittedTopic(broker.bootstrapServers(), "sensor_rejected")) {
      String[] stream = {
        "stream",
        "--bootstrap-servers",
        broker.bootstrapServers(),
        "--create-topics",
        "--from=earliest",
        "--window=10s",
        "--idle-timeout=2s",
        "--checkpoint-interval=1s",
      };
      String jobId = cluster.submit(Repository.jar(), stream).jobId();
      runs(cluster, jobId);
      answersNoOtherPage(cluster, jobId);

      produce(broker, 0);
      Eventually.holds("averages", BOUND, () -> counted(averages) == BATCH);
      assertThat(alerts.poll()).anyMatch(value -> value.contains("\"firing\""));

      // At once, so that what was read since the last checkpoint is lost and read again.
      produce(broker, 1);
      cluster.killTaskManager();
      cluster.startTaskManager();
      Eventually.holds("averages after a kill", BOUND, () -> counted(averages) == 2 * BATCH);

      assertThat(cluster.flink("stop", jobId).output()).contains("Savepoint completed");
      produce(broker, 2);
      var again = cluster.submitByScript(Repository.jar(), stream);
      assertThat(again.output()).contains("Goes on from").contains("/savepoints/savepoint-");
      runs(cluster, again.jobId());
      Eventually.holds("averages after a stop", BOUND, () -> counted(averages) == 3 * BATCH);

      assertThat(cluster.submitScript(Repository.jar(), stream).output())
          .contains("A job is there already");
      assertThat(rejected.poll()).hasSize(3).containsOnly("{not json");
      assertThat(averages.poll()).as("each revision of a window once").doesNotHaveDuplicates();
    }
  }

  /** Each of these requests would stop the job, but for a header. */
  private static void answersNoOtherPage(FlinkCluster cluster, String jobId) throws Exception {
    int port = cluster.restPort();
    String host = "Host: localhost:" + port;
    String job = "/jobs/" + jobId;
    assertThat(RawHttp.send(port, "GET", job + "/yarn-cancel", host).status()).isEqualTo(403);
    String page = "Origin: http://evil.example";
    assertThat(RawHttp.send(port, "PATCH", job + "?mode=cancel", host, page).status())
        .isEqualTo(403);
    String rebound = "evil.example:" + port;
    assertThat(
            RawHttp.send(
                    port,
                    "PATCH",
                    job + "?mode=cancel",
                    "Host: " + rebound,
                    "Origin: http://" + rebound)
                .status())
        .isEqualTo(403);

    var own = RawHttp.send(port, "GET", job, host, "Origin: http://localhost:" + port);
    assertThat(own.status()).isEqualTo(200);
    assertThat(own.text()).contains("\"RUNNING\"").doesNotContain("allow-origin: *");
  }

  private static void runs(FlinkCluster cluster, String jobId) {
    Eventually.holds(
        "every vertex of " + jobId + " runs",
        BOUND,
        () ->
            cluster.rest().vertices(jobId).stream()
                .allMatch(vertex -> vertex.status().equals("RUNNING")));
  }

  /** Readings of ten sensors, ten per second, each batch later than the one before it. */
  private static void produce(KafkaBroker broker, int batch) throws Exception {
    Properties config = new Properties();
    config.setProperty("bootstrap.servers", broker.bootstrapServers());
    ProducerDefaults.ordered(config);
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (int i = 0; i < BATCH; i++) {
        String sensor = "sensor_" + i % 10;
        Instant instant = START.plusMillis((batch * BATCH + i) * 100L);
        String value =
            "{\"timestamp\":\"%s\",\"sensor_id\":\"%s\",\"temperature\":%d}"
                .formatted(instant, sensor, 20 + i % 20);
        sent.add(producer.send(new ProducerRecord<>("sensor_readings", sensor, value)));
      }
      sent.add(producer.send(new ProducerRecord<>("sensor_readings", "{not json")));
      for (var one : sent) {
        one.get();
      }
    }
  }

  /** Readings in the latest revision of every window. */
  private long counted(CommittedTopic averages) throws Exception {
    var latest = new HashMap<String, Long>();
    for (String value : averages.poll()) {
      JsonNode average = mapper.readTree(value);
      String window = average.get("sensor_id").asText() + average.get("window_start").asText();
      latest.put(window, average.get("count").asLong());
    }
    return latest.values().stream().mapToLong(Long::longValue).sum();
  }
}
