package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Windows that overlap, or merge, as they come to be in a topic. */
final class StreamWindowsIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Pattern START = Pattern.compile("\"window_start\":\"2025-07-01T(.*)Z\"}");

  @Test
  void aSessionThatJoinsAnEarlierOneIsWithdrawn() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    try (StreamRun run =
        start(topics, "--session-gap=10s", "--out-of-orderness=0s", "--allowed-lateness=1min")) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:00", 1),
              message(topics, 0, "a", "12:00:15", 3),
              message(topics, 0, "b", "12:01:00", 7)));
      awaitAverages(topics, 2);
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:08", 8)));
      awaitAverages(topics, 4);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.averages()))
        .extracting(StreamWindowsIT::inShort)
        .containsExactly(
            "12:00:00 to 12:00:10 count 1 revision 0",
            "12:00:15 to 12:00:25 count 1 revision 0",
            "12:00:15 withdrawn",
            "12:00:00 to 12:00:25 count 3 revision 1");
  }

  @Test
  void theLedgerNamesTheWindowsThatAReadingIsMissingIn() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    try (StreamRun run =
        start(
            topics,
            "--window=20s",
            "--slide=10s",
            "--out-of-orderness=0s",
            "--allowed-lateness=0s",
            "--rules=none")) {
      KAFKA.produce(
          List.of(message(topics, 0, "a", "12:00:12", 1), message(topics, 0, "a", "12:00:25", 2)));
      awaitAverages(topics, 1);
      KAFKA.produce(
          List.of(message(topics, 0, "a", "12:00:14", 4), message(topics, 0, "a", "12:00:40", 8)));
      awaitAverages(topics, 3);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.averages()))
        .extracting(StreamWindowsIT::inShort)
        .containsExactlyInAnyOrder(
            "12:00:00 to 12:00:20 count 1 revision 0",
            "12:00:10 to 12:00:30 count 3 revision 0",
            "12:00:20 to 12:00:40 count 1 revision 0");
    assertThat(KAFKA.readAll(topics.late()))
        .extracting(Temperatures::value)
        .containsExactly(
            "{\"sensor_id\":\"a\",\"metric\":\"temperature\","
                + "\"timestamp\":\"2025-07-01T12:00:14Z\",\"value\":4.0,"
                + "\"excluded_from\":[\"averages\"],"
                + "\"window_start\":\"2025-07-01T12:00:00Z\","
                + "\"window_end\":\"2025-07-01T12:00:20Z\"}");
  }

  private static StreamRun start(LiveKafka.TestTopics topics, String... options) {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--idle-timeout=10min";
    all[options.length + 1] = "-p=1";
    return StreamRun.start(FLINK, KAFKA, topics, all);
  }

  private static void awaitAverages(LiveKafka.TestTopics topics, int count) {
    KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= count);
  }

  private static String inShort(ConsumerRecord<byte[], byte[]> result) {
    Matcher start = START.matcher(Temperatures.key(result));
    assertThat(start.find()).isTrue();
    if (result.value() == null) {
      return start.group(1) + " withdrawn";
    }
    Average average = JsonLinesReader.readAverage(result.value());
    String end = Instant.ofEpochMilli(average.windowEndMillis()).toString().substring(11, 19);
    return String.format(
        "%s to %s count %d revision %d", start.group(1), end, average.count(), average.revision());
  }
}
