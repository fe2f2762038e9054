package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.files.ResultFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sensors of the sensor table that never send. */
final class RosterIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  @TempDir private Path folder;
  private String rules;
  private String table;

  @BeforeEach
  void writeFiles() throws Exception {
    rules =
        "--rules="
            + write(
                "rules.yaml",
                """
                rules:
                  - name: silent
                    metric: temperature
                    noDataAfter: 10s
                    noDataSeverity: critical
                    noDataSummary: "{{labels.site}}: nothing from {{sensor_id}}, last {{value}}"
                """);
    table =
        "--sensors="
            + write(
                "sensors.csv",
                """
                sensor,metric,label.site
                a,temperature,north
                b,temperature,north
                never,temperature,south
                other,,south
                """);
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aBatchTellsThemOnce() throws Exception {
    Path readings =
        write(
            "r.csv",
            """
            timestamp,sensor_id,temperature
            2025-07-01 12:00:05,a,20
            2025-07-01 12:00:01,b,20
            2025-07-01 12:00:10,a,20
            2025-07-01 12:00:11,b,20
            2025-07-01 12:00:19,a,20
            2025-07-01 12:00:20,b,20
            """);
    BatchRun run = BatchRun.of(FLINK, folder.resolve("out"), readings, rules, table);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.TRANSITIONS))
        .singleElement()
        .asString()
        .contains("\"sensor_id\":\"never\"", "\"state\":\"no_data\"", "\"severity\":\"critical\"")
        .contains("\"at\":\"2025-07-01T12:00:11Z\"", "south: nothing from never, last none");
    BatchRun without = BatchRun.of(FLINK, folder.resolve("without"), readings, rules);
    assertThat(without.lines(ResultFolder.TRANSITIONS)).isEmpty();
  }

  @Test
  void aStreamTellsThemAlsoAfterItWasStopped() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:00:01", 20), message(topics, 0, "b", "12:00:02", 20)));
    String paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, table, "-p=2")) {
      VERIFIER.awaitMessages(topics, 2);
      paused = run.stop(false, folder);
    }
    assertThat(KAFKA.readAll(topics.alerts())).isEmpty();

    String from = "-Dexecution.state-recovery.path=" + paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, table, from, "-p=1")) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:10", 20),
              message(topics, 0, "b", "12:00:11", 20),
              message(topics, 0, "a", "12:00:19", 20),
              message(topics, 0, "b", "12:00:20", 20)));
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() == 1);
      KAFKA.produce(List.of(message(topics, 0, "never", "12:00:21", 20)));
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() == 2);
      VERIFIER.awaitMessages(topics, 7);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.alerts()).stream().map(Temperatures::value))
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"never\"", "\"state\":\"no_data\"")
                    .contains("\"at\":\"2025-07-01T12:00:11Z\""),
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"never\"", "\"state\":\"resolved\"")
                    .contains("\"at\":\"2025-07-01T12:00:21Z\""));
    CommandTrial verified = VERIFIER.verify(topics, rules, table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
  }
}
