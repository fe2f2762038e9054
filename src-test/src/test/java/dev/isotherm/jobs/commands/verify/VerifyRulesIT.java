package dev.isotherm.jobs.commands.verify;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream under a file of rules that has deadlines of every kind. */
class VerifyRulesIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final int SECONDS = 300;

  private static final String RULES =
      """
        rules:
          - name: hot
            metric: temperature
            levels:
              warning: { above: 28, clearBelow: 27 }
              critical: { above: 30 }
            holdFor: 2s
            keepFiringFor: 3s
            noDataAfter: 20s
          - name: flaps
            metric: temperature
            sensors: s1
            levels:
              warning: { above: 28 }
            flapping: { transitions: 1, within: 10s }
          - name: hot on average
            metric: temperature
            on: averages
            levels:
              warning: { above: 27.5 }
            noDataAfter: 90s
          - name: hot in 20 s
            metric: temperature
            on: averages
            window: 20s
            levels:
              warning: { above: 27.5 }
            noDataAfter: 90s
      """;

  @TempDir private Path folder;

  @Test
  void deadlinesAreWhatTheLogGives() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, "--idle-timeout=10min", "-p=2", "--rules=" + rules)) {
      List<ProducerRecord<byte[], byte[]>> messages = messages(topics);
      int half = messages.size() / 2;
      KAFKA.produce(messages.subList(0, half));
      Eventually.holds(
          "there is something to verify",
          Duration.ofSeconds(30),
          () -> KAFKA.command("status", topics).code() == 0);
      CommandTrial early = VERIFIER.verify(topics, "--rules=" + rules);
      assertThat(early.code()).as(early.out() + early.err()).isZero();
      // Too late for the rules on averages, in time for the average: another one than they saw.
      KAFKA.produce(List.of(message(topics, 0, "s1", "12:00:30", 999)));
      KAFKA.produce(messages.subList(half, messages.size()));
      Eventually.holds(
          "the dead sensor is missed",
          Duration.ofSeconds(30),
          () ->
              transitions(topics).stream()
                  .anyMatch(
                      one ->
                          one.series().sensorId().equals("dead")
                              && one.reason() == TransitionReason.NO_DATA));
      CommandTrial live = VERIFIER.verify(topics, "--rules=" + rules);
      assertThat(live.code()).as(live.out() + live.err()).isZero();
      assertThat(run.stop().code()).isZero();
    }
    assertThat(transitions(topics))
        .extracting(Transition::reason)
        .contains(
            TransitionReason.READING,
            TransitionReason.HOLD_FOR,
            TransitionReason.KEEP_FIRING_FOR,
            TransitionReason.NO_DATA,
            TransitionReason.FLAPPING);
    assertThat(transitions(topics))
        .filteredOn(one -> one.rule().equals("hot on average"))
        .isNotEmpty()
        .allMatch(one -> one.value() < 100);
    assertThat(ledger(topics, LateReading.Exclusion.AVERAGE_ALERTS))
        .extracting(late -> late.reading().value())
        .containsExactly(999.0);
    assertThat(transitions(topics))
        .filteredOn(one -> one.rule().equals("hot in 20 s"))
        .isNotEmpty()
        .allMatch(one -> one.atMillis() % 20_000 == 0 || one.reason().isDeadline())
        .allMatch(one -> one.value() < 100);
    assertThat(ledger(topics, LateReading.Exclusion.RULE_WINDOWS))
        .anyMatch(late -> late.reading().value() == 999)
        .allMatch(late -> late.window().endMillis() - late.window().startMillis() == 20_000);
    assertThat(ledger(topics, LateReading.Exclusion.ALERTS)).isNotEmpty();
    CommandTrial stopped = VERIFIER.verify(topics, "--rules=" + rules);
    assertThat(stopped.code()).as(stopped.out() + stopped.err()).isZero();
    CommandTrial unnamed = VERIFIER.verify(topics);
    assertThat(unnamed.code()).isEqualTo(2);
    assertThat(unnamed.err()).contains("--rules: is required, because the stream of group ");
    assertThat(VERIFIER.verify(topics, "--rules=default").err()).contains("runs under other rules");
  }

  /** With nothing in the ledger, what the log gives is what a batch gives: sorted. */
  @Test
  void readingsThatAreReorderedAreAllEvaluated() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < SECONDS; i++) {
      messages.addAll(ofSecond(topics, i ^ 3, i ^ 3));
    }
    messages.addAll(ofSecond(topics, 2 * SECONDS, 0));
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            Verifier.NEVER_IDLE,
            "-p=2",
            "--rules=" + rules,
            "--reorder=9s")) {
      int half = messages.size() / 2;
      KAFKA.produce(messages.subList(0, half));
      VERIFIER.awaitMessages(topics, half);
      CommandTrial early = VERIFIER.verify(topics, "--rules=" + rules);
      assertThat(early.code()).as(early.out() + early.err()).isZero();
      KAFKA.produce(messages.subList(half, messages.size()));
      VERIFIER.awaitMessages(topics, messages.size());
      assertThat(run.stop().code()).isZero();
    }
    assertThat(ledger(topics, LateReading.Exclusion.ALERTS)).isEmpty();
    assertThat(transitions(topics))
        .filteredOn(one -> one.rule().equals("hot"))
        .extracting(Transition::reason)
        .contains(TransitionReason.READING, TransitionReason.HOLD_FOR);
    CommandTrial stopped = VERIFIER.verify(topics, "--rules=" + rules);
    assertThat(stopped.code()).as(stopped.out() + stopped.err()).isZero();
  }

  private static List<LateReading> ledger(
      LiveKafka.TestTopics topics, LateReading.Exclusion exclusion) {
    return KAFKA.readAll(topics.late()).stream()
        .map(one -> JsonLinesReader.readLate(one.value()))
        .filter(late -> late.excludedFrom() == exclusion)
        .toList();
  }

  private static List<Transition> transitions(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.alerts()).stream()
        .map(one -> JsonLinesReader.readTransition(one.value()))
        .toList();
  }

  /** A reading per second of two sensors each, some out of order; one sensor dies half way. */
  private static List<ProducerRecord<byte[], byte[]>> messages(LiveKafka.TestTopics topics) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < SECONDS; i++) {
      int second = i % 13 == 0 ? Math.max(0, i - 4) : i;
      messages.addAll(ofSecond(topics, second, i));
      if (i < SECONDS / 2) {
        messages.add(message(topics, 1, "dead", time(second), 20));
      }
    }
    return messages;
  }

  private static List<ProducerRecord<byte[], byte[]>> ofSecond(
      LiveKafka.TestTopics topics, int second, int i) {
    return List.of(
        message(topics, 0, "s1", time(second), 25 + i * 7 % 60 / 10.0),
        message(topics, 1, "s2", time(second), 26 + i % 40 / 8.0));
  }

  private static String time(int second) {
    return LocalTime.of(12, 0).plusSeconds(second).format(DateTimeFormatter.ISO_LOCAL_TIME);
  }
}
