package dev.isotherm.jobs.commands.verify;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BrokenStream;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.flow.topology.BrokenTopology;
import dev.isotherm.flow.topology.Topology;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VerifyIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  @Test
  void findsAStreamThatRunsIdenticalWhateverItHadToCopeWith() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(3);
    try (StreamRun run =
        StreamRun.start(
            FLINK, KAFKA, topics, Verifier.NEVER_IDLE, "--allowed-lateness=1min", "-p=2")) {
      List<ProducerRecord<byte[], byte[]>> messages = hostile(topics);
      for (int i = 0; i < messages.size(); i += 50) {
        KAFKA.produce(messages.subList(i, Math.min(messages.size(), i + 50)));
        if (i % 200 == 150) {
          // In the midst of it.
          VERIFIER.awaitMessages(topics, 1);
          CommandTrial early = VERIFIER.verify(topics);
          assertThat(early.code()).as(early.out() + early.err()).isZero();
        }
      }
      VERIFIER.awaitMessages(topics, messages.size());
      CommandTrial trial = VERIFIER.verify(topics);
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
      assertThat(trial.out())
          .startsWith("identical up to 2025-07-01T12:")
          .contains(" 601 messages, 900 readings,")
          .doesNotContain("undecided")
          .doesNotContain(" 0 averages")
          .doesNotContain(" 0 transitions")
          .doesNotContain(" 0 entries in the late log")
          .containsPattern("and 1 rejected message agree");
      assertThat(run.stop().code()).isZero();
    }
    assertThat(VERIFIER.verify(topics).code()).isZero();
    assertThat(VERIFIER.verify(topics, "--rules=default").code()).isZero();
  }

  @Test
  void catchesAMergeThatDropsOneSide() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.start(FLINK, KAFKA, topics, BrokenTopology::mergeDropsOneSide);
    assertCaught(
        job,
        topics,
        "the log gives count 2, sum 41.0,",
        "1 of the log are neither in the average nor in the late log: lost");
  }

  @Test
  void catchesALedgerThatIsDropped() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.start(FLINK, KAFKA, topics, BrokenTopology::ledgerIsDropped);
    assertCaught(
        job,
        topics,
        "average of late/temperature in [2025-07-01T12:00:00Z, 2025-07-01T12:01:00Z)",
        "1 of the log are neither in the average nor in the late log: lost");
  }

  @Test
  void findsTheSameStreamIdenticalWhenNothingIsBroken() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    JobClient job = BrokenStream.start(FLINK, KAFKA, topics, Topology::average);
    try {
      produceForTheBroken(topics);
      CommandTrial trial = VERIFIER.verify(topics);
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    } finally {
      job.cancel().get();
    }
  }

  private static void assertCaught(JobClient job, LiveKafka.TestTopics topics, String... words)
      throws Exception {
    try {
      produceForTheBroken(topics);
      CommandTrial trial = VERIFIER.verify(topics);
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
    VERIFIER.awaitMessages(topics, 3);
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:02:00", 20), message(topics, 1, "a", "12:02:01", 21)));
    KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() >= 2);
    KAFKA.produce(List.of(message(topics, 0, "late", "12:00:04", 7)));
    VERIFIER.awaitMessages(topics, 6);
  }

  @Test
  void leavesOpenWhatABrokenOffRunHadBegun() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 30)));
    // Without its state: the window of 12:02 has lost its first reading.
    VERIFIER.runOver(
        topics,
        2,
        List.of(message(topics, 0, "a", "12:02:01", 21), message(topics, 0, "a", "12:04:00", 21)),
        "--fresh",
        "--from=2025-07-01T12:02:01Z");
    CommandTrial trial = VERIFIER.verify(topics);
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    assertThat(trial.out()).startsWith("identical up to").contains("undecided");
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
