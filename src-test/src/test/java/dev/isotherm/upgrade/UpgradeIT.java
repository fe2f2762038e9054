package dev.isotherm.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stream of every release is continued by this code, from its savepoint and with its topics, in
 * the middle of windows, sessions, alerts and notifications. What it has published at the end is
 * what a stream publishes that was never stopped.
 */
final class UpgradeIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  @TempDir private Path folder;

  static Stream<Path> cases() throws IOException, URISyntaxException {
    List<Path> cases = new ArrayList<>();
    for (Path release : folders(Path.of(UpgradeIT.class.getResource("/releases").toURI()))) {
      cases.addAll(folders(release));
    }
    return cases.stream();
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStreamOfAReleaseIsContinued(Path path) throws Exception {
    ReleaseFixture release = new ReleaseFixture(path);
    LiveKafka.TestTopics topics = release.topics();
    release.restoreTopics(KAFKA);
    int before = alerts(topics).size();
    try (Hook hook = new Hook();
        StreamRun run =
            start(
                release,
                topics,
                hook.address(),
                "-Dexecution.state-recovery.path="
                    + release.savepoint(folder.resolve("savepoint")).toUri())) {
      KAFKA.produce(release.later(topics));
      awaitAll(release, topics);
      Eventually.holds(
          "what was not delivered is delivered",
          BOUND,
          () -> hook.bodies().containsAll(alerts(topics)));
      assertThat(before).isPositive();
      assertThat(run.drain().code()).isZero();
    }
    assertThat(published(topics)).isEqualTo(uninterrupted(release));
    CommandTrial verdict = VERIFIER.verify(topics, "--rules=" + release.rules());
    assertThat(verdict.code()).as(verdict.out() + verdict.err()).isZero();
  }

  private Map<String, Object> uninterrupted(ReleaseFixture release) throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.create(topics.rules(), 1, Map.of());
    KAFKA.produce(release.rulesBefore(topics));
    try (Hook hook = new Hook();
        StreamRun run = start(release, topics, hook.address())) {
      KAFKA.produce(release.before(topics));
      int before = release.before(topics).size();
      VERIFIER.awaitMessages(topics, before);
      KAFKA.produce(release.later(topics));
      awaitAll(release, topics);
      assertThat(run.drain().code()).isZero();
    }
    return published(topics);
  }

  private static void awaitAll(ReleaseFixture release, LiveKafka.TestTopics topics)
      throws IOException {
    VERIFIER.awaitMessages(topics, release.before(topics).size() + release.later(topics).size());
  }

  private static StreamRun start(
      ReleaseFixture release, LiveKafka.TestTopics topics, URI hook, String... more)
      throws IOException {
    List<String> options = new ArrayList<>(release.options(release.rules()));
    options.add("--webhook=" + hook);
    options.addAll(List.of(more));
    return StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new));
  }

  /** What remains of each window, and all transitions and late readings. */
  private static Map<String, Object> published(LiveKafka.TestTopics topics) {
    Map<String, String> averages = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> one : KAFKA.readAll(topics.averages())) {
      if (one.value() == null) {
        averages.remove(Temperatures.key(one));
      } else {
        averages.put(Temperatures.key(one), Temperatures.value(one));
      }
    }
    return Map.of(
        "averages",
        averages,
        "transitions",
        new TreeSet<>(alerts(topics)),
        "late",
        KAFKA.readAll(topics.late()).stream().map(Temperatures::value).sorted().toList());
  }

  private static List<String> alerts(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.alerts()).stream().map(Temperatures::value).toList();
  }

  /** Makes the folders of a release: {@code -Disotherm.release=0.2.0 -Disotherm.releases=DIR}. */
  @Test
  @EnabledIfSystemProperty(named = "isotherm.release", matches = ".+")
  void keepsWhatThisReleaseLeavesBehind() throws Exception {
    Path releases = Path.of(System.getProperty("isotherm.releases", "src/test/resources/releases"));
    for (ReleaseScenario scenario : ReleaseScenario.values()) {
      Path kept =
          Files.createDirectories(
              releases.resolve(System.getProperty("isotherm.release")).resolve(scenario.folder()));
      Files.write(kept.resolve("options.txt"), scenario.options());
      Files.writeString(kept.resolve("rules.yaml"), scenario.rules());
      ReleaseFixture release = new ReleaseFixture(kept);
      LiveKafka.TestTopics topics = release.topics();
      KAFKA.create(topics.readings(), 2, Map.of());
      Path version = folder.resolve("version.yaml");
      Files.writeString(version, scenario.laterRules());
      CommandTrial publish =
          CommandTrial.isotherm(
              "rules",
              "publish",
              version.toString(),
              "--at=" + ReleaseScenario.RULES_CHANGE,
              "--timeout=1ms",
              "--bootstrap-servers=" + KAFKA.bootstrapServers(),
              "--rules-topic=" + topics.rules(),
              "--rules-status-topic=" + topics.rulesStatus());
      assertThat(publish.code()).as(publish.out() + publish.err()).isIn(0, 3);
      try (StreamRun run = start(release, topics, URI.create("http://127.0.0.1:9/nobody"))) {
        KAFKA.produce(scenario.before(topics));
        VERIFIER.awaitMessages(topics, scenario.before(topics).size());
        Path savepoint =
            Path.of(URI.create(run.stop(false, Files.createTempDirectory(folder, "s"))));
        release.write(KAFKA, savepoint, scenario.later(topics));
      }
      assertThat(KAFKA.readAll(topics.alerts()))
          .extracting(one -> JsonLinesReader.readTransition(one.value()).state().name())
          .contains("PENDING", "FIRING");
    }
  }

  /** A webhook that takes everything. */
  private static final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    Hook() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    List<String> bodies() {
      return List.copyOf(bodies);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
