package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Usual;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.fixtures.VersionsTopic;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.model.Series;
import dev.isotherm.wire.BaselineFile;
import dev.isotherm.wire.BaselineLines;
import dev.isotherm.wire.BaselinePart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A baseline that changes while a stream runs. */
final class BaselineTopicIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String RULES =
      """
      rules:
      - name: odd
        signal: deviation(temperature)
        levels: { warning: { when: "abs(value) > 3" } }
      - name: odd_step
        signal: deviation(temperature) - deviation(temperature{b})
        every: 10s
        levels: { warning: { when: "abs(value) > 3" } }
      """;

  @TempDir private Path folder;
  private LiveKafka.TestTopics topics;
  private VersionsTopic usual;
  private String name;
  private String rules;

  @BeforeEach
  void prepare() throws Exception {
    topics = KAFKA.freshTopics(1);
    usual = VersionsTopic.ofBaseline(KAFKA, topics);
    name = usual.name();
    rules = "--rules=" + Files.writeString(folder.resolve("rules.yaml"), RULES);
  }

  /** What is usual for {@code a} and {@code b}; and for many others, so that it is large. */
  private static Baseline usually(double a, double b, int others) {
    List<LearnedSlot> learned = new ArrayList<>();
    learned.add(usually("a", a));
    learned.add(usually("b", b));
    for (int i = 0; i < others; i++) {
      learned.add(usually("other-" + i, a));
    }
    return new Baseline(new Slots(Slots.By.NONE, ZoneId.of("UTC")), 28, learned);
  }

  private static LearnedSlot usually(String sensor, double mean) {
    return new LearnedSlot(
        new Series(sensor, "temperature"),
        0,
        new Usual(20, mean, 1, List.of(mean, mean, mean, mean, mean)));
  }

  private CommandTrial publish(Baseline learned, String... more) throws Exception {
    Path file = folder.resolve("usual.jsonl");
    BaselineFile.write(file, BaselineLines.of(learned));
    return usual.publish(file, more);
  }

  private StreamRun start(String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(rules));
    options.addAll(List.of(more));
    return usual.start(FLINK, options.toArray(String[]::new));
  }

  @Test
  void aStreamTakesOverVersionsAndAReplayComparesWithTheSameOnes() throws Exception {
    Baseline first = usually(20, 20, 0);
    assertThat(publish(first, "--timeout=1ms").out())
        .isEqualTo(
            "version "
                + first.fingerprint()
                + " is in force from the start: 2 slots of 2 series, in 1 record ("
                + name
                + "-0:0)\n"
                + "no running stream has answered within 1ms; one that starts later takes it over\n");
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "b", "12:00:02", 60)));
    String paused;
    try (StreamRun run = start("-p=2")) {
      VERIFIER.awaitMessages(topics, 2);
      Baseline second = usually(20, 60, 2_000);
      assertThat(publish(second, "--at=2025-07-01T12:00:10Z").out())
          .contains(
              "version "
                  + second.fingerprint()
                  + " is in force from 2025-07-01T12:00:10Z: 2002 slots of 2002 series, in 4 records")
          .endsWith("accepted by " + topics.readings() + "\n");
      KAFKA.produce(
          List.of(
              message(topics, 0, "b", "12:00:09", 60),
              message(topics, 0, "b", "12:00:12", 60),
              message(topics, 0, "a", "12:00:13", 60),
              message(topics, 0, "a", "12:00:21", 60),
              message(topics, 0, "b", "12:00:22", 60)));
      VERIFIER.awaitMessages(topics, 7);
      paused = run.stop(false, folder);
    }
    publish(usually(60, 90, 0), "--at=2025-07-01T12:00:40Z", "--timeout=1ms");
    try (StreamRun run = start("-p=1", "-Dexecution.state-recovery.path=" + paused)) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:39", 60),
              message(topics, 0, "a", "12:00:41", 60),
              message(topics, 0, "b", "12:00:42", 60),
              message(topics, 0, "a", "12:01:09", 60),
              message(topics, 0, "b", "12:01:10", 60)));
      VERIFIER.awaitMessages(topics, 12);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(usual.alerts())
        .containsExactly(
            "12:00:02 odd b firing",
            "12:00:12 odd b resolved",
            "12:00:13 odd a firing",
            "12:00:20 odd_step a firing",
            "12:00:41 odd a resolved",
            "12:00:42 odd b firing");
    CommandTrial verified = VERIFIER.verify(topics, rules);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    CommandTrial other = VERIFIER.verify(topics, rules, "--baseline=topic:other");
    assertThat(other.err())
        .contains("--baseline: must be another one, not topic:other, because the stream of group")
        .contains("has the baseline of topic:" + name);
    assertThat(diff().out())
        .contains(
            "+ 2025-07-01T12:00:02Z odd odd{b}",
            "+ 2025-07-01T12:00:13Z odd odd{a}",
            "+ 2025-07-01T12:00:42Z odd odd{b}");
  }

  private CommandTrial diff() {
    return CommandTrial.run(
        Isotherm.commandLine(FLINK::create),
        "rules",
        "diff",
        "none",
        folder.resolve("rules.yaml").toString(),
        "--on=topic:" + topics.readings(),
        "--bootstrap-servers=" + KAFKA.bootstrapServers(),
        usual.option());
  }

  @Test
  void publishesNothingThatIsThereOrThatIsNoBaseline() throws Exception {
    Baseline first = usually(20, 20, 0);
    publish(first, "--timeout=1ms");
    assertThat(publish(first).out())
        .isEqualTo(name + " has this baseline already; nothing was published\n");
    Baseline second = usually(60, 60, 0);
    String at = "--at=2025-07-01T12:00:00Z";
    assertThat(publish(second, at, "--timeout=1ms").code()).isZero();
    CommandTrial early = publish(first, "--at=2025-07-01T11:00:00Z");
    assertThat(early.code()).isEqualTo(2);
    assertThat(early.err())
        .isEqualTo(
            "isotherm: --at 2025-07-01T11:00:00Z: must be later than the version published before,"
                + " from 2025-07-01T12:00:00Z\n");
    assertThat(publish(first, at, "--in=5s").err())
        .contains("--at 2025-07-01T12:00:00Z: is mutually exclusive with --in");
    Path csv = Files.writeString(folder.resolve("no.jsonl"), "sensor,mean\n");
    CommandTrial noBaseline = usual.publish(csv);
    assertThat(noBaseline.code()).isEqualTo(2);
    assertThat(noBaseline.err()).isEqualTo("isotherm: " + csv + " line 1: the line is not JSON\n");
    assertThat(usual.show().out())
        .startsWith(
            "version "
                + first.fingerprint()
                + " is in force from the start\nversion "
                + second.fingerprint()
                + " is in force from 2025-07-01T12:00:00Z\ntopic:"
                + name
                + ": learned 2 slots of 2 series by none");
    assertThat(usual.show("a").out()).contains(" 60\n").doesNotContain(" 20\n");
    assertThat(usual.show("a", "--at=2025-07-01T11:59:59Z").out()).contains(" 20\n");
  }

  @Test
  void whatIsNoVersionIsNamedAndDoesNotCount() throws Exception {
    publish(usually(20, 20, 0), "--timeout=1ms");
    long noon = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
    List<BaselinePart> parts = BaselinePart.of(usually(30, 30, 2_000), noon);
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    KAFKA.produce(
        List.of(
            new ProducerRecord<>(name, 0, parts.get(0).key(), parts.get(0).value()),
            new ProducerRecord<>(name, 0, null, text),
            new ProducerRecord<>(name, 0, text, null)));
    KAFKA.produce(List.of(message(topics, 0, "a", "12:00:01", 60)));
    try (StreamRun run = start("-p=1")) {
      VERIFIER.awaitMessages(topics, 1);
      assertThat(publish(usually(60, 60, 0), "--at=2025-07-01T12:00:05Z").out())
          .endsWith("accepted by " + topics.readings() + "\n");
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:05", 60)));
      VERIFIER.awaitMessages(topics, 2);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(usual.alerts()).containsExactly("12:00:01 odd a firing", "12:00:05 odd a resolved");
    CommandTrial shown = usual.show();
    assertThat(shown.out().lines().filter(line -> line.startsWith("version"))).hasSize(2);
    assertThat(shown.err())
        .contains(": is no part of a baseline: has no key")
        .contains(": is no part of a baseline: has no value")
        .contains(": the version before is not complete: it ends with part 1 of 4 of version ");
  }

  @Test
  void aStreamDoesNotContinueWithoutAVersionThatItHasUsed() throws Exception {
    Baseline first = usually(20, 20, 0);
    publish(first, "--timeout=1ms");
    KAFKA.produce(List.of(message(topics, 0, "a", "12:00:01", 35)));
    String paused;
    try (StreamRun run = start("-p=1")) {
      VERIFIER.awaitMessages(topics, 1);
      paused = run.stop(false, folder);
    }
    KAFKA.deleteRecords(name);
    publish(usually(60, 60, 0), "--timeout=1ms");
    try (StreamRun run = start("-p=1", "-Dexecution.state-recovery.path=" + paused)) {
      assertThat(run.ended().err())
          .contains(
              "--baseline topic:"
                  + name
                  + ": version "
                  + first.fingerprint()
                  + " was in force from the start, and is no longer there; publish its file again:"
                  + " isotherm baseline publish FILE");
    }
  }

  @Test
  void aTopicIsOnlyForCommandsThatReadTopics() throws Exception {
    Path readings =
        Files.writeString(
            folder.resolve("r.csv"), "timestamp,sensor_id,temperature\n2025-07-01 12:00,a,20\n");
    CommandTrial batch = CommandTrial.isotherm("batch", readings.toString(), rules, usual.option());
    assertThat(batch.code()).isEqualTo(2);
    assertThat(batch.err())
        .contains(
            "--baseline topic:" + name + ": is not for this command, which reads no topic; name a");
    String file = folder.resolve("rules.yaml").toString();
    assertThat(CommandTrial.isotherm("rules", "check", file, usual.option()).err())
        .contains("--baseline topic:" + name + ": is not for this command");
    assertThat(CommandTrial.isotherm("batch", readings.toString(), "--baseline=topic:a b").err())
        .contains("--baseline topic:a b: the name of the topic must be 1 to 249 of the characters");
  }

  @Test
  void aTopicThatIsNotThereIsEmpty() {
    CommandTrial shown = usual.show();
    assertThat(shown.code()).isEqualTo(2);
    assertThat(shown.err())
        .isEqualTo("isotherm: FILE topic:" + name + ": nothing was published on " + name + "\n");
    assertThat(diff().err())
        .contains("warning: rule odd: deviation(temperature): the baseline has learned nothing of");
  }
}
