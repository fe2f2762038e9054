package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.key;
import static dev.isotherm.fixtures.Temperatures.message;
import static dev.isotherm.fixtures.Temperatures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code stream} makes of readings, to the last character. */
final class StreamIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String NEVER_IDLE = "--idle-timeout=10min";

  private static String average(
      String sensor, String metric, String start, String end, String numbers) {
    return String.format(
        "{\"sensor_id\":\"%s\",\"metric\":\"%s\",\"window_start\":\"2025-07-01T%sZ\","
            + "\"window_end\":\"2025-07-01T%sZ\",%s}",
        sensor, metric, start, end, numbers);
  }

  @Test
  void averagesEachSeriesOfEachWindowExactly() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:00", "\"temperature\":20,\"humidity\":40"),
            message(topics, 1, "b", "12:00:10", "\"temperature\":0.1"),
            message(topics, 0, "a", "12:00:59.999", "\"temperature\":25,\"humidity\":41"),
            message(topics, 0, "c", "12:00:57", "\"temperature\":-5"), // out of order, not late
            message(topics, 1, "b", "12:00:30", "\"temperature\":0.2"),
            message(topics, 0, "a", "12:01:00", "\"temperature\":99"),
            message(topics, 1, "a", "12:00:45", "\"temperature\":21"),
            message(topics, 0, "a", "12:01:06", "\"temperature\":99"),
            message(topics, 1, "b", "12:01:06", "\"temperature\":99")));
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, NEVER_IDLE)) {
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= 4);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.averages()).stream().map(Temperatures::value))
        .containsExactlyInAnyOrder(
            average(
                "a",
                "temperature",
                "12:00:00",
                "12:01:00",
                "\"count\":3,\"sum\":66.0,\"mean\":22.0,\"min\":20.0,\"max\":25.0,"
                    + "\"stddev\":2.160246899469287,\"revision\":0"),
            average(
                "a",
                "humidity",
                "12:00:00",
                "12:01:00",
                "\"count\":2,\"sum\":81.0,\"mean\":40.5,\"min\":40.0,\"max\":41.0,"
                    + "\"stddev\":0.5,\"revision\":0"),
            average(
                "b",
                "temperature",
                "12:00:00",
                "12:01:00",
                "\"count\":2,\"sum\":0.30000000000000004,\"mean\":0.15000000000000002,"
                    + "\"min\":0.1,\"max\":0.2,\"stddev\":0.05,\"revision\":0"),
            average(
                "c",
                "temperature",
                "12:00:00",
                "12:01:00",
                "\"count\":1,\"sum\":-5.0,\"mean\":-5.0,\"min\":-5.0,\"max\":-5.0,"
                    + "\"stddev\":0.0,\"revision\":0"));
  }

  /** With neither the window over nor a checkpoint taken. */
  @Test
  void alertsOncePerChangeAndAtOnce() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    double[] celsius = {27, 28, 28.5, 29, 30, 30.5, 31, 28.5, 29, 28, 27, 30.1};
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, NEVER_IDLE, "--checkpoint-interval=1h")) {
      for (int i = 0; i < celsius.length; i++) {
        String time = String.format("12:00:%02d", i);
        KAFKA.produce(
            List.of(
                message(topics, 0, "a", time, celsius[i]),
                message(topics, 0, "cool", time, 28.0),
                message(topics, 0, "a", time, "\"humidity\":99")));
      }
      List<ConsumerRecord<byte[], byte[]>> alerts =
          KAFKA.await(topics.alerts(), BOUND, all -> all.size() >= 5);
      assertThat(alerts)
          .extracting(Temperatures::value)
          .extracting(json -> json.substring(json.indexOf("\"state\"")))
          .containsExactly(
              transition("firing", "inactive", null, "02", "28.5", "28.0", "02"),
              transition("firing", "firing", "warning", "05", "30.5", "30.0", "02"),
              transition("firing", "firing", "critical", "07", "28.5", "28.0", "02"),
              transition("resolved", "firing", "warning", "09", "28.0", "28.0", "02"),
              transition("firing", "inactive", null, "11", "30.1", "30.0", "11"));
      assertThat(alerts)
          .extracting(Temperatures::key)
          .containsOnly(
              "{\"rule\":\"high_temperature\",\"sensor_id\":\"a\",\"metric\":\"temperature\"}");
      assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(KAFKA.readAll(topics.averages())).isEmpty();
    }
    assertThat(KAFKA.readAll(topics.alerts())).hasSize(5);
  }

  private static String transition(
      String state,
      String previous,
      String previousSeverity,
      String at,
      String value,
      String threshold,
      String since) {
    return String.format(
        "\"state\":\"%s\",\"previous\":\"%s\",\"previous_severity\":%s,"
            + "\"at\":\"2025-07-01T12:00:%sZ\",\"value\":%s,\"threshold\":%s,"
            + "\"since\":\"2025-07-01T12:00:%sZ\",\"reason\":\"reading\","
            + "\"rules_version\":\"%s\"}",
        state,
        previous,
        previousSeverity == null ? null : '"' + previousSeverity + '"',
        at,
        value,
        threshold,
        since,
        RuleFile.builtIn().fingerprint());
  }

  @Test
  void whatComesAfterItsWindowRevisesItUntilItIsTooLate() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            NEVER_IDLE,
            "-p=1",
            "--window=10s",
            "--out-of-orderness=0s",
            "--allowed-lateness=1min")) {
      KAFKA.produce(
          List.of(message(topics, 0, "a", "12:00:05", 20), message(topics, 0, "a", "12:00:20", 1)));
      awaitAverages(topics, 1);
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:06", 30)));
      awaitAverages(topics, 2);
      // The watermark is now 12:01:09.998: one millisecond before the window is closed for good.
      KAFKA.produce(List.of(message(topics, 0, "a", "12:01:09.999", 1)));
      awaitAverages(topics, 3);
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:07", 40)));
      awaitAverages(topics, 4);
      KAFKA.produce(List.of(message(topics, 0, "a", "12:01:21", 1)));
      awaitAverages(topics, 5);
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:08", 50)));
      KAFKA.await(topics.late(), BOUND, late -> late.size() >= 4);
      assertThat(run.stop().code()).isZero();
    }
    List<ConsumerRecord<byte[], byte[]>> revisions =
        KAFKA.readAll(topics.averages()).stream()
            .filter(result -> value(result).contains("window_start\":\"2025-07-01T12:00:00Z"))
            .toList();
    assertThat(revisions)
        .extracting(Temperatures::value)
        .extracting(json -> json.substring(json.indexOf("\"count\"")))
        .containsExactly(
            "\"count\":1,\"sum\":20.0,\"mean\":20.0,\"min\":20.0,\"max\":20.0,"
                + "\"stddev\":0.0,\"revision\":0}",
            "\"count\":2,\"sum\":50.0,\"mean\":25.0,\"min\":20.0,\"max\":30.0,"
                + "\"stddev\":5.0,\"revision\":1}",
            "\"count\":3,\"sum\":90.0,\"mean\":30.0,\"min\":20.0,\"max\":40.0,"
                + "\"stddev\":8.16496580927726,\"revision\":2}");
    assertThat(revisions)
        .allSatisfy(
            revision ->
                assertThat(key(revision))
                    .isEqualTo(
                        "{\"sensor_id\":\"a\",\"metric\":\"temperature\","
                            + "\"window_start\":\"2025-07-01T12:00:00Z\"}"));
    assertThat(KAFKA.readAll(topics.late()))
        .extracting(Temperatures::value)
        .containsExactlyInAnyOrder(
            lateForAlerts("06", "30.0", 2),
            lateForAlerts("07", "40.0", 4),
            lateForAlerts("08", "50.0", 6),
            late("08", "50.0", "averages")
                + ",\"window_start\":\"2025-07-01T12:00:00Z\","
                + "\"window_end\":\"2025-07-01T12:00:10Z\"}");
  }

  private static void awaitAverages(LiveKafka.TestTopics topics, int count) {
    KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= count);
  }

  private static String lateForAlerts(String second, String celsius, long offset) {
    return late(second, celsius, "alerts") + ",\"partition\":0,\"offset\":" + offset + "}";
  }

  private static String late(String second, String celsius, String excludedFrom) {
    return String.format(
        "{\"sensor_id\":\"a\",\"metric\":\"temperature\",\"timestamp\":\"2025-07-01T12:00:%sZ\","
            + "\"value\":%s,\"excluded_from\":[\"%s\"]",
        second, celsius, excludedFrom);
  }
}
