package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream and its verification know the same sensor table. */
final class SensorTableIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String RULES =
      """
      rules:
        - name: hot
          metric: temperature
          levels: { warning: { above: limit.hot } }
          summary: "{{labels.site}}: {{value}} {{unit}} over {{limit}}"
      """;

  @TempDir private Path folder;

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aStreamGoesOnAndIsVerifiedWithItsOwnTableAlone() throws Exception {
    String rules = "--rules=" + write("rules.yaml", RULES);
    String header = "sensor,label.site,unit,limit.hot\n";
    String table = "--sensors=" + write("sensors.csv", header + "a,north,°C,20\nb,south,,30\n");
    String other = "--sensors=" + write("other.csv", header + "a,north,°C,21\n");
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, table, "-p=1")) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:01", 25),
              message(topics, 0, "b", "12:00:02", 25),
              message(topics, 0, "c", "12:00:03", 25),
              message(topics, 0, "b", "12:00:04", 31)));
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() == 2);
      VERIFIER.awaitMessages(topics, 4);
      paused = run.stop(false, folder);
    }
    assertThat(KAFKA.readAll(topics.alerts()).stream().map(Temperatures::value))
        .satisfiesExactlyInAnyOrder(
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"a\"", "north: 25 °C over 20")
                    .contains("\"labels\":{\"site\":\"north\"}"),
            one -> assertThat(one).contains("\"sensor_id\":\"b\"", "south: 31 over 30"));

    CommandTrial verified = VERIFIER.verify(topics, rules, table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    CommandTrial without = VERIFIER.verify(topics, rules);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err())
        .contains("--sensors: is required, because the stream of group ")
        .contains(" has the sensor table of version ");
    CommandTrial withOther = VERIFIER.verify(topics, rules, other);
    assertThat(withOther.code()).isEqualTo(2);
    assertThat(withOther.err()).contains("--sensors: must be another one, not version ");

    String from = "-Dexecution.state-recovery.path=" + paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, other, from)) {
      CommandTrial refused = run.ended();
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .contains("stream failed: --sensors ")
          .contains(": the state is of a stream with ");
    }
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, table, from, "-p=1")) {
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:05", 19)));
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() == 3);
      VERIFIER.awaitMessages(topics, 5);
      assertThat(run.stop().code()).isZero();
    }
    CommandTrial again = VERIFIER.verify(topics, rules, table);
    assertThat(again.code()).as(again.out() + again.err()).isZero();
  }

  @Test
  void averagesHaveTheCoverageThatTheTableKnowsAlsoWhenTheyAreVerified() throws Exception {
    String table = "--sensors=" + write("sensors.csv", "sensor,expectedInterval\na,10s\n");
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    VERIFIER.runOver(
        topics,
        2,
        List.of(
            message(topics, 0, "a", "12:00:01", 20),
            message(topics, 0, "b", "12:00:02", 20),
            message(topics, 0, "a", "12:00:03", 20),
            message(topics, 0, "a", "12:00:04", 20),
            message(topics, 0, "c", "12:02:00", 20)),
        "--rules=none",
        "--percentiles=50",
        table);
    assertThat(KAFKA.readAll(topics.averages()).stream().map(Temperatures::value))
        .satisfiesExactlyInAnyOrder(
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"a\"")
                    .contains("\"percentiles\":{\"50\":20.0},\"expected\":6,\"coverage\":0.5,"),
            one -> assertThat(one).contains("\"sensor_id\":\"b\"").doesNotContain("expected"));
    CommandTrial verified = VERIFIER.verify(topics, "--rules=none", table);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).startsWith("identical");
  }

  @Test
  void rulesThatNeedATableAreRefusedBeforeTheStart() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String rules = "--rules=" + write("rules.yaml", RULES);
    CommandTrial refused = KAFKA.command("stream", topics, rules);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "isotherm: rule hot: limit.hot needs a sensor table; name its file with --sensors\n");
    VERIFIER.runOver(topics, 0, List.of(message(topics, 0, "a", "12:00:01", 20)));
    String table = "--sensors=" + write("sensors.csv", "sensor,limit.hot\na,20\n");
    CommandTrial verify = VERIFIER.verify(topics, table);
    assertThat(verify.code()).isEqualTo(2);
    assertThat(verify.err()).contains("has no sensor table; leave it out");
  }
}
