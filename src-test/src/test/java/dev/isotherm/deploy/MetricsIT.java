package dev.isotherm.deploy;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.local.machine.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets from a stream whose reporter is configured as in flink-conf. */
final class MetricsIT {
  private static final int PORT = LoopbackPort.free();

  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink(shippedReporter());

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(\\{.*\\})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");
  private static final String SENSORS = "canary-";

  /** Nobody listens there: notifications wait. */
  private static final String NOBODY = "http://127.0.0.1:9";

  private static LiveKafka.TestTopics topics;
  private static StreamRun run;

  private static Map<String, String> shippedReporter() {
    Path folder = Repository.root().resolve("flink-conf");
    var settings = new HashMap<String, String>();
    GlobalConfiguration.loadConfiguration(folder.toString())
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith("metrics.")) {
                settings.put(key, value);
              }
            });
    settings.put("metrics.reporter.prom.port", Integer.toString(PORT));
    return settings;
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    topics = KAFKA.freshTopics(2);
    run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            "--alertmanager=" + NOBODY,
            "--webhook=" + NOBODY + "/hook",
            "--postgres-config=" + POSTGRES.config(folder, POSTGRES.freshSchema()));
    measure(0, 20);
    KAFKA.produce(List.of(message(topics, 0, "hall", "12:00:00", "\"temperature\": unknown")));
    Eventually.holds("all is counted", BOUND, () -> count("messages") == 21);
  }

  @AfterAll
  static void stop() {
    if (run != null) {
      run.close();
    }
  }

  private static void measure(int from, int to) throws Exception {
    var messages = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (int i = from; i < to; i++) {
      messages.add(message(topics, i % 2, SENSORS + i, "12:00:" + (10 + i % 50), 35));
    }
    KAFKA.produce(messages);
  }

  private static String scrape() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The sum of a counter of ours over all subtasks. */
  private static double count(String counter) throws IOException, InterruptedException {
    return SAMPLE
        .matcher(scrape())
        .results()
        .filter(sample -> sample.group(1).equals("flink_taskmanager_job_task_operator_" + counter))
        .mapToDouble(sample -> Double.parseDouble(sample.group(3)))
        .sum();
  }

  private static Set<String> names(String scrape) {
    return SAMPLE
        .matcher(scrape)
        .results()
        .map(sample -> sample.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theShippedReporterIsThatOfFlinkForPrometheus() {
    assertThat(shippedReporter())
        .containsEntry(
            "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
  }

  @Test
  void alarmsAndDashboardsAskForMetricsThatAreThere() throws Exception {
    Set<String> asked =
        Stream.concat(Query.ofAlarms().stream(), Query.ofDashboards().stream())
            .flatMap(query -> query.metrics().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked).hasSizeGreaterThan(20);
    Eventually.holds("they are there", BOUND, () -> names(scrape()).containsAll(asked));
  }

  @Test
  void noLabelTellsOfASensorAndMoreSensorsAreNotMoreTimeSeries() throws Exception {
    Set<String> before = names(scrape());
    long size = SAMPLE.matcher(scrape()).results().count();
    double messages = count("messages");
    measure(20, 220);
    Eventually.holds("all are counted", BOUND, () -> count("messages") == messages + 200);

    String scrape = scrape();
    assertThat(scrape).doesNotContain(SENSORS, SENSORS.replace('-', '_'), "temperature");
    assertThat(names(scrape)).containsAll(before);
    assertThat(SAMPLE.matcher(scrape).results().count())
        .as("time series; some begin with the first checkpoint or watermark")
        .isLessThan(size + 20);
    assertThat(LABEL.matcher(scrape).results().map(label -> label.group(1)).distinct())
        .contains("reason", "receiver")
        .isSubsetOf(
            "host",
            "job_id",
            "job_name",
            "operator_name",
            "partition",
            "quantile",
            "reason",
            "receiver",
            "split",
            "subtask_index",
            "task_attempt_num",
            "task_name",
            "topic");
    assertThat(names(scrape)).noneMatch(name -> name.contains("KafkaConsumer"));
  }

  @Test
  void prometheusAnswersEachQuery(@TempDir Path folder) throws Exception {
    Optional<Path> program = PrometheusProcess.program("prometheus");
    assumeTrue(program.isPresent(), "Prometheus is not installed: prometheus");
    List<Query> shown = Query.ofDashboards();
    assertThat(shown).hasSizeGreaterThan(20);
    try (PrometheusProcess prometheus = PrometheusProcess.start(program.get(), folder, PORT)) {
      for (Query query : shown) {
        Eventually.holds(
            query + " finds something",
            BOUND,
            () -> !prometheus.query(query.expression()).isEmpty());
      }
      for (Query query : Query.ofAlarms()) {
        assertThat(prometheus.query(query.expression()).isArray()).as(query.place()).isTrue();
      }
      assertThat(prometheus.query("up{job=\"isotherm\"} == 1")).hasSize(1);
      assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}")).as("alarms").isEmpty();
    }
  }
}
