package dev.isotherm.jobs.verify;

import static dev.isotherm.jobs.stream.Temperatures.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cluster.Eventually;
import dev.isotherm.jobs.CommandTrial;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.stream.BrokenStream;
import dev.isotherm.jobs.stream.LiveFlink;
import dev.isotherm.jobs.stream.LiveKafka;
import dev.isotherm.jobs.stream.StreamRun;
import dev.isotherm.pipeline.BrokenFlow;
import dev.isotherm.pipeline.Flow;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VerifyIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String NEVER_IDLE = "--idle-timeout=10min";

  @Test
  void findsAStreamThatRunsIdenticalWhateverItHadToCopeWith() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(3);
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, NEVER_IDLE, "--allowed-lateness=1min", "-p=2")) {
      List<ProducerRecord<byte[], byte[]>> messages = hostile(topics);
      for (int i = 0; i < messages.size(); i += 50) {
        KAFKA.produce(messages.subList(i, Math.min(messages.size(), i + 50)));
        if (i % 200 == 150) {
          // In the midst of it.
          awaitMessages(topics, 1);
          CommandTrial early = verify(topics);
          assertThat(early.code()).as(early.out() + early.err()).isZero();
        }
      }
      awaitMessages(topics, messages.size());
      CommandTrial trial = verify(topics);
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
      assertThat(trial.out())
          .startsWith("identical up to 2025-07-01T12:")
          .contains(" 601 messages, 900 readings,")
          .doesNotContain("left open")
          .doesNotContain(" 0 averages")
          .doesNotContain(" 0 transitions")
          .doesNotContain(" 0 entries in the ledger")
          .containsPattern("and 1 rejected messages agree");
      assertThat(run.stop().code()).isZero();
    }
    assertThat(verify(topics).code()).isZero();
    assertThat(verify(topics, "--rules=default").code()).isZero();
  }

  @Test
  void catchesAMergeThatDropsOneSide() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.start(FLINK, KAFKA, topics, BrokenFlow::mergeDropsOneSide);
    assertCaught(
        job,
        topics,
        "the log gives count 2, sum 41.0,",
        "1 of the log are neither in the average nor in the ledger: lost");
  }

  @Test
  void catchesALedgerThatIsDropped() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.start(FLINK, KAFKA, topics, BrokenFlow::ledgerIsDropped);
    assertCaught(
        job,
        topics,
        "average of late/temperature in [2025-07-01T12:00:00Z, 2025-07-01T12:01:00Z)",
        "1 of the log are neither in the average nor in the ledger: lost");
  }

  @Test
  void findsTheSameStreamIdenticalWhenNothingIsBroken() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.start(FLINK, KAFKA, topics, Flow::average);
    try {
      produceForTheBroken(topics);
      CommandTrial trial = verify(topics);
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    } finally {
      job.cancel().get();
    }
  }

  private static void assertCaught(JobClient job, LiveKafka.TestTopics topics, String... words)
      throws Exception {
    try {
      produceForTheBroken(topics);
      CommandTrial trial = verify(topics);
      assertThat(trial.code()).as(trial.out() + trial.err()).isEqualTo(3);
      assertThat(trial.out()).contains(words).contains("difference").doesNotContain("identical");
    } finally {
      job.cancel().get();
    }
  }

  /** One series in two partitions, so that there is something to merge; and one that is late. */
  private static void produceForTheBroken(LiveKafka.TestTopics topics) throws Exception {
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:01", 20),
            message(topics, 1, "a", "12:00:02", 21),
            message(topics, 0, "late", "12:00:03", 5)));
    awaitMessages(topics, 3);
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:02:00", 20), message(topics, 1, "a", "12:02:01", 21)));
    KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= 2);
    KAFKA.produce(List.of(message(topics, 0, "late", "12:00:04", 7)));
    awaitMessages(topics, 6);
  }

  @Test
  void refusesALogThatRetentionHasCutAndVerifiesWhatCameLater() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    runOver(
        topics,
        2,
        List.of(
            message(topics, 0, "a", "12:00:01", 29),
            message(topics, 0, "a", "12:02:00", 21),
            message(topics, 0, "a", "12:05:01", 22),
            message(topics, 0, "a", "12:09:00", 23)));
    cut(topics.readings());
    for (String since : List.of("", "2025-07-01T12:02:00Z")) {
      CommandTrial trial = since.isEmpty() ? verify(topics) : verify(topics, "--since=" + since);
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
    CommandTrial later = verify(topics, "--since=2025-07-01T12:03:00Z");
    assertThat(later.code()).as(later.out() + later.err()).isZero();
    assertThat(later.out())
        .startsWith(
            "identical from 2025-07-01T12:03:00Z up to 2025-07-01T12:08:54.999Z: 1 averages")
        .contains("transitions are not compared, as the log does not tell");
  }

  @Test
  void refusesResultsThatRetentionHasCut() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 21)));
    cut(topics.averages());
    CommandTrial trial = verify(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("topic " + topics.averages() + ": retention has cut partition ")
        .contains("only what came later can be verified");
  }

  @Test
  void refusesTopicsWithOtherData() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 21)));
    KAFKA.produce(List.of(new ProducerRecord<>(topics.averages(), "{\"user\":7}".getBytes(UTF_8))));
    CommandTrial trial = verify(topics);
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
    runOver(topics, 1, messages);
    runOver(topics, 2, messages, "--window=7s", "--from=earliest");
    CommandTrial trial = verify(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("is no window of PT7S");
  }

  @Test
  void refusesOtherRules() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    runOver(topics, 0, List.of(message(topics, 0, "a", "12:00:01", 20)));
    CommandTrial trial = verify(topics, "--rules=none");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("runs under other rules (default), so its transitions cannot be verified");
  }

  /** Somebody else's transaction stands for that of a job that was killed. */
  @Test
  void refusesToJudgeWhatIsNotCommitted() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    runOver(topics, 0, List.of(message(topics, 0, "a", "12:00:01", 20)));
    Properties config = new Properties();
    config.setProperty("bootstrap.servers", KAFKA.bootstrapServers());
    config.setProperty("transactional.id", topics.averages());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topics.averages(), new byte[] {'?'})).get();
      CommandTrial trial = verify(topics, "--timeout=1s");
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err()).contains(": a transaction has been open for 1 s");
      producer.abortTransaction();
    }
    assertThat(verify(topics).code()).isZero();
  }

  @Test
  void leavesOpenWhatABrokenOffRunHadBegun() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 30)));
    // Without its state: the window of 12:02 has lost its first reading.
    runOver(
        topics,
        2,
        List.of(message(topics, 0, "a", "12:02:01", 21), message(topics, 0, "a", "12:04:00", 21)),
        "--from=2025-07-01T12:02:01Z");
    CommandTrial trial = verify(topics);
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    assertThat(trial.out()).startsWith("identical up to").contains("left open");
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    CommandTrial trial = verify(topics);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("--progress-topic " + topics.progress() + ": is not on");
  }

  /** Runs a stream over messages until there are so many averages, and stops it. */
  private static void runOver(
      LiveKafka.TestTopics topics,
      int averages,
      List<ProducerRecord<byte[], byte[]>> messages,
      String... more)
      throws Exception {
    KAFKA.produce(messages);
    List<String> options = new ArrayList<>(List.of(NEVER_IDLE, "-p=1"));
    options.addAll(List.of(more));
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new))) {
      awaitMessages(topics, messages.size());
      KAFKA.await(topics.averages(), BOUND, all -> all.size() >= averages);
      assertThat(run.stop().code()).isZero();
    }
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

  /** At least so many messages are in a checkpoint, and all that there are. */
  private static void awaitMessages(LiveKafka.TestTopics topics, int messages) {
    Eventually.holds(
        messages + " messages are read",
        BOUND,
        () -> {
          CommandTrial status = KAFKA.command("status", topics);
          return status.code() != 2
              && status.out().contains("  0 waiting")
              && Integer.parseInt(status.out().replaceAll("(?s).*?\\n  (\\d+) messages.*", "$1"))
                  >= messages;
        });
  }

  private static CommandTrial verify(LiveKafka.TestTopics topics, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    arguments.addAll(topics.options());
    arguments.add("-p=1");
    arguments.addAll(List.of(more));
    return CommandTrial.run(Isotherm.commandLine(FLINK::create), arguments.toArray(String[]::new));
  }

  /** Ten minutes of readings: out of order, too late, twice, of two metrics, and one bad. */
  private static List<ProducerRecord<byte[], byte[]>> hostile(LiveKafka.TestTopics topics) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int second = i % 11 == 0 ? Math.max(0, i - 8) : i % 37 == 0 ? Math.max(0, i - 200) : i;
      String time = LocalTime.of(12, 0).plusSeconds(second).toString();
      double celsius = 26 + (i * 7 % 50) / 10.0;
      String members =
          i % 2 == 0
              ? "\"temperature\":" + celsius + ",\"humidity\":" + i % 9
              : "\"temperature\":" + celsius;
      messages.add(
          message(topics, i % 3, "s" + i % 5, time.length() == 5 ? time + ":00" : time, members));
    }
    messages.add(300, new ProducerRecord<>(topics.readings(), 1, null, new byte[] {'?'}));
    return messages;
  }
}
