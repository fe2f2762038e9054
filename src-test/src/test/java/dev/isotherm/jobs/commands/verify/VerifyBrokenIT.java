package dev.isotherm.jobs.commands.verify;

import static dev.isotherm.fixtures.Temperatures.message;
import static dev.isotherm.fixtures.Temperatures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BrokenStream;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.topology.AlertRules;
import dev.isotherm.flow.topology.BrokenTopology;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.graph.StreamJob;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.kafka.sink.ResultSinks;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} catches each stream that is broken on purpose. */
@SuppressWarnings("try") // a job is canceled where its block ends, and that may be interrupted
final class VerifyBrokenIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final Duration NO_CHECKPOINT = Duration.ofMinutes(10);
  private static final Duration NEVER_IDLE = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @Test
  void findsTheSameStreamIdenticalWhenNothingIsBroken() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.of(Topology::average).start(FLINK, KAFKA, topics);
    try (var running = new Running(job)) {
      produceForTheBroken(topics);
      CommandTrial trial = VERIFIER.verify(topics);
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    }
  }

  @Test
  void catchesAMergeThatDropsOneSide() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.of(BrokenTopology::mergeDropsOneSide).start(FLINK, KAFKA, topics);
    try (var running = new Running(job)) {
      produceForTheBroken(topics);
      assertCaught(
          VERIFIER.verify(topics),
          "the log gives count 2, sum 41.0,",
          "1 of the log are neither in the average nor in the late log: lost");
    }
  }

  @Test
  void catchesALateLogThatIsOff() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.of(BrokenTopology::ledgerIsDropped).start(FLINK, KAFKA, topics);
    try (var running = new Running(job)) {
      produceForTheBroken(topics);
      assertCaught(
          VERIFIER.verify(topics),
          "average of late/temperature in [2025-07-01T12:00:00Z, 2025-07-01T12:01:00Z)",
          "1 of the log are neither in the average nor in the late log: lost");
    }
  }

  @Test
  void catchesStateThatACrashDrops() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.of(BrokenTopology::windowsAreNoState).start(FLINK, KAFKA, topics);
    try (var running = new Running(job)) {
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:01", 20)));
      VERIFIER.awaitMessages(topics, 1);
      FLINK.replaceWorker();
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:02", 21),
              message(topics, 0, "a", "12:02:00", 20),
              message(topics, 1, "b", "12:02:00", 20)));
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> !averages.isEmpty());
      VERIFIER.awaitMessages(topics, 4);
      assertCaught(
          VERIFIER.verify(topics),
          "the log gives count 2, sum 41.0,",
          "1 of the log are neither in the average nor in the late log: lost");
    }
  }

  /** They are in no transaction, so those since the last checkpoint come again after a crash. */
  @Test
  void catchesAveragesThatComeAtLeastOnce() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    BrokenStream stream =
        new BrokenStream(
            (messages, spec) -> atLeastOnce(topics, messages, spec),
            RuleFile.builtIn(),
            NO_CHECKPOINT,
            NEVER_IDLE);
    JobClient job = stream.start(FLINK, KAFKA, topics);
    try (var running = new Running(job)) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:01", 20),
              message(topics, 0, "a", "12:02:00", 20),
              message(topics, 1, "b", "12:02:00", 20)));
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() == 1);
      FLINK.replaceWorker();
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() == 2);
      running.stop(folder);
    }
    assertCaught(VERIFIER.verify(topics), "revision 0 was published after revision 0");
  }

  private static Topology.Averages atLeastOnce(
      LiveKafka.TestTopics topics, ParsedMessages messages, AverageSpec spec) {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", KAFKA.bootstrapServers());
    Topology.Averages averages = Topology.average(messages, spec);
    new ResultSinks(client, "unused")
        .writeAtOnce(averages.updates(), "averages", ResultRecords.averages(topics.averages()));
    return new Topology.Averages(
        averages.updates().filter(update -> false).uid("no-averages"),
        averages.late(),
        averages.progress());
  }

  /** A partition is idle, and an alert fires that never fires once that partition has spoken. */
  @Test
  void catchesTransitionsThatAreNotTakenBack() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(
        rules,
        "rules: [{ name: hot, metric: temperature, holdFor: 30s,"
            + " levels: { warning: { above: 28 } } }]\n");
    RuleSet read = RuleFile.read(rules);
    BrokenStream stream =
        new BrokenStream(new ForgetsWhatItPublished(), read, NO_CHECKPOINT, Duration.ofSeconds(2));
    JobClient job = stream.start(FLINK, KAFKA, topics);
    try (var running = new Running(job)) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:00", 30), message(topics, 0, "b", "12:01:00", 20)));
      KAFKA.await(topics.alerts(), Verifier.BOUND, all -> all.size() == 2);
      KAFKA.produce(List.of(message(topics, 1, "a", "12:00:20", 20)));
      FLINK.replaceWorker();
      // Once they are pending, all messages before them have been read again.
      KAFKA.produce(
          List.of(
              message(topics, 0, "c", "12:01:01", 30), message(topics, 1, "d", "12:01:01", 30)));
      KAFKA.await(topics.alerts(), Verifier.BOUND, all -> has(all, "c") && has(all, "d"));
      running.stop(folder);
    }
    assertCaught(VERIFIER.verify(topics, "--rules=" + rules), "of rule hot, a/temperature");
  }

  private static boolean has(List<ConsumerRecord<byte[], byte[]>> alerts, String sensor) {
    return alerts.stream().anyMatch(one -> value(one).contains("\"" + sensor + "\""));
  }

  /** Does not read, after a crash, which transitions it has published since the checkpoint. */
  private static final class ForgetsWhatItPublished implements StreamJob.Computation {
    @Override
    public Topology.Averages average(ParsedMessages messages, AverageSpec spec) {
      return Topology.average(messages, spec);
    }

    @Override
    public AlertRules rules(AlertRules read) {
      return new AlertRules(
          read.known(),
          read.published(),
          read.updates(),
          PublishedTransitions.NONE,
          read.expectedSinceMillis());
    }
  }

  private static void assertCaught(CommandTrial trial, String... words) {
    assertThat(trial.code()).as(trial.out() + trial.err()).isEqualTo(3);
    assertThat(trial.out()).contains(words).contains("difference").doesNotContain("identical");
  }

  /** A job that is canceled at the end, whatever becomes of the test. */
  private record Running(JobClient job) implements AutoCloseable {
    /** Refused while a task starts. */
    void stop(Path folder) {
      String to = folder.toUri().toString();
      Eventually.holds(
          "all tasks run, and it stops",
          Verifier.BOUND,
          () -> job.stopWithSavepoint(false, to, SavepointFormatType.CANONICAL).get() != null);
    }

    @Override
    public void close() throws ExecutionException, InterruptedException {
      job.cancel().handle((none, endedBefore) -> null).get();
      job.getJobExecutionResult().handle((done, canceled) -> done).get();
    }
  }

  /** One series in two partitions, so that there is something to merge; and one that is late. */
  private static void produceForTheBroken(LiveKafka.TestTopics topics) throws Exception {
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:01", 20),
            message(topics, 1, "a", "12:00:02", 21),
            message(topics, 0, "late", "12:00:03", 5)));
    VERIFIER.awaitMessages(topics, 3);
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:02:00", 20), message(topics, 1, "a", "12:02:01", 21)));
    KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() >= 2);
    KAFKA.produce(List.of(message(topics, 0, "late", "12:00:04", 7)));
    VERIFIER.awaitMessages(topics, 6);
  }
}
