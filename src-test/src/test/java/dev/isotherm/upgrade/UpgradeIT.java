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
import dev.isotherm.model.DurationText;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.StreamProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");
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
    Set<String> ofRelease = ids(alerts(topics));
    Instant since = latest(alerts(topics)).plusMillis(1);
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
      assertThat(ofRelease).isNotEmpty();
      assertThat(run.drain().code()).isZero();
    }
    assertThat(published(topics, ofRelease)).isEqualTo(uninterrupted(release, ofRelease));
    CommandTrial verdict =
        VERIFIER.verify(topics, "--rules=" + release.rules(), "--since=" + since);
    assertThat(verdict.code()).as(verdict.out() + verdict.err()).isZero();
  }

  private Map<String, Object> uninterrupted(ReleaseFixture release, Set<String> ofRelease)
      throws Exception {
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
    return published(topics, ofRelease);
  }

  private static void awaitAll(ReleaseFixture release, LiveKafka.TestTopics topics)
      throws IOException {
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(release.before(topics));
    all.addAll(release.later(topics));
    VERIFIER.awaitMessages(topics, all.size());
    List<String> options = release.options(release.rules());
    long held = Math.max(millis("--reorder=", options), millis("--out-of-orderness=", options));
    long watermark = latestOfAllPartitions(all) - held - 1;
    // A watermark follows its messages later. What falls due by it must not wait for the drain.
    Eventually.holds(
        "the watermark " + Instant.ofEpochMilli(watermark),
        BOUND,
        () -> {
          List<ConsumerRecord<byte[], byte[]>> progress = KAFKA.readAll(topics.progress());
          return StreamProgress.read(progress.get(progress.size() - 1).value()).watermarkMillis()
              >= watermark;
        });
  }

  /** The duration of an option; 0 if it is not there. */
  private static long millis(String name, List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith(name))
        .map(option -> DurationText.parse(option.substring(name.length()), Duration.ZERO))
        .mapToLong(Duration::toMillis)
        .findFirst()
        .orElse(0);
  }

  /** The earliest of the latest instants of the partitions. */
  private static long latestOfAllPartitions(List<ProducerRecord<byte[], byte[]>> messages) {
    Map<Integer, Long> latest = new HashMap<>();
    for (ProducerRecord<byte[], byte[]> message : messages) {
      Matcher timestamp = TIMESTAMP.matcher(new String(message.value(), UTF_8));
      if (timestamp.find()) {
        long millis = Instant.parse(timestamp.group(1)).toEpochMilli();
        latest.merge(message.partition(), millis, Math::max);
      }
    }
    return Collections.min(latest.values());
  }

  private static StreamRun start(
      ReleaseFixture release, LiveKafka.TestTopics topics, URI hook, String... more)
      throws IOException {
    List<String> options = new ArrayList<>(release.options(release.rules()));
    options.add("--webhook=" + hook);
    options.addAll(List.of(more));
    return StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new));
  }

  /**
   * What remains of each window, and all transitions and late readings. The texts, limits and
   * values of the transitions that a release has published are its own.
   */
  private static Map<String, Object> published(LiveKafka.TestTopics topics, Set<String> ofRelease) {
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
        alerts(topics).stream()
            .map(line -> ofRelease.contains(transition(line).id()) ? words(line) : line)
            .collect(Collectors.toCollection(TreeSet::new)),
        "late",
        KAFKA.readAll(topics.late()).stream().map(Temperatures::value).sorted().toList());
  }

  private static Transition transition(String line) {
    return JsonLinesReader.readTransition(line.getBytes(UTF_8));
  }

  private static String words(String line) {
    Transition one = transition(line);
    return String.join(
        " ",
        one.id(),
        Instant.ofEpochMilli(one.atMillis()).toString(),
        one.rule(),
        one.series().toString(),
        one.previous() + " " + one.previousSeverity(),
        one.state() + " " + one.severity(),
        one.reason().toString());
  }

  private static Set<String> ids(List<String> lines) {
    return lines.stream().map(line -> transition(line).id()).collect(Collectors.toSet());
  }

  private static Instant latest(List<String> lines) {
    return Instant.ofEpochMilli(
        lines.stream().mapToLong(line -> transition(line).atMillis()).max().orElseThrow());
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
