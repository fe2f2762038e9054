package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream leaves out what is no measurement, and its verification sees whether that is true. */
final class StreamPlausibilityIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String TABLE = "sensor,metric,min,max\na*,temperature,-50,60\n";

  @TempDir private Path folder;

  private String table() throws Exception {
    return "--sensors=" + Files.writeString(folder.resolve("sensors.csv"), TABLE);
  }

  private static List<ProducerRecord<byte[], byte[]>> messages(LiveKafka.TestTopics topics) {
    return List.of(
        message(topics, 0, "a1", "12:00:01", 20),
        message(topics, 0, "a1", "12:00:02", "\"temperature\":850.5,\"pressure\":3"),
        message(topics, 0, "b", "12:00:03", 850),
        message(topics, 0, "a2", "12:00:04", -50.001),
        message(topics, 0, "a1", "12:01:10", 21));
  }

  @Test
  void excludesCountsPublishesAndVerifiesThem() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(topics, 3, messages(topics), table());

    assertThat(KAFKA.readAll(topics.late()).stream().map(Temperatures::value))
        .containsExactly(
            entry("a1", "2025-07-01T12:00:02Z", "850.5", 1),
            entry("a2", "2025-07-01T12:00:04Z", "-50.001", 3));
    CommandTrial status = KAFKA.command("status", topics);
    assertThat(status.out())
        .contains("6 readings = 4 aggregated + 0 late + 2 implausible")
        .doesNotContain("does not add up");
    assertThat(KAFKA.command("status", topics, "--print=json").out())
        .contains("\"implausible\":2", "\"adds_up\":true");
    assertThat(KAFKA.readAll(topics.alerts())).as("of b alone").hasSize(1);

    BatchRun replay =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("replayed"),
            table(),
            "--window=1min",
            "--topic=" + topics.readings(),
            "--bootstrap-servers=" + KAFKA.bootstrapServers());
    assertThat(replay.trial().err()).contains("4 aggregated + 0 late + 2 implausible");
    assertThat(replay.lines(ResultFolder.LATE)).hasSize(2);

    CommandTrial verified = VERIFIER.verify(topics, table());
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("2 entries in the late log");
  }

  private static String entry(String sensor, String instant, String value, int offset) {
    return ("{'sensor_id':'%s','metric':'temperature','timestamp':'%s','value':%s,"
            + "'excluded_from':['averages','alerts','average_alerts'],"
            + "'reason':'implausible_range','partition':0,'offset':%d}")
        .formatted(sensor, instant, value, offset)
        .replace('\'', '"');
  }

  @Test
  void anEntryAboutAMeasurementAndOneThatIsMissingAreDifferences() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(topics, 3, messages(topics), table());
    KAFKA.produce(
        List.of(
            new ProducerRecord<>(
                topics.late(), entry("a1", "2025-07-01T12:00:01Z", "20.0", 0).getBytes(UTF_8))));
    CommandTrial superfluous = VERIFIER.verify(topics, table());
    assertThat(superfluous.code()).as(superfluous.err()).isEqualTo(3);
    assertThat(superfluous.out())
        .contains(
            "late log: a1/temperature = 20.0 at 2025-07-01T12:00:01Z is named as implausible"
                + " (implausible_range), but the log has no such reading, or it is plausible");

    LiveKafka.TestTopics counting = KAFKA.freshTopics(1);
    VERIFIER.runOver(counting, 3, messages(counting), table(), "--implausible=count");
    assertThat(KAFKA.readAll(counting.late())).isEmpty();
    CommandTrial counted = VERIFIER.verify(counting, table());
    assertThat(counted.code()).as(counted.out() + counted.err()).isZero();
    List<ConsumerRecord<byte[], byte[]>> progress = KAFKA.readAll(counting.progress());
    ConsumerRecord<byte[], byte[]> last = progress.get(progress.size() - 1);
    String claims =
        Temperatures.value(last)
            .replace("\"sensors\":", "\"implausible\":\"exclude\",\"sensors\":");
    KAFKA.produce(
        List.of(new ProducerRecord<>(counting.progress(), last.key(), claims.getBytes(UTF_8))));
    CommandTrial missing = VERIFIER.verify(counting, table());
    assertThat(missing.code()).as(missing.out() + missing.err()).isEqualTo(3);
    assertThat(missing.out())
        .contains(
            "late log: a2/temperature = -50.001 at 2025-07-01T12:00:04Z is implausible"
                + " (implausible_range), but the late log does not name it");
  }

  /** Readings wait for the watermark: at the crash, and when the stream is stopped. */
  @Test
  void stuckValuesAreExcludedAlsoAcrossACrash() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    String sensors =
        "--sensors="
            + Files.writeString(folder.resolve("stuck.csv"), "sensor,stuckAfter\na*,1min\n");
    int minutes = 20;
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 6 * minutes; i++) {
      for (String sensor : List.of("a1", "a2", "b")) {
        String time = LocalTime.of(12, 0).plusSeconds(10L * i).toString();
        boolean varies = sensor.equals("a2") && i % 3 == 0;
        messages.add(
            message(
                topics, i % 2, sensor, time.length() == 5 ? time + ":00" : time, varies ? 21 : 20));
      }
    }
    int half = messages.size() / 2;
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            Verifier.NEVER_IDLE,
            sensors,
            "-p=2",
            "-Drestart-strategy.type=fixed-delay",
            "-Drestart-strategy.fixed-delay.attempts=20",
            "-Drestart-strategy.fixed-delay.delay=100ms")) {
      KAFKA.produce(messages.subList(0, half));
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() > 9);
      FLINK.replaceWorker();
      Eventually.holds(
          "it runs again", Verifier.BOUND, () -> FLINK.restarts(run.job().getJobID()) >= 1);
      KAFKA.produce(messages.subList(half, messages.size()));
      VERIFIER.awaitMessages(topics, messages.size());
      CommandTrial live = VERIFIER.verify(topics, sensors);
      assertThat(live.code()).as(live.out() + live.err()).isZero();
      assertThat(run.stop().code()).isZero();
    }
    CommandTrial status = KAFKA.command("status", topics);
    assertThat(status.out()).contains(" buffered").doesNotContain("does not add up");
    List<LateReading> late =
        KAFKA.readAll(topics.late()).stream()
            .map(one -> JsonLinesReader.readLate(one.value()))
            .filter(one -> one.excludedFrom().isOfCheck())
            .toList();
    assertThat(late)
        .isNotEmpty()
        .allMatch(one -> one.excludedFrom() == Exclusion.IMPLAUSIBLE_STUCK)
        .allMatch(one -> one.reading().series().sensorId().equals("a1"))
        .extracting(one -> one.reading().position())
        .doesNotHaveDuplicates();
    assertThat(status.out()).contains(" + " + late.size() + " implausible");
    CommandTrial verified = VERIFIER.verify(topics, sensors);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();

    LateReading one = late.get(late.size() / 2);
    KAFKA.produce(
        List.of(
            new ProducerRecord<>(
                topics.late(),
                JsonLinesWriter.of(
                    LateReading.fromEverything(
                        new Reading(
                            new Series("a2", "temperature"),
                            one.reading().epochMillis(),
                            20,
                            one.reading().position() + 1),
                        Exclusion.IMPLAUSIBLE_STUCK)))));
    CommandTrial superfluous = VERIFIER.verify(topics, sensors);
    assertThat(superfluous.code()).as(superfluous.out()).isEqualTo(3);
    assertThat(superfluous.out()).contains("is named as implausible (implausible_stuck)");
  }

  @Test
  void whatIsDoneWithThemIsPartOfTheStream() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String paused;
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, table(), "--implausible=count", "-p=1")) {
      KAFKA.produce(messages(topics));
      VERIFIER.awaitMessages(topics, 5);
      paused = run.stop(false, folder);
    }
    String from = "-Dexecution.state-recovery.path=" + paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, table(), from)) {
      CommandTrial refused = run.ended();
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .contains("stream failed: --implausible exclude: the state is of a stream without it");
    }
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, table(), from, "--implausible=count", "-p=1")) {
      KAFKA.produce(List.of(message(topics, 0, "a1", "12:02:10", 850)));
      VERIFIER.awaitMessages(topics, 6);
      assertThat(run.stop().code()).isZero();
    }
    CommandTrial verified = VERIFIER.verify(topics, table());
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
  }
}
