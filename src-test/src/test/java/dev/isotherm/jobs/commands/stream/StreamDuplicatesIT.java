package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Devices that send readings again, to any partition, also after a crash of the worker. */
final class StreamDuplicatesIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int SENSORS = 5;
  private static final int MINUTES = 20;
  private static final int PER_MINUTE = 6;

  /** 29 and 20 are both of 13:00:00. A repeat of 29 behind them would fire again. */
  private static final String RULES =
      """
      rules:
        - name: hot
          metric: temperature
          levels: { warning: { above: 28 } }
        - name: hot on average
          metric: temperature
          on: averages
          levels: { warning: { above: 2.4 } }
      """;

  private static final Instant HOT = Instant.parse("2025-07-01T13:00:00Z");

  @TempDir private Path folder;

  @Test
  void eachReadingCountsOnceAlsoAcrossACrash() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    String rules = "--rules=" + Files.writeString(folder.resolve("rules.yaml"), RULES);
    List<ProducerRecord<byte[], byte[]>> messages = messages(topics, Seeded.random(getClass()));
    int sent = messages.size();
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            Verifier.NEVER_IDLE,
            "--duplicates=drop",
            rules,
            "-p=2",
            "-Drestart-strategy.type=fixed-delay",
            "-Drestart-strategy.fixed-delay.attempts=20",
            "-Drestart-strategy.fixed-delay.delay=100ms")) {
      KAFKA.produce(messages.subList(0, sent / 2));
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() > SENSORS);
      KAFKA.produce(messages.subList(sent / 2, sent / 2 + 100));
      FLINK.replaceWorker();
      Eventually.holds("it runs again", BOUND, () -> FLINK.restarts(run.job().getJobID()) >= 1);
      KAFKA.produce(messages.subList(sent / 2 + 100, sent));
      VERIFIER.awaitMessages(topics, sent);
      CommandTrial live = VERIFIER.verify(topics, rules);
      assertThat(live.code()).as(live.out() + live.err()).isZero();
      assertThat(run.stop().code()).isZero();
    }
    int distinct = SENSORS * MINUTES * PER_MINUTE + 3;
    CommandTrial status = KAFKA.command("status", topics);
    assertThat(status.code()).as(status.out()).isZero();
    assertThat(status.out())
        .contains(
            "%d readings = %d aggregated + 0 late + %d duplicates"
                .formatted(sent, distinct, sent - distinct));
    CommandTrial verify = VERIFIER.verify(topics, rules);
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(late(topics))
        .filteredOn(late -> late.excludedFrom() == Exclusion.EVERYTHING)
        .hasSize(sent - distinct)
        .extracting(late -> late.reading().position())
        .doesNotHaveDuplicates();

    assertThat(transitions(topics, "hot"))
        .extracting(Transition::state)
        .containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    assertThat(transitions(topics, "hot on average")).isNotEmpty();

    Map<String, Average> averages = averages(topics);
    assertThat(averages.values())
        .hasSize(SENSORS * MINUTES)
        .allMatch(one -> one.count() == PER_MINUTE && one.mean() == 2.5);
    BatchRun replay =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("replayed"),
            "--duplicates=drop",
            "--window=1min",
            "--print=none",
            "--topic=" + topics.readings(),
            "--bootstrap-servers=" + KAFKA.bootstrapServers());
    assertThat(replay.averages())
        .filteredOn(average -> average.windowStartMillis() < HOT.toEpochMilli())
        .containsExactlyInAnyOrderElementsOf(averages.values());
  }

  private static Map<String, Average> averages(LiveKafka.TestTopics topics) {
    Map<String, Average> averages = new HashMap<>();
    KAFKA
        .readAll(topics.averages())
        .forEach(
            one -> averages.put(Temperatures.key(one), JsonLinesReader.readAverage(one.value())));
    return averages;
  }

  private static List<LateReading> late(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.late()).stream()
        .map(one -> JsonLinesReader.readLate(one.value()))
        .toList();
  }

  private static List<Transition> transitions(LiveKafka.TestTopics topics, String rule) {
    return KAFKA.readAll(topics.alerts()).stream()
        .map(one -> JsonLinesReader.readTransition(one.value()))
        .filter(transition -> transition.rule().equals(rule))
        .toList();
  }

  /** In each minute, each sensor measures 0, 1, 2 … once. Half of the readings come again. */
  private static List<ProducerRecord<byte[], byte[]>> messages(
      LiveKafka.TestTopics topics, Random random) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < MINUTES * PER_MINUTE; i++) {
      for (int sensor = 0; sensor < SENSORS; sensor++) {
        String time = LocalTime.of(12, 0, 1).plusSeconds(10L * i).toString();
        double value = i % PER_MINUTE;
        messages.add(Temperatures.message(topics, sensor % 2, "s" + sensor, time, value));
        if (random.nextBoolean()) {
          int back = i - random.nextInt(Math.min(i, 40) + 1);
          messages.add(
              Temperatures.message(
                  topics,
                  random.nextInt(2),
                  "s" + sensor,
                  LocalTime.of(12, 0, 1).plusSeconds(10L * back).toString(),
                  back % PER_MINUTE));
        }
      }
    }
    messages.add(Temperatures.message(topics, 0, "hot", "13:00:00", 29));
    messages.add(Temperatures.message(topics, 0, "hot", "13:00:00", 20));
    messages.add(Temperatures.message(topics, 0, "hot", "13:00:00", 29));
    messages.add(Temperatures.message(topics, 1, "end", "13:00:10", 20));
    return messages;
  }
}
