package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.fixtures.VersionsTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A sensor table that changes while a stream runs. */
final class SensorTopicIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  private static final String FIRST =
      """
      sensor,metric,label.site,max,expectedInterval,limit.hot
      a,temperature,north,100,10s,30
      b,temperature,north,100,10s,30
      """;

  private static final String SECOND =
      """
      sensor,metric,label.site,max,expectedInterval,limit.hot
      a,temperature,south,50,20s,40
      never,temperature,south,,,
      """;

  @TempDir private Path folder;
  private LiveKafka.TestTopics topics;
  private VersionsTopic table;
  private String name;
  private String rules;

  @BeforeEach
  void prepare() throws Exception {
    topics = KAFKA.freshTopics(1);
    table = VersionsTopic.ofSensors(KAFKA, topics);
    name = table.name();
    rules =
        "--rules="
            + write(
                "rules.yaml",
                """
                rules:
                - { name: hot, metric: temperature, levels: { warning: { above: limit.hot } } }
                - { name: silent, metric: temperature, noDataAfter: 20s }
                - name: of_site
                  signal: mean(temperature)
                  by: site
                  every: 10s
                  levels: { warning: { above: 33 } }
                """);
  }

  private Path write(String file, String text) throws Exception {
    return Files.writeString(folder.resolve(file), text);
  }

  private CommandTrial publish(String csv, String... more) throws Exception {
    return table.publish(write("sensors.csv", csv), more);
  }

  private StreamRun start(String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(rules));
    options.addAll(List.of(more));
    return table.start(FLINK, options.toArray(String[]::new));
  }

  @Test
  void aStreamTakesOverAVersionAndAReplayJudgesByTheSameOnes() throws Exception {
    assertThat(publish(FIRST, "--timeout=1ms").out())
        .isEqualTo(
            """
            2 changes are in force from the start: 2 added, 0 changed, 0 removed
            no running stream has answered within 1ms; one that starts later takes it over
            """);
    KAFKA.produce(
        List.of(
            message(topics, 0, "a", "12:00:01", 35),
            message(topics, 0, "b", "12:00:02", 35),
            message(topics, 0, "a", "12:00:05", 60)));
    String paused;
    try (StreamRun run = start("-p=2")) {
      VERIFIER.awaitMessages(topics, 3);
      assertThat(publish(SECOND, "--at=2025-07-01T12:00:10Z").out())
          .isEqualTo(
              """
              3 changes are in force from 2025-07-01T12:00:10Z: 1 added, 1 changed, 1 removed
              accepted by %s
              """,
              topics.readings());
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:12", 35),
              message(topics, 0, "a", "12:00:15", 60),
              message(topics, 0, "b", "12:00:16", 29),
              message(topics, 0, "a", "12:00:21", 45)));
      VERIFIER.awaitMessages(topics, 7);
      paused = run.stop(false, folder);
    }
    String from = "-Dexecution.state-recovery.path=" + paused;
    try (StreamRun run = start(from, "-p=1")) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:29", 45), message(topics, 0, "a", "12:00:42", 20)));
      KAFKA.await(
          topics.alerts(), BOUND, all -> all.stream().anyMatch(one -> isNever(one.value())));
      VERIFIER.awaitMessages(topics, 9);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(table.alerts())
        .contains(
            "12:00:01 hot a firing",
            "12:00:02 hot b firing",
            "12:00:10 hot a resolved",
            "12:00:10 hot b resolved",
            "12:00:21 hot a firing",
            "12:00:30 silent never no_data")
        .doesNotContain("12:00:15 hot a firing")
        .anyMatch(one -> one.contains("of_site south"));
    assertThat(KAFKA.readAll(topics.late()).stream().map(Temperatures::value))
        .filteredOn(one -> one.contains("implausible_range"))
        .singleElement()
        .asString()
        .contains("12:00:15");
    CommandTrial verified = VERIFIER.verify(topics, rules);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    CommandTrial other = VERIFIER.verify(topics, rules, "--sensors=topic:other");
    assertThat(other.err())
        .contains("--sensors: must be another one, not topic:other, because the stream of group")
        .contains("has the sensor table of topic:" + name);
  }

  @Test
  void publishesOnlyWhatDiffers() throws Exception {
    String globs =
        """
        sensor,unit
        a,K
        b-*,K
        *,C
        """;
    assertThat(publish(globs, "--timeout=1ms").out())
        .startsWith("3 changes are in force from the start: 3 added, 0 changed, 0 removed\n");
    assertThat(publish(globs, "--timeout=1ms").out())
        .isEqualTo(name + " has this table already; nothing was published\n");
    String at = "--at=2025-07-01T12:00:00Z";
    assertThat(publish(globs.replace("a,K", "a,C"), at, "--timeout=1ms").out())
        .startsWith(
            "1 change is in force from 2025-07-01T12:00:00Z: 0 added, 1 changed, 0 removed");
    assertThat(publish(globs, at).err())
        .isEqualTo(
            "isotherm: --at 2025-07-01T12:00:00Z: must be later than the version published before,"
                + " from 2025-07-01T12:00:00Z\n");
    String swapped = "sensor,unit\na,C\n*,C\nb-*,K\n";
    assertThat(publish(swapped, "--timeout=1ms").out()).contains(": 0 added, 2 changed, 0 removed");
    assertThat(publish("sensor,unit\na,\n", "--at=now").code()).isEqualTo(2);
    assertThat(publish("sensor,unti\na,K\n").err()).contains("column unti: is not known");
    assertThat(table.show().out()).isEqualTo(swapped);
    assertThat(table.show("--at=2025-07-01T12:00:00Z").out())
        .isEqualTo(globs.replace("a,K", "a,C"));
    assertThat(table.show("--at=2025-07-01T11:59:59Z").out()).isEqualTo(globs);
    assertThat(table.show("b-1").out()).isEqualTo("b-1\nall metrics\n  unit  C  *\n");
  }

  @Test
  void aRecordThatCannotBeReadIsNamedAndDoesNotCount() throws Exception {
    publish("sensor,unit\na,K\n", "--timeout=1ms");
    byte[] wrong =
        "{\"sensor\":\"a\",\"rows\":[{\"unti\":\"C\"}]}".getBytes(StandardCharsets.UTF_8);
    byte[] second =
        "{\"sensor\":\"a\",\"rows\":[{\"unit\":\"C\"}]}".getBytes(StandardCharsets.UTF_8);
    KAFKA.produce(
        List.of(
            new ProducerRecord<>(name, 0, null, wrong),
            new ProducerRecord<>(name, 0, null, second),
            new ProducerRecord<>(name, 0, "a".getBytes(StandardCharsets.UTF_8), null)));
    CommandTrial shown = table.show("a");
    assertThat(shown.out()).isEqualTo("a\nall metrics\n  unit  K\n");
    assertThat(shown.err())
        .contains(": unti: is not known; did you mean unit?")
        .contains(": sensor a: has a change of the same instant already")
        .contains(": has no value, key a; a sensor is removed by a value with \"removed\":true");
  }

  @Test
  void aStreamDoesNotContinueWithoutWhatItHasUsed() throws Exception {
    publish(FIRST, "--timeout=1ms");
    KAFKA.produce(List.of(message(topics, 0, "a", "12:00:01", 35)));
    String paused;
    try (StreamRun run = start("-p=1")) {
      VERIFIER.awaitMessages(topics, 1);
      paused = run.stop(false, folder);
    }
    KAFKA.deleteRecords(name);
    publish("sensor,unit\na,K\n", "--timeout=1ms");
    try (StreamRun run = start("-p=1", "-Dexecution.state-recovery.path=" + paused)) {
      assertThat(run.ended().err())
          .contains("topic:" + name + ": has 1 changes of the sensor table, and had 2");
    }
  }

  @Test
  void aBatchReadsNoTopic() throws Exception {
    Path readings = write("r.csv", "timestamp,sensor_id,temperature\n2025-07-01 12:00,a,20\n");
    CommandTrial batch = CommandTrial.isotherm("batch", readings.toString(), table.option());
    assertThat(batch.code()).isEqualTo(2);
    assertThat(batch.err())
        .contains("--sensors topic:" + name + ": is not for this command, which reads no topic");
  }

  private static boolean isNever(byte[] alert) {
    return new String(alert, StandardCharsets.UTF_8).contains("\"never\"");
  }
}
