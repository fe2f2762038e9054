package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.files.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code stream --group-by}, and its verification. */
final class StreamGroupsIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String BY_SITE = "--group-by=site";
  private static final String NO_RULES = "--rules=none";

  @TempDir private Path folder;
  private LiveKafka.TestTopics topics;
  private String table;

  @BeforeEach
  void prepare() throws Exception {
    topics = KAFKA.freshTopics(1);
    table =
        "--sensors="
            + write(
                "sensors.csv", "sensor,label.site,label.line\na,north,1\nb,north,2\nc,south,1\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private StreamRun start(String... more) {
    List<String> options = new ArrayList<>(List.of(table, NO_RULES, Verifier.NEVER_IDLE, "-p=1"));
    options.addAll(List.of(more));
    return StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new));
  }

  private List<ProducerRecord<byte[], byte[]>> messages() {
    return List.of(
        message(topics, 0, "a", "12:00:01", 20),
        message(topics, 0, "b", "12:00:02", 30),
        message(topics, 0, "c", "12:00:03", 25),
        message(topics, 0, "stray", "12:00:04", 90),
        message(topics, 0, "a", "12:00:05", 22));
  }

  private List<String> published() {
    return KAFKA.readAll(topics.groupAverages()).stream()
        .map(record -> new String(record.key(), UTF_8) + " " + Temperatures.value(record))
        .toList();
  }

  private static String group(String site, String start, String values, int sensors, int revision) {
    String of = "\"group\":{\"site\":\"%s\"},\"metric\":\"temperature\"".formatted(site);
    String window = "\"window_start\":\"2025-07-01T%s:00Z\"".formatted(start);
    String end = start.substring(0, 3) + "0" + (start.charAt(4) - '0' + 1);
    return "{%s,%s} {%s,%s,\"window_end\":\"2025-07-01T%s:00Z\",%s,\"sensors\":%d,\"revision\":%d}"
        .formatted(of, window, of, window, end, values, sensors, revision);
  }

  private static final String NORTH =
      "\"count\":3,\"sum\":72.0,\"mean\":24.0,\"min\":20.0,\"max\":30.0,\"stddev\":4.320493798938574";

  private static final String NORTH_REVISED =
      "\"count\":4,\"sum\":100.0,\"mean\":25.0,\"min\":20.0,\"max\":30.0,"
          + "\"stddev\":4.123105625617661";
  private static final String ONE_MORE =
      "\"count\":4,\"sum\":97.0,\"mean\":24.25,\"min\":20.0,\"max\":30.0,\"stddev\":3.8";

  private static String one(double value) {
    return "\"count\":1,\"sum\":%1$s,\"mean\":%1$s,\"min\":%1$s,\"max\":%1$s,\"stddev\":0.0"
        .formatted(value);
  }

  @Test
  void averagesOfGroupsComeWithThoseOfTheirSensorsAndAreRevised() throws Exception {
    try (StreamRun run = start(BY_SITE)) {
      KAFKA.produce(messages());
      KAFKA.produce(List.of(message(topics, 0, "a", "12:01:05", 26)));
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() == 2);
      KAFKA.produce(List.of(message(topics, 0, "b", "12:00:40", 28)));
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() == 3);
      VERIFIER.awaitMessages(topics, 7);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(published())
        .containsExactlyInAnyOrder(
            group("north", "12:00", NORTH, 2, 0),
            group("south", "12:00", one(25), 1, 0),
            group("north", "12:00", NORTH_REVISED, 2, 1));
    CommandTrial verified = VERIFIER.verify(topics, table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains(" averages, 2 averages of groups, 0 transitions and ");
    BatchRun replay =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("replay"),
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            "--topic=" + topics.readings(),
            "--window=1min",
            table,
            BY_SITE);
    assertThat(replay.trial().code()).as(replay.trial().err()).isZero();
    assertThat(replay.lines(ResultFolder.GROUP_AVERAGES))
        .hasSize(3)
        .anyMatch(line -> line.contains("\"count\":4,\"sum\":100.0"));
  }

  @Test
  void aStreamGoesOnWithItsOwnGroupsAlone() throws Exception {
    String paused;
    try (StreamRun run = start(BY_SITE)) {
      KAFKA.produce(messages());
      VERIFIER.awaitMessages(topics, 5);
      paused = "-Dexecution.state-recovery.path=" + run.stop(false, folder);
    }
    try (StreamRun run = start("--group-by=line", paused)) {
      CommandTrial refused = run.ended();
      assertThat(refused.code()).as(refused.err()).isEqualTo(1);
      assertThat(refused.err())
          .contains("stream failed: --group-by line: the state is of a stream with site");
    }
    CommandTrial without = KAFKA.command("stream", topics, table, NO_RULES, paused);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err())
        .contains("--group-by: is not given; the stream of group ")
        .contains(" has site. Continue with the same options, or begin anew with --fresh");
    try (StreamRun run = start(BY_SITE, paused, "-p=3", "--idle-timeout=500ms")) {
      KAFKA.produce(List.of(message(topics, 0, "a", "12:01:05", 26)));
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() >= 3);
      VERIFIER.awaitMessages(topics, 6);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(published())
        .containsExactlyInAnyOrder(
            group("north", "12:00", NORTH, 2, 0),
            group("south", "12:00", one(25), 1, 0),
            group("north", "12:01", one(26), 1, 0));
    CommandTrial verified = VERIFIER.verify(topics, table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
  }

  @Test
  void windowsOfGroupsCloseAlsoWhenTheTopicFallsSilentAndAfterACrash() throws Exception {
    try (StreamRun run =
        start(
            BY_SITE,
            "--idle-timeout=500ms",
            "-p=2",
            "-Drestart-strategy.type=fixed-delay",
            "-Drestart-strategy.fixed-delay.attempts=20",
            "-Drestart-strategy.fixed-delay.delay=100ms")) {
      KAFKA.produce(messages());
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() == 2);
      FLINK.replaceWorker();
      KAFKA.produce(
          List.of(
              message(topics, 0, "b", "12:00:40", 28), message(topics, 0, "c", "12:01:05", 26)));
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() == 4);
      VERIFIER.awaitMessages(topics, 7);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(published())
        .containsExactlyInAnyOrder(
            group("north", "12:00", NORTH, 2, 0),
            group("north", "12:00", NORTH_REVISED, 2, 1),
            group("south", "12:00", one(25), 1, 0),
            group("south", "12:01", one(26), 1, 0));
    CommandTrial verified = VERIFIER.verify(topics, table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains(" 3 averages of groups, ");
  }

  /** What verify says is worth something only if it finds what is wrong. */
  @Test
  void verifyNamesTheGroupWhoseAverageDiffers() throws Exception {
    try (StreamRun run = start(BY_SITE)) {
      KAFKA.produce(messages());
      KAFKA.produce(List.of(message(topics, 0, "a", "12:01:05", 26)));
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() == 2);
      VERIFIER.awaitMessages(topics, 6);
      assertThat(run.stop().code()).isZero();
    }
    ProducerRecord<byte[], byte[]> forged =
        KAFKA.readAll(topics.groupAverages()).stream()
            .filter(record -> Temperatures.value(record).contains("north"))
            .map(
                record ->
                    new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.key(),
                        Temperatures.value(record)
                            .replace("\"sensors\":2,\"revision\":0", "\"sensors\":3,\"revision\":1")
                            .getBytes(UTF_8)))
            .findFirst()
            .orElseThrow();
    KAFKA.produce(List.of(forged));
    CommandTrial members = VERIFIER.verify(topics, table);
    assertThat(members.code()).isEqualTo(3);
    assertThat(members.out())
        .contains(
            "average of {site=\"north\"}/temperature in [2025-07-01T12:00:00Z,"
                + " 2025-07-01T12:01:00Z): the log has readings of 2 sensors, published is 3; a"
                + " sensor was counted twice, or is not in the log");
    KAFKA.deleteRecords(topics.groupAverages());
    CommandTrial missing = VERIFIER.verify(topics, table, "--since=2025-07-01T12:00:00Z");
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.out())
        .contains("average of {site=\"south\"}/temperature in [", "published is none")
        .contains("average of {site=\"north\"}/temperature in [");
  }

  /** What a running stream may publish after the checkpoint that is compared. */
  @Test
  void whatALaterReadingOfASensorMayExplainIsUndecidedForItsGroupToo() throws Exception {
    try (StreamRun run = start(BY_SITE)) {
      KAFKA.produce(messages());
      KAFKA.produce(List.of(message(topics, 0, "a", "12:01:05", 26)));
      KAFKA.await(topics.groupAverages(), BOUND, all -> all.size() == 2);
      VERIFIER.awaitMessages(topics, 6);
      assertThat(run.stop().code()).isZero();
    }
    List<ProducerRecord<byte[], byte[]>> later = new ArrayList<>();
    later.add(message(topics, 0, "b", "12:00:50", 25));
    KAFKA
        .readAll(topics.groupAverages())
        .forEach(
            record ->
                later.add(
                    new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.key(),
                        Temperatures.value(record)
                            .replaceFirst("\"count\":.*,\"sensors\"", ONE_MORE + ",\"sensors\"")
                            .replace("\"revision\":0", "\"revision\":1")
                            .getBytes(UTF_8))));
    KAFKA.produce(later);
    CommandTrial trial = VERIFIER.verify(topics, table);
    assertThat(trial.code()).as(trial.out() + trial.err()).isEqualTo(3);
    assertThat(trial.out().lines())
        .filteredOn(line -> line.startsWith("average of {site=\"south\"}/temperature in ["))
        .singleElement()
        .asString()
        .doesNotContain("undecided");
    assertThat(trial.out())
        .contains(
            "undecided: a message after the last checkpoint, with a reading of"
                + " {site=\"north\"}/temperature at 2025-07-01T12:00:50Z, may explain it")
        .contains("1 difference up to", "; 1 undecided: messages after the last checkpoint may");
  }

  @Test
  void withoutGroupsThereIsNoTopicOfThem() throws Exception {
    try (StreamRun run = start()) {
      KAFKA.produce(messages());
      VERIFIER.awaitMessages(topics, 5);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.topics()).doesNotContain(topics.groupAverages());
    CommandTrial verified = VERIFIER.verify(topics, table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).doesNotContain("group");
  }
}
