package dev.isotherm.jobs.commands.verify;

import static dev.isotherm.fixtures.Temperatures.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing can be said, {@code verify} says why. */
class VerifyRefusalIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  @Test
  void refusesALogThatRetentionHasCutAndVerifiesWhatCameLater(@TempDir Path out) throws Exception {
    String[] output = {"--output=" + out, "--overwrite"};
    Path before = Files.createDirectory(out.resolve("averages")).resolve("of-a-run-before.jsonl");
    Files.writeString(before, "{}\n");
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        2,
        List.of(
            message(topics, 0, "a", "12:00:01", 29),
            message(topics, 0, "a", "12:02:00", 21),
            message(topics, 0, "a", "12:05:01", 22),
            message(topics, 0, "a", "12:09:00", 23)));
    cut(topics.readings());
    for (String since : List.of("", "2025-07-01T12:02:00Z")) {
      CommandTrial trial =
          since.isEmpty()
              ? VERIFIER.verify(topics, output)
              : VERIFIER.verify(topics, "--since=" + since);
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.out()).isEmpty();
      assertThat(trial.err())
          .contains(
              "topic "
                  + topics.readings()
                  + ": retention has cut partition 0, it begins at offset 1 with"
                  + " 2025-07-01T12:02:00Z; only what came later can be verified: --since must be"
                  + " at least 2025-07-01T12:03:00Z");
    }
    assertThat(before).hasContent("{}\n");
    CommandTrial later =
        VERIFIER.verify(topics, "--since=2025-07-01T12:03:00Z", output[0], output[1]);
    assertThat(before).doesNotExist();
    assertThat(out.resolve("averages")).isNotEmptyDirectory();
    assertThat(later.code()).as(later.out() + later.err()).isZero();
    assertThat(later.out())
        .startsWith(
            "identical from 2025-07-01T12:03:00Z up to 2025-07-01T12:08:54.999Z: 1 average,")
        .contains("transitions are not compared, because the log does not tell");
  }

  @Test
  void refusesResultsThatRetentionHasCut() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 21)));
    cut(topics.averages());
    CommandTrial trial = VERIFIER.verify(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("topic " + topics.averages() + ": retention has cut partition ")
        .contains("only what came later can be verified");
  }

  @Test
  void refusesTopicsWithOtherData() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 21)));
    KAFKA.produce(List.of(new ProducerRecord<>(topics.averages(), "{\"user\":7}".getBytes(UTF_8))));
    CommandTrial trial = VERIFIER.verifyWithoutAJob(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("topic " + topics.averages() + ": the record at partition 0, offset ")
        .contains("is not an average of this stream (sensor_id: is missing)");
  }

  @Test
  void refusesResultsOfOtherWindows() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    List<ProducerRecord<byte[], byte[]>> messages =
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 21));
    VERIFIER.runOver(topics, 1, messages);
    VERIFIER.runOver(topics, 2, messages, "--window=7s", "--from=earliest", "--fresh");
    CommandTrial trial = VERIFIER.verify(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("is no window of 7s");
  }

  @Test
  void refusesOtherRules() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(topics, 0, List.of(message(topics, 0, "a", "12:00:01", 20)));
    CommandTrial trial = VERIFIER.verify(topics, "--rules=none");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("runs under other rules (default), so its transitions cannot be verified");
  }

  /** Somebody else's transaction stands for that of a job that was killed. */
  @Test
  void refusesToJudgeWhatIsNotCommitted() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(topics, 0, List.of(message(topics, 0, "a", "12:00:01", 20)));
    try (var producer = KAFKA.transactionalProducer(topics.averages())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topics.averages(), new byte[] {'?'})).get();
      CommandTrial trial = VERIFIER.verify(topics, "--timeout=1s");
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err()).contains(": a transaction has been open for 1 s");
      producer.abortTransaction();
    }
    assertThat(VERIFIER.verify(topics).code()).isZero();
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    CommandTrial trial = VERIFIER.verify(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("--progress-topic " + topics.progress() + ": is not on");
  }

  /** Every partition that has records loses its first. */
  private static void cut(String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) KAFKA.bootstrapServers()))) {
      Map<TopicPartition, RecordsToDelete> first = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> one : KAFKA.readAll(topic)) {
        first.put(new TopicPartition(topic, one.partition()), RecordsToDelete.beforeOffset(1));
      }
      admin.deleteRecords(first).all().get();
    }
  }
}
