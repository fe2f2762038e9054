package dev.isotherm.jobs.commands.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.Isotherm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a stream takes the place of its log. */
final class VerifyArchiveIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String NEVER_IDLE = Verifier.NEVER_IDLE;
  private static final Instant START = Instant.parse("2025-07-01T22:00:00Z");

  @TempDir private Path folder;

  /** The end of the last stream. */
  private String savepoint;

  @Test
  void verifiesWhatRetentionHasDeleted() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String archive = "--archive=" + folder.resolve("archive");
    int sent = runToArchive(topics, archive);
    KAFKA.deleteRecords(topics.readings());
    assertThat(VERIFIER.verify(topics).code()).isEqualTo(2);

    CommandTrial whole = VERIFIER.verify(topics, archive);
    assertThat(whole.code()).as(whole.out() + whole.err()).isZero();
    assertThat(whole.out())
        .startsWith("identical")
        .contains(" " + sent + " messages, ")
        .doesNotContain(" 0 averages")
        .doesNotContain(" 0 transitions")
        .contains("and 4 rejected messages agree")
        .contains("; read from the archive up to 0:" + sent);
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    Path archive = folder.resolve("archive");
    int sent = runToArchive(topics, "--archive=" + archive);
    for (Path file : files(archive.resolve("date=2025-07-02"))) {
      Files.delete(file);
    }
    // A later message of the day before is still there: what is missing is between.
    CommandTrial trial = VERIFIER.verify(topics, "--archive=" + archive);
    assertThat(trial.code()).isEqualTo(3);
    assertThat(trial.out())
        .contains("archive: " + topics.readings() + "-0, offsets ")
        .contains(" to " + (sent - 2) + ": is missing")
        .contains("messages: the log gives ");
  }

  @Test
  void takesFromTheTopicWhatIsNotYetInTheArchive() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String archive = "--archive=" + folder.resolve("archive");
    int archived = runToArchive(topics, archive);
    int sent = archived + continued(topics, archive, archived);

    CommandTrial both = VERIFIER.verify(topics, archive);
    assertThat(both.code()).as(both.out() + both.err()).isZero();
    assertThat(both.out())
        .contains(" " + sent + " messages, ")
        .contains("; read from the archive up to 0:" + archived + ", the rest from the topic");
    KAFKA.deleteRecords(topics.readings());
    CommandTrial neither = VERIFIER.verify(topics, archive);
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err())
        .contains("--archive: ends before offset " + archived + " of partition 0")
        .contains("begins at offset " + sent);
  }

  @Test
  void comparesOnlyWhatCameAfterItsBeginning() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    Path archive = folder.resolve("archive");
    runToArchive(topics, "--archive=" + archive);
    for (Path file : files(archive.resolve("date=2025-07-01"))) {
      Files.delete(file);
    }
    CommandTrial all = VERIFIER.verify(topics, "--archive=" + archive);
    assertThat(all.code()).isEqualTo(2);
    assertThat(all.err())
        .contains("--archive: has no message of partition 0 before offset ")
        .contains(" of 2025-07-02T00:00:00Z")
        .contains("--since of at least 2025-07-02T00:01:00Z");
    CommandTrial later =
        VERIFIER.verify(topics, "--archive=" + archive, "--since=2025-07-02T00:01:00Z");
    assertThat(later.code()).as(later.out() + later.err()).isZero();
    assertThat(later.out()).startsWith("identical from 2025-07-02T00:01:00Z").contains("averages");
  }

  @Test
  void refusesWhatIsNoArchive() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    Path archive = folder.resolve("archive");
    runToArchive(topics, "--archive=" + archive);
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThat(VERIFIER.verify(topics, "--archive=" + other))
        .extracting(CommandTrial::code)
        .isEqualTo(2);
    Path readings = Files.writeString(other.resolve("a.jsonl"), "{\"temperature\": 1}\n");
    CommandTrial plain = VERIFIER.verify(topics, "--archive=" + other);
    assertThat(plain.code()).isEqualTo(2);
    assertThat(plain.err()).contains(readings + " is not of an archive of a stream");
    Path file = files(archive).get(0);
    BatchRun mixed = BatchRun.of(FLINK, folder.resolve("out"), file, readings);
    assertThat(mixed.trial().code()).isEqualTo(2);
    assertThat(mixed.trial().err())
        .contains("is of an archive of a stream, and")
        .contains("is not; read them in two runs");
    CommandTrial diff =
        CommandTrial.run(
            Isotherm.commandLine(FLINK::create),
            "rules",
            "diff",
            "none",
            "default",
            "--on=" + file);
    assertThat(diff.code()).isEqualTo(2);
    assertThat(diff.err()).contains("is of an archive of a stream; batch and verify read it");
  }

  /** The sensor is the key of the record, and the instant its timestamp. */
  @Test
  void aBatchReadsWhatTheMappingTakesFromTheRecord() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    Path archive = folder.resolve("archive");
    String[] mapping = {"--sensor=@key", "--timestamp-field=@record", "--metrics=celsius"};
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long millis = START.plusSeconds(10L * i).toEpochMilli();
      byte[] value = ("{\"celsius\":\n " + i + "}").getBytes(UTF_8);
      messages.add(new ProducerRecord<>(topics.readings(), 0, millis, new byte[] {'k'}, value));
    }
    VERIFIER.runOver(
        topics,
        7,
        messages,
        Stream.concat(
                Stream.of(mapping), Stream.of("--archive=" + archive, "--archive-interval=0ms"))
            .toArray(String[]::new));
    BatchRun batch =
        BatchRun.of(
            FLINK,
            folder.resolve("out"),
            Stream.concat(
                    Stream.of(mapping),
                    Stream.of(
                        "--window=1min",
                        "--print=none",
                        "--day=2025-07-01",
                        archive + "/date={date}"))
                .toArray());
    assertThat(batch.trial().code()).as(batch.trial().err()).isZero();
    assertThat(batch.averages())
        .hasSize(9)
        .allMatch(one -> one.window().series().sensorId().equals("k"));
    assertThat(batch.averages().stream().mapToLong(one -> one.count()).sum()).isEqualTo(50);
  }

  /** Runs a stream until the archive has all of its messages; returns how many these are. */
  private int runToArchive(LiveKafka.TestTopics topics, String archive) throws Exception {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 4 * 60; i++) {
      messages.add(reading(topics, START.plusSeconds(60L * i), i % 30));
      if (i % 60 == 0) {
        messages.add(
            new ProducerRecord<>(
                topics.readings(),
                0,
                START.plusSeconds(60L * i).toEpochMilli(),
                new byte[0],
                "{".getBytes(UTF_8)));
      }
    }
    messages.add(reading(topics, Instant.parse("2025-07-01T23:59:59Z"), 1));
    // With no interval, each checkpoint makes files: also the one that ends the stream.
    KAFKA.produce(messages);
    try (StreamRun run =
        StreamRun.start(
            FLINK, KAFKA, topics, NEVER_IDLE, "-p=1", archive, "--archive-interval=0ms")) {
      VERIFIER.awaitMessages(topics, messages.size());
      savepoint = run.stop(false, folder.resolve("savepoints"));
    }
    return messages.size();
  }

  /** Continues, and keeps what it reads from now on in its state. */
  private int continued(LiveKafka.TestTopics topics, String archive, int before) throws Exception {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      messages.add(reading(topics, START.plusSeconds(60L * (4 * 60 + i)), 5));
    }
    KAFKA.produce(messages);
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            NEVER_IDLE,
            "-Dexecution.state-recovery.path=" + savepoint,
            "-p=1",
            archive,
            "--archive-interval=1h")) {
      VERIFIER.awaitMessages(topics, before + messages.size());
      assertThat(run.stop().code()).isZero();
    }
    return messages.size();
  }

  private static ProducerRecord<byte[], byte[]> reading(
      LiveKafka.TestTopics topics, Instant instant, double celsius) {
    String json =
        "{\"timestamp\":\"%s\",\"sensor_id\":\"s\",\"temperature\":%s}".formatted(instant, celsius);
    return new ProducerRecord<>(
        topics.readings(), 0, instant.toEpochMilli(), new byte[] {'s'}, json.getBytes(UTF_8));
  }

  private static List<Path> files(Path archive) throws IOException {
    try (var files = Files.walk(archive)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }
}
