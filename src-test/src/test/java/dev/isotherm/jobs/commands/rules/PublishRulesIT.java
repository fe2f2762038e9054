package dev.isotherm.jobs.commands.rules;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.RuleStatusRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream that was started without rules, and gets some. */
class PublishRulesIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String HOT =
      """
      rules:
        - name: hot
          metric: temperature
          levels: { warning: { above: 28 } }
          noDataAfter: 1h
      """;

  @TempDir private Path folder;

  @Test
  void aStreamThatRunsTakesRulesOverAndVerifies() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    CommandTrial early =
        rules(topics, "publish", file(HOT), "--at=2025-07-01T12:01:00Z", "--timeout=1ms");
    assertThat(early.code()).as(early.err()).isZero();
    assertThat(early.out())
        .containsPattern(
            "version [-0-9a-f]+ is in force from 2025-07-01T12:01:00Z \\(t\\d+_rules-0:0\\)")
        .contains("no running stream has answered within 1ms");
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, "--idle-timeout=10min", "-p=2", "--rules=none")) {
      KAFKA.produce(messages(topics, 0, 90));
      awaitTransitions(topics, 2);

      KAFKA.produce(
          List.of(
              new ProducerRecord<>(
                  topics.rules(),
                  "raw".getBytes(StandardCharsets.UTF_8),
                  "rules:\n  - name: hot\n".getBytes(StandardCharsets.UTF_8))));
      KAFKA.await(
          topics.rulesStatus(),
          BOUND,
          lines -> lines.stream().anyMatch(one -> Temperatures.value(one).contains("rejected")));
      RuleStatusRecord broken = answers(topics).get(1);
      assertThat(broken.group()).isEqualTo(topics.readings());
      assertThat(broken.result().errors())
          .anyMatch(one -> one.endsWith("metric: is required, or signal"));

      CommandTrial other =
          rules(topics, "publish", file("rules: []\n"), "--at=2025-07-01T12:02:00Z");
      assertThat(other.out()).contains("accepted by " + topics.readings());
      CommandTrial again = rules(topics, "publish", file(HOT), "--at=2025-07-01T12:02:00Z");
      assertThat(again.code()).isEqualTo(2);
      assertThat(again.err())
          .contains("--at 2025-07-01T12:02:00Z: must be later than the version published before");
      // Of the first partition only the other sensor goes on: the one that fires falls silent.
      KAFKA.produce(messages(topics, 90, 150).stream().filter(PublishRulesIT::goesOn).toList());
      awaitTransitions(topics, 4);
      assertThat(transitions(topics))
          .containsExactlyInAnyOrder(
              "s1 FIRING at 2025-07-01T12:01:00Z READING",
              "s2 FIRING at 2025-07-01T12:01:00Z READING",
              "s1 RESOLVED at 2025-07-01T12:02:00Z RULE_REMOVED",
              "s2 RESOLVED at 2025-07-01T12:02:00Z RULE_REMOVED");

      CommandTrial live = verify(topics);
      assertThat(live.code()).as(live.out() + live.err()).isZero();
      CommandTrial without = verify(topics, "--rules-topic=" + topics.rules() + "_of_others");
      assertThat(without.code()).as(without.out() + without.err()).isEqualTo(3);
      assertThat(without.out()).contains("hot");
      assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(FLINK.restarts(run.job().getJobID())).isZero();
      assertThat(run.stop().code()).isZero();
    }
    assertThat(answers(topics))
        .extracting(one -> one.result().isAccepted())
        .containsExactly(true, false, true);
    assertThat(rules(topics, "published").out().lines())
        .hasSize(4)
        .element(2)
        .asString()
        .startsWith("# from 2025-07-01T12:02:00Z: version ")
        .endsWith(", in force");
  }

  @Test
  void nothingIsPublishedWithFaultsOrWhereItWouldBeForgotten() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    CommandTrial trial = rules(topics, "publish", file("rules:\n  - holdFor: 5 m\n"));
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err().lines().count()).isGreaterThan(1);
    assertThat(KAFKA.topics()).doesNotContain(topics.rules());
    KAFKA.create(topics.rules(), 1, Map.of("retention.ms", "604800000"));
    CommandTrial forgets = rules(topics, "publish", file(HOT));
    assertThat(forgets.code()).isEqualTo(2);
    assertThat(forgets.err())
        .contains("--rules-topic " + topics.rules() + ": its cleanup.policy is delete; must be");
  }

  /** As a compacted topic deletes it some hours after a record without a value. */
  @Test
  void aVersionThatIsGoneIsMissedAndCanComeBack() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String file = file(HOT);
    assertThat(rules(topics, "publish", file, "--at=2025-07-01T12:01:00Z", "--timeout=1ms").code())
        .isZero();
    RuleStatusRecord accepted =
        new RuleStatusRecord(
            topics.readings(),
            new RuleStatusRecord.ValidationResult(
                topics.rules() + "-0:0",
                java.time.Instant.parse("2025-07-01T12:00:00Z").toEpochMilli(),
                RuleFile.parse("rules", HOT).fingerprint(),
                List.of()));
    KAFKA.produce(
        List.of(new ProducerRecord<>(topics.rulesStatus(), accepted.key(), accepted.line())));
    String gone =
        "isotherm: --rules-topic "
            + topics.rules()
            + ": version "
            + accepted.result().version()
            + " from 2025-07-01T12:00:00Z was accepted, and is no longer there";
    CommandTrial shown = rules(topics, "published");
    assertThat(shown.code()).isEqualTo(3);
    assertThat(shown.err()).startsWith(gone);
    CommandTrial back =
        rules(topics, "publish", file, "--at=2025-07-01T12:00:00Z", "--timeout=1ms");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(rules(topics, "published").code()).isZero();
  }

  private static boolean goesOn(ProducerRecord<byte[], byte[]> message) {
    return !new String(message.key(), StandardCharsets.UTF_8).equals("s1");
  }

  private static void awaitTransitions(LiveKafka.TestTopics topics, int count) {
    KAFKA.await(topics.alerts(), BOUND, lines -> lines.size() >= count);
  }

  private static List<String> transitions(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.alerts()).stream()
        .map(one -> JsonLinesReader.readTransition(one.value()))
        .map(
            one ->
                String.format(
                    "%s %s at %s %s",
                    one.series().sensorId(),
                    one.state(),
                    java.time.Instant.ofEpochMilli(one.atMillis()),
                    one.reason()))
        .toList();
  }

  private static List<RuleStatusRecord> answers(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.rulesStatus()).stream()
        .map(one -> RuleStatusRecord.read(one.value()))
        .toList();
  }

  /** Two sensors that are too hot, and one in each partition that is not. */
  private static List<ProducerRecord<byte[], byte[]>> messages(
      LiveKafka.TestTopics topics, int from, int to) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int second = from; second < to; second++) {
      String time =
          LocalTime.of(12, 0).plusSeconds(second).format(DateTimeFormatter.ISO_LOCAL_TIME);
      messages.add(message(topics, 0, "s1", time, 29));
      messages.add(message(topics, 0, "cool", time, 20));
      messages.add(message(topics, 1, "s2", time, 29));
    }
    return messages;
  }

  private String file(String text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "rules", ".yaml"), text).toString();
  }

  private static CommandTrial rules(LiveKafka.TestTopics topics, String... words) {
    Stream<String> options =
        topics.options().stream().filter(option -> !option.startsWith("--group"));
    return CommandTrial.isotherm(
        Stream.of(
                Stream.of("rules"),
                Stream.of(words),
                Stream.of("--bootstrap-servers=" + KAFKA.bootstrapServers()),
                options)
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static CommandTrial verify(LiveKafka.TestTopics topics, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "-p=1"));
    arguments.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    arguments.addAll(topics.options());
    for (String option : more) {
      String name = option.substring(0, option.indexOf('=') + 1);
      arguments.removeIf(argument -> argument.startsWith(name));
      arguments.add(option);
    }
    return CommandTrial.run(Isotherm.commandLine(FLINK::create), arguments.toArray(String[]::new));
  }
}
