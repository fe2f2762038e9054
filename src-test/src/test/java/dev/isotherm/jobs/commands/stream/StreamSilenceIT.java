package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Partitions, sensors and whole topics that fall silent, and one whose clock is wrong. */
final class StreamSilenceIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir private Path folder;

  private static final Duration BOUND = Duration.ofSeconds(30);

  private static List<String> averages(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.averages()).stream().map(Temperatures::value).toList();
  }

  /**
   * Partition 1 had one reading, partition 2 never had any; partition 0 goes on. Where this machine
   * stalls for a second, all partitions are silent, and newer windows close as well.
   */
  @Test
  void aSilentPartitionHoldsNobodyBack() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(3);
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "--idle-timeout=1s")) {
      KAFKA.produce(
          List.of(
              message(topics, 1, "b", "12:00:01", 20), message(topics, 0, "a", "12:00:02", 21)));
      List<Integer> sent = new ArrayList<>();
      Eventually.holds(
          "the first window closes while partition 0 goes on",
          BOUND,
          () -> {
            String time = Instant.parse("2025-07-01T12:01:10Z").plusMillis(sent.size()).toString();
            sent.add(0);
            KAFKA.produce(
                List.of(message(topics, 0, "a", time.substring(11, time.length() - 1), 1)));
            return averages(topics).size() >= 2;
          });
      assertThat(averages(topics))
          .filteredOn(json -> json.contains("\"window_start\":\"2025-07-01T12:00:00Z\""))
          .hasSize(2)
          .allMatch(json -> json.endsWith("\"revision\":0}"));
      run.stop();
    }
  }

  /** More subtasks than partitions, and one partition without any message. */
  @Test
  void theLastWindowsCloseWhenAllIsSilentAndAreRevisedWhenItIsNot() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(3);
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "--idle-timeout=1s", "-p=4")) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:05", 20), message(topics, 1, "b", "12:07:10", 30)));
      KAFKA.await(topics.averages(), BOUND, all -> all.size() >= 2);
      assertThat(averages(topics)).hasSize(2).allMatch(json -> json.endsWith("\"revision\":0}"));

      KAFKA.produce(List.of(message(topics, 1, "b", "12:07:20", 40)));
      KAFKA.await(topics.averages(), BOUND, all -> all.size() >= 3);
      assertThat(averages(topics))
          .filteredOn(json -> json.endsWith("\"revision\":1}"))
          .singleElement()
          .asString()
          .contains("\"count\":2,\"sum\":70.0,\"mean\":35.0");
      run.stop();
    }
  }

  /** The end of the source is not that of three sensors; the end of one of them is. */
  @Test
  void aSilentSourceIsOneAlertAndASilentSensorIsItsOwn() throws Exception {
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(rules, "rules: [{ name: missed, metric: temperature, noDataAfter: 20s }]");
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            "--idle-timeout=1s",
            "--source-silent-after=500ms",
            "--rules=" + rules)) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:00", 20),
              message(topics, 0, "b", "12:00:00", 20),
              message(topics, 1, "c", "12:00:00", 20)));
      KAFKA.await(topics.alerts(), BOUND, all -> !all.isEmpty());
      assertThat(transitions(topics))
          .extracting(Transition::rule, Transition::state, Transition::series, Transition::atMillis)
          .containsExactly(
              tuple(
                  "source_silent",
                  AlertState.FIRING,
                  new Series(topics.readings(), "messages"),
                  Instant.parse("2025-07-01T11:59:55.499Z").toEpochMilli()));

      for (String time : List.of("12:00:10", "12:00:20", "12:00:30")) {
        KAFKA.produce(
            List.of(message(topics, 0, "b", time, 20), message(topics, 1, "c", time, 20)));
      }
      // That the source is back is published with a checkpoint, and so perhaps later.
      Eventually.holds(
          "sensor a is missed, and the source is not",
          BOUND,
          () ->
              transitions(topics).stream().anyMatch(one -> one.rule().equals("missed"))
                  && transitions(topics).stream()
                      .anyMatch(one -> one.state() == AlertState.RESOLVED));
      assertThat(transitions(topics))
          .filteredOn(one -> one.rule().equals("missed"))
          .extracting(one -> one.series().sensorId(), Transition::state)
          .containsExactly(tuple("a", AlertState.NO_DATA));
      assertThat(transitions(topics))
          .filteredOn(one -> one.rule().equals("source_silent"))
          .extracting(Transition::state)
          .startsWith(AlertState.FIRING, AlertState.RESOLVED);
      assertThat(run.stop().code()).isZero();
    }
    List<String> verify = new ArrayList<>(List.of("verify", "-p=1", "--rules=" + rules));
    verify.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    verify.addAll(topics.options());
    CommandTrial trial =
        CommandTrial.run(Isotherm.commandLine(FLINK::create), verify.toArray(String[]::new));
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    assertThat(trial.out()).contains(" 1 transition and 0 rejected messages agree");
  }

  private static List<Transition> transitions(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.alerts()).stream()
        .map(one -> JsonLinesReader.readTransition(one.value()))
        .toList();
  }

  /** It would close the windows of all others for a year to come. */
  @Test
  void aSensorWhoseClockIsAYearAheadChangesNobodysWindows() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    var ahead =
        new ProducerRecord<byte[], byte[]>(
            topics.readings(),
            0,
            Instant.parse("2025-07-01T12:00:10Z").toEpochMilli(),
            null,
            "{\"timestamp\":\"2026-07-01T12:00:10Z\",\"sensor_id\":\"x\",\"temperature\":99}"
                .getBytes(UTF_8));
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:05", 20),
            ahead,
            message(topics, 0, "a", "12:00:20", 22),
            ahead,
            message(topics, 0, "a", "12:01:10", 1)));
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "--idle-timeout=10min", "-p=1")) {
      KAFKA.await(topics.averages(), BOUND, all -> !all.isEmpty());
      KAFKA.await(topics.rejected(), BOUND, all -> all.size() == 2);
      run.stop();
    }
    assertThat(averages(topics))
        .singleElement()
        .asString()
        .contains("\"count\":2,\"sum\":42.0,\"mean\":21.0");
    assertThat(KAFKA.readAll(topics.late())).isEmpty();
    assertThat(KAFKA.readAll(topics.alerts())).isEmpty();
  }
}
