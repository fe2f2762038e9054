package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deadline passes because a partition is idle, and an alert fires. Then that partition has a
 * reading of before the deadline. After a crash, the stream reads it in time: the alert has never
 * fired.
 */
final class StreamRetractionIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path rules;

  @BeforeEach
  void writeRules() throws Exception {
    rules = folder.resolve("rules.yaml");
    Files.writeString(
        rules,
        "rules: [{ name: hot, metric: temperature, holdFor: 30s,"
            + " levels: { warning: { above: 28 } } }]\n");
  }

  /**
   * The partitions come in any order after the crash: the alert was pending, or its first reading
   * comes too late.
   */
  @Test
  void anAlertThatNeverFiredIsTakenBack() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    try (StreamRun run = start(topics, "--checkpoint-interval=10min")) {
      untilIdleness(topics);
      KAFKA.await(topics.alerts(), BOUND, all -> all.size() == 2);
      KAFKA.produce(List.of(message(topics, 1, "a", "12:00:20", 20)));
      FLINK.replaceWorker();
      Eventually.holds(
          "it is taken back",
          BOUND,
          () -> transitions(topics).stream().anyMatch(one -> one.endsWith("taken_back")));
      assertThat(run.stop().code()).isZero();
    }
    List<String> published = transitions(topics);
    assertThat(published)
        .startsWith("12:00:00 inactive > pending", "12:00:30 pending > firing")
        .filteredOn(one -> one.startsWith("12:00:30 firing > "))
        .hasSize(1);
    assertThat(published.get(published.size() - 1))
        .isIn("12:00:20 pending > inactive", "12:00:30 firing > resolved taken_back");
    assertVerified(topics);
  }

  /** The alert is published with the checkpoint in which it is true. */
  @Test
  void withExactlyOnceNothingIsTakenBackAndNothingComesTwice() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    try (StreamRun run = start(topics, "--alerts=exactly-once")) {
      untilIdleness(topics);
      KAFKA.await(topics.alerts(), BOUND, all -> all.size() == 2);
      KAFKA.produce(List.of(message(topics, 1, "a", "12:00:20", 20)));
      FLINK.replaceWorker();
      KAFKA.produce(List.of(message(topics, 1, "a", "12:02:00", 20)));
      KAFKA.await(topics.alerts(), BOUND, all -> all.size() == 3);
      assertThat(FLINK.restarts(run.job().getJobID())).isPositive();
      assertThat(run.stop().code()).isZero();
    }
    assertThat(transitions(topics))
        .containsExactly(
            "12:00:00 inactive > pending",
            "12:00:30 pending > firing",
            "12:02:00 firing > resolved");
    assertVerified(topics);
  }

  private static void untilIdleness(LiveKafka.TestTopics topics) throws Exception {
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:00:00", 30), message(topics, 0, "b", "12:01:00", 20)));
  }

  private StreamRun start(LiveKafka.TestTopics topics, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--rules=" + rules,
                // Long enough that both partitions are read after the crash before one is idle.
                "--idle-timeout=3s",
                "--out-of-orderness=0ms",
                "--source-silent-after=0ms",
                "-p=1",
                "-Drestart-strategy.type=fixed-delay",
                "-Drestart-strategy.fixed-delay.attempts=20",
                "-Drestart-strategy.fixed-delay.delay=100ms"));
    options.addAll(List.of(more));
    return StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new));
  }

  private static List<String> transitions(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.alerts()).stream()
        .map(one -> JsonLinesReader.readTransition(one.value()))
        .map(StreamRetractionIT::words)
        .toList();
  }

  private static String words(Transition one) {
    String reason = one.reason().toString().toLowerCase(Locale.ROOT);
    return Instant.ofEpochMilli(one.atMillis()).toString().substring(11, 19)
        + " "
        + (one.previous() + " > " + one.state()).toLowerCase(Locale.ROOT)
        + (reason.equals("taken_back") ? " " + reason : "");
  }

  private void assertVerified(LiveKafka.TestTopics topics) {
    CommandTrial verdict = new Verifier(KAFKA, FLINK).verify(topics, "--rules=" + rules);
    assertThat(verdict.code()).as(verdict.out() + verdict.err()).isZero();
  }
}
