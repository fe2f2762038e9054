package dev.isotherm.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.LiveRegistry;
import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Passwords and tokens are in the files that the user wrote, and nowhere else: not in an answer of
 * the web UI, in a log, in the arguments of a process, in a topic, in a checkpoint or savepoint,
 * nor in the temporary files of a cluster. They stay there when things go wrong.
 */
final class SecretsProcessIT {
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** The name of a sensor, a group and a job parameter, all of which may be seen. */
  private static final String PLANTED = "planted-marker";

  private static final int SCHEMA_ID = 7;
  private static final Schema SCHEMA =
      SchemaBuilder.record("Reading")
          .fields()
          .requiredString("timestamp")
          .requiredString("sensor_id")
          .requiredInt("temperature")
          .endRecord();

  private final Canaries canaries = new Canaries();
  private final Canaries planted = new Canaries();

  @Test
  void secretsAreNowhereButInTheFilesOfTheUser(@TempDir Path folder, @TempDir Path work)
      throws Exception {
    planted.watch("marker", PLANTED);
    String password = canaries.secret("user-password");
    String wrong = canaries.secret("wrong-password");
    SecureKafka.Passwords passwords =
        new SecureKafka.Passwords(
            password, canaries.secret("key-store"), canaries.secret("trust-store"));
    try (SecureKafka kafka = SecureKafka.start(folder, passwords);
        Webhook webhook = new Webhook(canaries.secret("token"), canaries.secret("path"));
        LiveRegistry registry = LiveRegistry.start();
        FlinkCluster cluster = FlinkCluster.start(Map.of())) {
      Path good = kafka.writeClientSettings(folder.resolve("good.properties"), password);
      Path bad = kafka.writeClientSettings(folder.resolve("bad.properties"), wrong);
      registry.add(SCHEMA_ID, SCHEMA.toString());
      // Its first answers repeat the header.
      registry.fail(500, 2);
      Path login = registryLogin(registry, folder);
      Path database = database(folder);
      String[] stream =
          stream(kafka, good, webhook.writeSettings(folder), registry.url(), login, database);

      CommandTrial refused =
          CommandTrial.isotherm(stream(kafka, good, good, registry.url(), good, good));
      assertThat(refused.err())
          .contains("--notify-config", "--schema-registry-config", "--postgres-config")
          .contains("does not know");
      canaries.search("refusal", refused.toString());
      CommandTrial refusedLater =
          CommandTrial.isotherm("status", stream[1], "--kafka-config=" + bad);
      assertThat(refusedLater.code()).as(refusedLater.toString()).isEqualTo(2);
      assertThat(refusedLater.err()).contains("invalid credentials");
      canaries.search("refusal of a password", refusedLater.toString());

      String job = cluster.submit(Repository.jar(), stream).jobId();
      produce(kafka);
      Eventually.holds("the webhook has the alert", BOUND, () -> webhook.delivered() > 0);
      Eventually.holds("a checkpoint", BOUND, () -> cluster.rest().completedCheckpoints(job) > 0);
      cluster.rest().savepoint(job, BOUND);

      kafka.setPassword(canaries.secret("next-password"));
      Eventually.holds(
          "the old password is refused",
          BOUND,
          () ->
              cluster
                  .rest()
                  .get("/jobs/" + job + "/exceptions")
                  .toString()
                  .contains("SaslAuthenticationException"));
      assertThat(cluster.logged(Pattern.compile("results are in their topics"))).isNotEmpty();
      searchAll(kafka, cluster);
    }
    assertThat(canaries.findings()).isEmpty();
    assertThat(planted.findings())
        .as("what may be seen is found, so that secrets would be, too")
        .anyMatch(place -> place.matches("marker in GET /jobs/[0-9a-f]+/config"))
        .anyMatch(place -> place.contains("/chk-"))
        .anyMatch(place -> place.contains("savepoint-"))
        .contains("marker in topic sensor_alerts", "marker in topic sensor_progress")
        .anyMatch(place -> place.startsWith("marker in log/"));
  }

  private void searchAll(SecureKafka kafka, FlinkCluster cluster) throws Exception {
    FlinkRestCrawl crawl = FlinkRestCrawl.of(cluster.restPort());
    assertThat(crawl.succeeded()).isGreaterThan(50);
    crawl.answers().forEach((path, answer) -> search("GET " + path, answer));
    searchFiles(cluster.folder());
    List<ProcessHandle> processes = new ArrayList<>(cluster.processes());
    processes.add(kafka.process());
    processes.add(ProcessHandle.current());
    for (ProcessHandle process : processes) {
      Path arguments = Path.of("/proc/" + process.pid() + "/cmdline");
      if (process.isAlive() && Files.exists(arguments)) {
        canaries.search("arguments of " + process.pid(), Files.readAllBytes(arguments));
      }
    }
    searchTopics(kafka);
  }

  private void search(String place, String text) {
    canaries.search(place, text);
    planted.search(place, text);
  }

  private void searchFiles(Path folder) throws IOException {
    canaries.searchFiles(folder);
    planted.searchFiles(folder);
  }

  /** Also those of Kafka itself, and records of transactions that are open or aborted. */
  private void searchTopics(SecureKafka kafka) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.openBootstrapServers(), "fetch.max.wait.ms", 20);
    try (Admin admin = kafka.admin();
        var consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Set<String> topics =
          admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(one -> new TopicPartition(one.topic(), one.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  StringBuilder all = new StringBuilder(text(record.key()));
                  record.headers().forEach(one -> all.append(one.key()).append(text(one.value())));
                  search("topic " + record.topic(), all + text(record.value()));
                });
      }
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  private Path registryLogin(LiveRegistry registry, Path folder) throws IOException {
    String userInfo = "user:" + canaries.secret("registry-password");
    String sent =
        canaries.watch(
            "registry-header", Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8)));
    registry.require("Basic " + sent);
    return Files.writeString(
        folder.resolve("registry.properties"), "basic.auth.user.info=" + userInfo + "\n");
  }

  /** Nobody listens there, and the log says so again and again. */
  private Path database(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("database.properties"),
        "url=jdbc:postgresql://localhost:1/readings\nuser=isotherm\npassword="
            + canaries.secret("database-password")
            + "\n");
  }

  private static String[] stream(
      SecureKafka kafka,
      Path kafkaConfig,
      Path notifyConfig,
      String registry,
      Path login,
      Path database) {
    return new String[] {
      "stream",
      "--bootstrap-servers=" + kafka.bootstrapServers(),
      "--kafka-config=" + kafkaConfig,
      "--notify-config=" + notifyConfig,
      "--value-format=avro",
      "--schema-registry=" + registry,
      "--schema-registry-config=" + login,
      "--postgres-config=" + database,
      "--create-topics",
      "--from=earliest",
      "--window=10s",
      "--group=" + PLANTED,
      "--checkpoint-interval=500ms",
      "-Dpipeline.global-job-parameters=note:" + PLANTED
    };
  }

  private static void produce(SecureKafka kafka) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.openBootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      for (int second = 0; second < 40; second++) {
        Instant at = Instant.parse("2025-07-01T12:00:00Z").plusSeconds(second);
        GenericRecord reading = new GenericData.Record(SCHEMA);
        reading.put("timestamp", at.toString());
        reading.put("sensor_id", PLANTED);
        reading.put("temperature", second % 20 < 10 ? 31 : 20);
        byte[] value = LiveRegistry.wire(SCHEMA_ID, SCHEMA, reading);
        producer.send(new ProducerRecord<>("sensor_readings", PLANTED, value)).get();
      }
      producer
          .send(new ProducerRecord<>("sensor_readings", PLANTED, "{not avro".getBytes(UTF_8)))
          .get();
    }
  }

  /** Its address and its token are secret. Its first answers are errors that repeat both. */
  private static final class Webhook implements AutoCloseable {
    private final HttpServer server;
    private final String authorization;
    private final String path;
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();

    Webhook(String token, String path) throws IOException {
      this.authorization = "Bearer " + token;
      this.path = "/hooks/" + path;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String sent = exchange.getRequestHeaders().getFirst("Authorization");
      String asked = exchange.getRequestURI().toString();
      int status = List.of(500, 400, 200).get(Math.min(2, statuses.size()));
      if (!authorization.equals(sent) || !asked.equals(path)) {
        status = 401;
      }
      statuses.add(status);
      byte[] words = ("cannot post to " + asked + " with " + sent).getBytes(UTF_8);
      exchange.sendResponseHeaders(status, words.length);
      exchange.getResponseBody().write(words);
      exchange.close();
    }

    long delivered() {
      return statuses.stream().filter(status -> status == 200).count();
    }

    Path writeSettings(Path folder) throws IOException {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + path;
      return Files.writeString(
          folder.resolve("notify.properties"),
          "webhook.url=" + address + "\nwebhook.authorization=" + authorization + "\n");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
