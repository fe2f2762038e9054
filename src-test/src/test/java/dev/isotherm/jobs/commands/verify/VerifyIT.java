package dev.isotherm.jobs.commands.verify;

import static dev.isotherm.fixtures.Temperatures.message;
import static dev.isotherm.fixtures.Temperatures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class VerifyIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  @TempDir private Path folder;

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

  /** The window of 12:02 has lost its first reading. */
  @Test
  void findsTheWindowInWhichTheStreamBegan() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 20)));
    VERIFIER.runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:02:01", 21), message(topics, 0, "a", "12:04:00", 21)),
        "--from=2025-07-01T12:02:01Z");
    CommandTrial trial = VERIFIER.verify(topics);
    assertThat(trial.code()).as(trial.out() + trial.err()).isEqualTo(3);
    assertThat(trial.out())
        .startsWith("average of a/temperature in [2025-07-01T12:02:00Z, 2025-07-01T12:03:00Z)")
        .contains(
            "partial: 1 of 2 readings; the stream began in the middle of the window, the log holds"
                + " 1 reading before its first message")
        .contains("1 difference up to")
        .doesNotContain("undecided");
    CommandTrial later = VERIFIER.verify(topics, "--since=2025-07-01T12:03:00Z");
    assertThat(later.code()).as(later.out() + later.err()).isZero();
  }

  /** The second run knows nothing of the window and the alert that the first one had begun. */
  @Test
  void comparesWithWhatAllRunsHaveRead() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        1,
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "a", "12:02:00", 30)));
    VERIFIER.runOver(
        topics,
        2,
        List.of(message(topics, 0, "a", "12:02:01", 21), message(topics, 0, "a", "12:04:00", 21)),
        "--fresh",
        "--from=2025-07-01T12:02:01Z");
    CommandTrial trial = VERIFIER.verify(topics);
    assertThat(trial.code()).as(trial.out() + trial.err()).isEqualTo(3);
    assertThat(trial.out())
        .contains("average of a/temperature in [2025-07-01T12:02:00Z, 2025-07-01T12:03:00Z)")
        .contains("partial: 1 of 2 readings; 1 of the log are neither in the average nor in")
        .contains(
            "the log gives {\"id\":", "\"state\":\"resolved\"", "it should have been published")
        .contains(
            ": 1 average, 1 transition and 0 rejected messages agree with the log; 4 messages,")
        .doesNotContain(
            "counts of messages",
            "messages: the log has",
            "the log has no reading in time for it",
            "undecided");
  }

  /** Somebody else's records stand for those of a stream that restarted without its state. */
  @Test
  void findsWhatWasOverwrittenAndSaidInVain() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        2,
        List.of(
            message(topics, 0, "a", "12:00:01", 29),
            message(topics, 0, "a", "12:00:02", 20),
            message(topics, 0, "a", "12:01:01", 20),
            message(topics, 0, "a", "12:03:00", 20)));
    assertThat(VERIFIER.verify(topics).code()).isZero();
    ConsumerRecord<byte[], byte[]> fires = KAFKA.readAll(topics.alerts()).get(0);
    ConsumerRecord<byte[], byte[]> first = averageOf(topics, "12:00:00Z");
    ConsumerRecord<byte[], byte[]> second = averageOf(topics, "12:01:00Z");
    KAFKA.produce(
        List.of(
            again(fires, value(fires)),
            again(first, value(first).replace("\"count\":2", "\"count\":1")),
            // What a running stream may publish after the checkpoint that is compared.
            again(
                second,
                value(second)
                    .replace("\"count\":1", "\"count\":2")
                    .replace("revision\":0", "revision\":1")),
            message(topics, 0, "a", "12:01:02", 20)));
    Path results = folder.resolve("results");
    CommandTrial trial = VERIFIER.verify(topics, "--output=" + results);
    assertThat(trial.code()).as(trial.out() + trial.err()).isEqualTo(3);
    assertThat(trial.out())
        .contains("revision 0 was published after revision 0, and overwrote 2 readings with 1")
        .contains("partial: 1 of 2 readings; 1 of the log are neither in the average nor in")
        .contains(
            "alert of rule high_temperature, a/temperature: by the log it is resolved since"
                + " 2025-07-01T12:00:02Z, the last published transition says firing (warning)")
        .contains(
            "undecided: a message after the last checkpoint, with a reading of a/temperature at"
                + " 2025-07-01T12:01:02Z, may explain it")
        .contains("3 differences up to", "; 1 undecided: messages after the last checkpoint may");
    assertThat(lines(results.resolve("differences"))).hasSize(3);
    assertThat(lines(results.resolve("undecided"))).hasSize(1);
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static ConsumerRecord<byte[], byte[]> averageOf(
      LiveKafka.TestTopics topics, String start) {
    return KAFKA.readAll(topics.averages()).stream()
        .filter(one -> value(one).contains("window_start\":\"2025-07-01T" + start))
        .findFirst()
        .orElseThrow();
  }

  private static ProducerRecord<byte[], byte[]> again(
      ConsumerRecord<byte[], byte[]> published, String value) {
    return new ProducerRecord<>(
        published.topic(), published.partition(), published.key(), value.getBytes(UTF_8));
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
