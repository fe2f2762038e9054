package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules on signals see whole messages, in order, also if the readings of a message are checked one
 * by one: as repeats, and for stuck values. In each message, {@code a} equals {@code b}.
 */
final class StreamSignalsIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final int SECONDS = 240;

  private static final String RULES =
      """
      rules:
        - { name: divided, signal: a - b, levels: { critical: { when: "value != 0" } } }
        - name: high
          signal: a + b
          levels: { warning: { above: 10, holdFor: 2s } }
          noDataAfter: 30s
        - { name: rising, signal: "a - ago(a, 2s)", levels: { info: { above: 4 } } }
      """;

  @TempDir private Path folder;

  @Test
  void partsOfMessagesFindEachOtherAlsoAcrossACrashAndARescaling() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<String> known = known("sensor,stuckAfter\ns*,5s\n");
    List<ProducerRecord<byte[], byte[]>> messages =
        messages(topics, Seeded.random(getClass()), true);
    int third = messages.size() / 3;
    String paused;
    try (StreamRun run = start(topics, known, "-p=2", "--duplicates=drop", "--reorder=9s")) {
      KAFKA.produce(messages.subList(0, third));
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() > 4);
      FLINK.replaceWorker();
      Eventually.holds(
          "it runs again", Verifier.BOUND, () -> FLINK.restarts(run.job().getJobID()) >= 1);
      KAFKA.produce(messages.subList(third, 2 * third));
      VERIFIER.awaitMessages(topics, 2 * third);
      assertVerified(topics, known);
      paused = run.stop(false, folder);
    }
    assertVerified(topics, known);
    try (StreamRun run =
        start(
            topics,
            known,
            "-p=1",
            "--duplicates=drop",
            "--reorder=9s",
            "-Dexecution.state-recovery.path=" + paused)) {
      KAFKA.produce(messages.subList(2 * third, messages.size()));
      VERIFIER.awaitMessages(topics, messages.size());
      assertThat(run.stop().code()).isZero();
    }
    assertVerified(topics, known);
    assertThat(transitions(topics))
        .extracting(Transition::rule)
        .contains("high", "rising")
        .doesNotContain("divided");
    assertThat(late(topics))
        .extracting(LateReading::excludedFrom)
        .contains(Exclusion.EVERYTHING, Exclusion.IMPLAUSIBLE_STUCK)
        .doesNotContain(Exclusion.SIGNALS);
  }

  @Test
  void readingsThatAreReorderedAreEvaluatedByWholeMessages() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<String> known = known(null);
    List<ProducerRecord<byte[], byte[]>> messages =
        messages(topics, Seeded.random(getClass()), false);
    try (StreamRun run = start(topics, known, "-p=2", "--reorder=9s")) {
      KAFKA.produce(messages);
      VERIFIER.awaitMessages(topics, messages.size());
      assertVerified(topics, known);
      assertThat(run.stop().code()).isZero();
    }
    assertVerified(topics, known);
    assertThat(late(topics))
        .extracting(LateReading::excludedFrom)
        .doesNotContain(Exclusion.SIGNALS, Exclusion.ALERTS);
    assertThat(transitions(topics))
        .extracting(Transition::rule)
        .contains("high", "rising")
        .doesNotContain("divided");
  }

  /** All that it sends is behind the watermark, and in its own order. */
  @Test
  void aSensorThatLagsIsEvaluatedByWholeMessagesToo() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<String> known = known(null);
    List<ProducerRecord<byte[], byte[]>> inTime = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> lagging = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      inTime.add(message(topics, 0, "s0", time(60 + i), values(3)));
      inTime.add(message(topics, 1, "s1", time(60 + i), values(3)));
      lagging.add(message(topics, 0, "lagging", time(i), values(i / 10 % 2 == 0 ? 1 : 9)));
    }
    try (StreamRun run = start(topics, known, "-p=2", "--duplicates=drop")) {
      KAFKA.produce(inTime);
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() > 9);
      KAFKA.produce(lagging);
      VERIFIER.awaitMessages(topics, inTime.size() + lagging.size());
      assertVerified(topics, known);
      assertThat(run.stop().code()).isZero();
    }
    assertVerified(topics, known);
    assertThat(transitions(topics))
        .filteredOn(one -> one.series().sensorId().equals("lagging"))
        .extracting(Transition::rule)
        .contains("high", "rising")
        .doesNotContain("divided");
  }

  private List<String> known(String table) throws Exception {
    List<String> known = new ArrayList<>();
    known.add("--rules=" + Files.writeString(folder.resolve("rules.yaml"), RULES));
    if (table != null) {
      known.add("--sensors=" + Files.writeString(folder.resolve("sensors.csv"), table));
    }
    return known;
  }

  private static StreamRun start(LiveKafka.TestTopics topics, List<String> known, String... more) {
    List<String> options = new ArrayList<>(known);
    options.addAll(
        List.of(
            Verifier.NEVER_IDLE,
            "--window=10s",
            "-Drestart-strategy.type=fixed-delay",
            "-Drestart-strategy.fixed-delay.attempts=20",
            "-Drestart-strategy.fixed-delay.delay=100ms"));
    options.addAll(List.of(more));
    return StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new));
  }

  private static void assertVerified(LiveKafka.TestTopics topics, List<String> known) {
    CommandTrial verified = VERIFIER.verify(topics, known.toArray(String[]::new));
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
  }

  private static List<Transition> transitions(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.alerts()).stream()
        .map(one -> JsonLinesReader.readTransition(one.value()))
        .toList();
  }

  private static List<LateReading> late(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.late()).stream()
        .map(one -> JsonLinesReader.readLate(one.value()))
        .toList();
  }

  /** Four sensors, each in a partition of its own order, of which the last keeps its values. */
  private static List<ProducerRecord<byte[], byte[]>> messages(
      LiveKafka.TestTopics topics, Random random, boolean repeats) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < SECONDS; i++) {
      int second = i ^ 3;
      for (int sensor = 0; sensor < 4; sensor++) {
        int value = sensor == 3 ? second / 15 : random.nextInt(10);
        ProducerRecord<byte[], byte[]> message =
            message(topics, sensor % 2, "s" + sensor, time(second), values(value));
        boolean again = repeats && random.nextInt(5) == 0;
        Stream.of(message, message).limit(again ? 2 : 1).forEach(messages::add);
      }
    }
    return messages;
  }

  private static String values(int value) {
    return "\"a\":" + value + ",\"b\":" + value;
  }

  private static String time(int second) {
    return LocalTime.NOON.plusSeconds(second).format(DateTimeFormatter.ISO_TIME);
  }
}
