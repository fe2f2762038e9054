package dev.isotherm.jobs.commands.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.wire.StreamProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Series come and go: each generation is of other sensors, eight days after the one before. The
 * state of a stream is that of one generation, and of none when the last one is gone. {@code
 * -Disotherm.series=N} sets how many series there are in all.
 */
final class StreamForgetsIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final int SERIES = Integer.getInteger("isotherm.series", 8_000);
  private static final int GENERATIONS = SERIES < 100_000 ? 4 : 10;
  private static final Duration GENERATION = Duration.ofDays(8);
  private static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;
  private static final int BATCH = 50_000;
  private static final String RULES =
      """
      rules:
        - name: hot
          metric: t
          levels: { warning: { above: 28, clearBelow: 27 }, critical: { above: 30 } }
          keepFiringFor: 10s
        - name: hot for long
          metric: t
          levels: { critical: { above: 27 } }
          holdFor: 20s
        - name: hot on average
          metric: t
          on: averages
          levels: { warning: { above: 28 } }
          holdFor: 1m
      """;

  /** Readings of each series: the last one ends every alert. */
  private static final int[] VALUES = {29, 31, 20};

  @TempDir private Path folder;
  private int messages;

  @Test
  void theStateIsThatOfTheSeriesThatAreThere() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(PARTITIONS);
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(rules, RULES);
    List<Long> state = new ArrayList<>();
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            "--rules=" + rules,
            "--window=1min",
            "--reorder=20s",
            "-Dexecution.checkpointing.dir=" + folder.toUri(),
            Verifier.NEVER_IDLE)) {
      for (int generation = 0; generation <= GENERATIONS; generation++) {
        if (generation < GENERATIONS) {
          sendGeneration(topics, generation);
        } // After the last one, event time alone goes on.
        sendEnd(topics, generation);
        awaitCheckpoint(topics, generation);
        state.add(FLINK.stateBytes(run.job().getJobID()));
      }
      assertThat(run.stop().code()).isZero();
    }
    System.out.println(
        "StreamForgetsIT "
            + SERIES
            + " series in "
            + GENERATIONS
            + " generations: bytes of state after each of them, and at the end: "
            + state);
    long ofOne = state.get(1);
    assertThat(ofOne).as("there is state to forget").isGreaterThan(20L * SERIES / GENERATIONS);
    assertThat(state).allSatisfy(bytes -> assertThat(bytes).isLessThan(ofOne * 11 / 10));
    assertThat(state.get(GENERATIONS)).as("nothing is left").isLessThan(ofOne / 10 + 50_000);
    KAFKA.delete(topics);
  }

  private void sendGeneration(LiveKafka.TestTopics topics, int generation) throws Exception {
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    for (int step = 0; step < VALUES.length; step++) {
      Instant instant = begin(generation).plusSeconds(40L * step);
      for (int sensor = 0; sensor < SERIES / GENERATIONS; sensor++) {
        String name = "g" + generation + "s" + sensor;
        batch.add(message(topics, sensor % PARTITIONS, name, instant, VALUES[step]));
        if (batch.size() == BATCH) {
          send(batch);
        }
      }
    }
    send(batch);
  }

  private void send(List<ProducerRecord<byte[], byte[]>> batch) throws Exception {
    KAFKA.produce(batch);
    messages += batch.size();
    batch.clear();
  }

  /** Closes all windows, and ends all deadlines. */
  private void sendEnd(LiveKafka.TestTopics topics, int generation) throws Exception {
    List<ProducerRecord<byte[], byte[]>> ends = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.add(message(topics, partition, "end" + partition, end(generation), 20));
    }
    send(ends);
  }

  private static Instant begin(int generation) {
    return BEGIN.plus(GENERATION.multipliedBy(generation));
  }

  private static Instant end(int generation) {
    return begin(generation).plus(Duration.ofHours(1));
  }

  private static ProducerRecord<byte[], byte[]> message(
      LiveKafka.TestTopics topics, int partition, String sensor, Instant instant, int value) {
    String json =
        "{\"timestamp\":\"" + instant + "\",\"sensor_id\":\"" + sensor + "\",\"t\":" + value + "}";
    return new ProducerRecord<>(
        topics.readings(), partition, instant.toEpochMilli(), null, json.getBytes(UTF_8));
  }

  /** Waits for a checkpoint of when all is read, and the watermark has come through. */
  private void awaitCheckpoint(LiveKafka.TestTopics topics, int generation) {
    long watermark = end(generation).minusSeconds(60).toEpochMilli();
    Eventually.holds(
        messages + " messages and " + Instant.ofEpochMilli(watermark),
        BOUND,
        () -> {
          List<ConsumerRecord<byte[], byte[]>> lines = KAFKA.readAll(topics.progress());
          StreamProgress last = StreamProgress.read(lines.get(lines.size() - 1).value());
          return last.accounting().messages() == messages && last.watermarkMillis() > watermark;
        });
  }
}
