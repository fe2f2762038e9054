package dev.isotherm.jobs.commands.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.model.RawMessage;
import dev.isotherm.wire.ArchiveLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The messages of a stream, kept in files, and read again. */
final class StreamArchiveIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int SENSORS = 4;
  private static final String[] RESTARTS = {
    "-Drestart-strategy.type=fixed-delay",
    "-Drestart-strategy.fixed-delay.attempts=20",
    "-Drestart-strategy.fixed-delay.delay=100ms"
  };

  @TempDir private Path folder;

  @Test
  void eachMessageIsThereOnceAfterCrashesAndABatchOfThemIsAReplayOfTheTopic() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    Path archive = folder.resolve("archive");
    try (StreamRun run = start(topics, archive, RESTARTS)) {
      for (int round = 0; round < 3; round++) {
        KAFKA.produce(messages(topics, 20 * round, 20 * round + 20));
        int files = round;
        Eventually.holds("a file is there", BOUND, () -> files(archive).size() > files);
        KAFKA.produce(messages(topics, 20 * round + 20, 20 * round + 40));
        // Files of the round before may be all that is there: the job may not run again yet.
        Eventually.holds("it runs", BOUND, () -> FLINK.runs(run.job().getJobID()));
        FLINK.replaceWorker();
        int restarts = round + 1;
        Eventually.holds(
            "it starts again", BOUND, () -> FLINK.restarts(run.job().getJobID()) >= restarts);
      }
      awaitArchived(topics, archive);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(archived(archive)).containsExactlyInAnyOrderElementsOf(sent(topics));
    CommandTrial verify = VERIFIER.verify(topics, "--archive=" + archive);
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out())
        .startsWith("identical")
        .contains("; read from the archive up to 0:")
        .doesNotContain("the rest");

    List<String> options = List.of("--window=1min", "--print=none", "--rules=default", "-p=2");
    BatchRun batch = BatchRun.of(FLINK, folder.resolve("batch"), with(options, archive.toString()));
    assertThat(batch.trial().code()).as(batch.trial().err()).isZero();
    assertThat(batch.trial().err()).doesNotContain("warning: ");
    BatchRun replay =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("replay"),
            with(
                options,
                "--topic=" + topics.readings(),
                "--bootstrap-servers=" + KAFKA.bootstrapServers()));
    assertThat(replay.lines("averages")).isNotEmpty();
    assertThat(replay.lines("rejected")).isNotEmpty();
    assertThat(replay.lines("transitions")).isNotEmpty();
    for (String kind : List.of("averages", "rejected", "transitions")) {
      assertThat(batch.lines(kind)).isEqualTo(replay.lines(kind));
    }
    assertThat(batch.summary()).isEqualTo(replay.summary());
  }

  /** Nothing of it was in the job before: the savepoint has no state of it. */
  @Test
  void aStreamThatGetsAnArchiveLaterContinues() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    Path archive = folder.resolve("archive");
    KAFKA.produce(messages(topics, 0, 5));
    String savepoint;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, Verifier.NEVER_IDLE)) {
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= SENSORS);
      VERIFIER.awaitMessages(topics, sent(topics).size());
      savepoint = run.stop(false, folder);
    }
    List<RawMessage> before = sent(topics);
    KAFKA.produce(messages(topics, 5, 10));
    try (StreamRun run = start(topics, archive, from(savepoint))) {
      Eventually.holds(
          "all messages after it are archived",
          BOUND,
          () -> archived(archive).size() >= sent(topics).size() - before.size());
      assertThat(run.stop().code()).isZero();
    }
    List<RawMessage> after = new ArrayList<>(sent(topics));
    after.removeAll(before);
    assertThat(archived(archive)).containsExactlyInAnyOrderElementsOf(after);
  }

  /** What is not yet in a file would be missing in the archive. */
  @Test
  void aStreamGivesUpItsArchiveOnlyIfItIsTold() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(messages(topics, 0, 5));
    String savepoint;
    try (StreamRun run = start(topics, folder.resolve("archive"))) {
      VERIFIER.awaitMessages(topics, sent(topics).size());
      savepoint = run.stop(false, folder);
    }
    KAFKA.produce(messages(topics, 5, 10));
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, from(savepoint))) {
      assertThat(run.ended().code()).isEqualTo(2);
      assertThat(run.ended().err())
          .contains("--archive: is not given, but the state is of a stream that had it")
          .contains("-Dexecution.state-recovery.ignore-unclaimed-state=true");
    }
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            from(savepoint),
            "-Dexecution.state-recovery.ignore-unclaimed-state=true")) {
      VERIFIER.awaitMessages(topics, sent(topics).size());
      assertThat(run.stop().code()).isZero();
    }
    assertThat(VERIFIER.verify(topics).code()).isZero();
  }

  /** Messages after an older savepoint are archived again: that is said, and counted. */
  @Test
  void anOlderSavepointContinuesAndWhatItDoublesIsSaid() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    Path archive = folder.resolve("archive");
    KAFKA.produce(singlePartition(messages(topics, 0, 5)));
    String savepoint;
    try (StreamRun run = start(topics, archive)) {
      awaitArchived(topics, archive);
      savepoint = run.savepoint(folder);
      KAFKA.produce(singlePartition(messages(topics, 5, 10)));
      awaitArchived(topics, archive);
      assertThat(run.stop().code()).isZero();
    }
    int sent = sent(topics).size();
    try (StreamRun run = start(topics, archive, from(savepoint))) {
      Eventually.holds(
          "the second half is archived again",
          BOUND,
          () -> archived(archive).size() >= sent + sent / 2);
      assertThat(run.stop().code()).isZero();
    }
    BatchRun batch = BatchRun.of(FLINK, folder.resolve("batch"), archive);
    CommandTrial verify = VERIFIER.verify(topics, "--archive=" + archive);
    assertThat(verify.code()).isEqualTo(3);
    assertThat(verify.out())
        .contains(
            "archive: %s-0, offsets %d to %d: is there twice"
                .formatted(topics.readings(), sent / 2, sent - 1))
        .doesNotContain("is missing");
    assertThat(batch.trial().err())
        .contains(
            "warning: the archive has %d messages twice, and all count: %s-0, offsets %d to %d;"
                .formatted(sent / 2, topics.readings(), sent / 2, sent - 1));
  }

  private static List<ProducerRecord<byte[], byte[]>> singlePartition(
      List<ProducerRecord<byte[], byte[]>> messages) {
    return messages.stream()
        .map(one -> new ProducerRecord<>(one.topic(), 0, one.timestamp(), one.key(), one.value()))
        .toList();
  }

  private static String from(String savepoint) {
    return "-Dexecution.state-recovery.path=" + savepoint;
  }

  private StreamRun start(LiveKafka.TestTopics topics, Path archive, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--archive=" + archive, "--archive-interval=500ms", Verifier.NEVER_IDLE, "-p=2"));
    options.addAll(List.of(more));
    return StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new));
  }

  private static Object[] with(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toArray();
  }

  private static void awaitArchived(LiveKafka.TestTopics topics, Path archive) {
    int sent = sent(topics).size();
    Eventually.holds("all messages are archived", BOUND, () -> archived(archive).size() >= sent);
  }

  private static List<RawMessage> sent(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.readings()).stream().map(StreamArchiveIT::raw).toList();
  }

  private static RawMessage raw(ConsumerRecord<byte[], byte[]> one) {
    return dev.isotherm.jobs.kafka.source.MessageBlockBuilder.raw(one);
  }

  private static List<Path> files(Path archive) {
    try (var files = Files.walk(archive)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<RawMessage> archived(Path archive) {
    List<RawMessage> messages = new ArrayList<>();
    for (Path file : files(archive)) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new ZstdInputStream(Files.newInputStream(file)), UTF_8))) {
        lines
            .lines()
            .map(line -> line.getBytes(UTF_8))
            .forEach(line -> messages.add(ArchiveLine.read(line, 0, line.length)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return messages;
  }

  /** Each minute: one reading of each sensor, a message that is no JSON, and a tombstone. */
  private static List<ProducerRecord<byte[], byte[]>> messages(
      LiveKafka.TestTopics topics, int from, int to) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int minute = from; minute < to; minute++) {
      for (int sensor = 0; sensor < SENSORS; sensor++) {
        String time = LocalTime.of(22, 30, 1).plusMinutes(minute % 80).toString();
        messages.add(Temperatures.message(topics, sensor % 2, "s" + sensor, time, minute % 30));
      }
      messages.add(
          new ProducerRecord<>(
              topics.readings(), new byte[] {'k'}, new byte[] {(byte) 0xFF, '\n'}));
      messages.add(new ProducerRecord<>(topics.readings(), null));
    }
    return messages;
  }
}
