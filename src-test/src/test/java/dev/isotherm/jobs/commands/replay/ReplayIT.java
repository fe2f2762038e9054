package dev.isotherm.jobs.commands.replay;

import static dev.isotherm.fixtures.Temperatures.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir Path folder;

  @Test
  void theLogAndAFileOfItGiveTheSameBytes() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(3);
    List<ProducerRecord<byte[], byte[]>> messages = messages(topics);
    KAFKA.produce(messages);
    Path file = export(messages);

    BatchRun replay = replay(topics, "--window=1min", "--rules=default");
    BatchRun batch =
        BatchRun.of(
            FLINK, folder.resolve("batch"), "--window=1min", "--rules=default", file.toString());
    assertThat(replay.trial().code()).as(replay.trial().err()).isZero();
    assertThat(replay.lines(ResultFolder.AVERAGES))
        .hasSizeGreaterThan(10)
        .isEqualTo(batch.lines(ResultFolder.AVERAGES));
    assertThat(replay.lines(ResultFolder.TRANSITIONS))
        .isNotEmpty()
        .isEqualTo(batch.lines(ResultFolder.TRANSITIONS));
    assertThat(replay.lines(ResultFolder.LATE)).isEmpty();
    assertThat(replay.summary()).isEqualTo(batch.summary());
    assertThat(replay.addsUp()).isTrue();
    assertThat(replay.trial().out()).isEqualTo(batch.trial().out());
    assertThat(replay.rejected())
        .extracting(rejection -> new String(rejection.raw(), UTF_8))
        .containsExactlyInAnyOrder("?", "??");
    assertThat(replay.trial().err())
        .contains("skipped " + topics.readings() + "-1 at offset 20: NOT_JSON");
  }

  @Test
  void readsBetweenPositionsAndTimes() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:00", 1),
            message(topics, 0, "a", "12:01:00", 2),
            message(topics, 0, "a", "12:02:00", 3),
            message(topics, 1, "b", "12:01:30", 2.5)));
    assertThat(values(topics)).isEqualTo("1.0 2.0 2.5 3.0");
    assertThat(values(topics, "--from=0:1,1:0", "--to=0:2,1:1")).isEqualTo("2.0 2.5");
    assertThat(values(topics, "--from=2025-07-01T12:01:00Z")).isEqualTo("2.0 2.5 3.0");
    assertThat(values(topics, "--from=2025-07-01T12:01:00Z", "--to=2025-07-01T12:02:00Z"))
        .isEqualTo("2.0 2.5");
    assertThat(values(topics, "--to=2025-07-01T12:00:00Z")).isEmpty();
    assertThat(values(topics, "--from=latest")).isEmpty();
  }

  @Test
  void onlyTheLastReadingOfAnInstantCounts() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:00", 3),
            message(topics, 0, "a", "12:00:00", 1),
            message(topics, 1, "b", "12:00:00", 2)));
    BatchRun run = replay(topics, "--duplicates=last");
    assertThat(run.averages()).extracting(Average::sum).containsExactly(1.0, 2.0);
    assertThat(run.addsUp()).isTrue();
    assertThat(run.trial().err()).contains("3 readings = 2 aggregated + 0 late + 1 duplicates");
  }

  @Test
  void aRunWithoutResultsLeavesTheReportOfTheOneBefore() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.produce(List.of(message(topics, 0, "a", "12:00:00", 1)));
    Path report = folder.resolve("report.html");
    assertThat(replay(topics, "--report=" + report).trial().code()).isZero();
    String before = Files.readString(report);

    CommandTrial unusable =
        replay(topics, "--report=" + report, "--sensor-field=station", "--overwrite").trial();
    assertThat(unusable.code()).as(unusable.err()).isEqualTo(2);
    assertThat(unusable.err())
        .contains("The report " + report + " is still that of an earlier run\n");
    CommandTrial refused =
        replay(topics, "--report=" + report, "--from=0:7", "--overwrite").trial();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(report).hasContent(before);
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(List.of(message(topics, 0, "a", "12:00:00", 1)));
    assertRefused(topics, "--from=0:5,1:0", "0:5,1:0: partition 0 of T now goes from 0 to 1");
    assertRefused(topics, "--from=0:0", "0:0: must name the partitions of T, which are [0, 1]");
    assertRefused(
        topics,
        "--to=2025-07-01",
        "--to 2025-07-01: must be earliest, latest, an instant such as 2025-07-01T12:00:00Z, or"
            + " offsets by partition such as 0:120,1:80");
    CommandTrial backwards = replay(topics, "--from=latest", "--to=earliest").trial();
    assertThat(backwards.code()).isEqualTo(2);
    assertThat(backwards.err())
        .contains("--from latest: lies after --to earliest; partition 0 of")
        .contains("would be read from 1 to 0");
    CommandTrial missing =
        replay(
                new LiveKafka.TestTopics("nowhere", "a", "b", "c", "d", "e", "f", "g"),
                "--from=earliest")
            .trial();
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("--topic nowhere: is not on the broker");
  }

  private void assertRefused(LiveKafka.TestTopics topics, String option, String sentence)
      throws IOException {
    CommandTrial trial = replay(topics, option).trial();
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualToIgnoringNewLines(
            "isotherm: "
                + sentence
                    .replace(" T ", " " + topics.readings() + " ")
                    .replace(" T,", " " + topics.readings() + ","));
  }

  private String values(LiveKafka.TestTopics topics, String... options) throws IOException {
    BatchRun run = replay(topics, options);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    List<String> values = new ArrayList<>();
    run.averages().forEach(average -> values.add(Double.toString(average.sum())));
    if (values.isEmpty()) {
      assertThat(run.trial().err()).contains("No readings to process");
    }
    return String.join(" ", values);
  }

  private BatchRun replay(LiveKafka.TestTopics topics, String... options) throws IOException {
    Path output = Files.createTempDirectory(folder, "replay");
    List<String> all = new ArrayList<>(List.of("--topic=" + topics.readings()));
    all.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    if (List.of(options).stream().noneMatch(option -> option.startsWith("--window"))) {
      all.add("--window=1min");
    }
    all.addAll(List.of(options));
    return BatchRun.of("replay", FLINK, output, all.toArray());
  }

  private Path export(List<ProducerRecord<byte[], byte[]>> messages) throws IOException {
    Path file = folder.resolve("export.jsonl");
    StringBuilder lines = new StringBuilder();
    messages.forEach(message -> lines.append(new String(message.value(), UTF_8)).append('\n'));
    return Files.writeString(file, lines);
  }

  private static List<ProducerRecord<byte[], byte[]>> messages(LiveKafka.TestTopics topics) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String time = String.format("12:%02d:%02d", i / 4, i * 7 % 60);
      messages.add(message(topics, i % 3, "s" + i % 4, time, 26 + i % 6 + 0.1));
    }
    messages.add(new ProducerRecord<>(topics.readings(), 1, null, "?".getBytes(UTF_8)));
    messages.add(new ProducerRecord<>(topics.readings(), 2, null, "??".getBytes(UTF_8)));
    return messages;
  }
}
