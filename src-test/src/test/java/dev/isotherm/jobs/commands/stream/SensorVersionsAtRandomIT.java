package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.fixtures.VersionsTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random readings, and a sensor table that changes at random instants. A stream that is stopped,
 * and goes on with another parallelism, says what a replay says that knows all versions.
 */
final class SensorVersionsAtRandomIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final int RUNS = Integer.getInteger("isotherm.runs", 2);
  private static final int MESSAGES = 60;
  private static final long START = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  private static final String RULES =
      """
      rules:
      - { name: hot, metric: temperature, levels: { warning: { above: limit.hot } }, holdFor: 3s }
      - { name: silent, metric: temperature, noDataAfter: 20s }
      - { name: north, metric: temperature, sensors: { site: north }, levels: { warning: { above: 5 } } }
      - name: of_site
        signal: max(temperature)
        by: site
        every: 10s
        levels: { warning: { above: 8 } }
      - name: near_limit
        signal: mean(temperature, 20s) - limit.hot
        every: 5s
        levels: { warning: { above: -2 } }
      """;

  private final Random random = Seeded.random(SensorVersionsAtRandomIT.class);

  @TempDir private Path folder;

  @Test
  void verifyFindsNoDifference() throws Exception {
    String rules = "--rules=" + Files.writeString(folder.resolve("rules.yaml"), RULES);
    int alerts = 0;
    int implausible = 0;
    for (int run = 0; run < RUNS; run++) {
      LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
      List<ProducerRecord<byte[], byte[]>> messages = messages(topics);
      publish(topics, "--timeout=1ms");
      publish(topics, "--timeout=1ms", at(5_000));
      publish(topics, "--timeout=1ms", at(40_000));
      String paused;
      int half = MESSAGES / 2;
      KAFKA.produce(messages.subList(0, half));
      try (StreamRun stream = start(topics, rules)) {
        VERIFIER.awaitMessages(topics, half);
        paused = stream.stop(false, folder);
      }
      publish(topics, "--timeout=1ms", at(70_000));
      try (StreamRun stream = start(topics, rules, "-Dexecution.state-recovery.path=" + paused)) {
        publish(topics, "--timeout=30s", at(80_000));
        KAFKA.produce(messages.subList(half, MESSAGES));
        VERIFIER.awaitMessages(topics, MESSAGES);
        assertThat(stream.stop().code()).isZero();
      }
      CommandTrial verified = VERIFIER.verify(topics, rules);
      assertThat(verified.code()).as("run %d: %s", run, verified.out() + verified.err()).isZero();
      alerts += KAFKA.readAll(topics.alerts()).size();
      implausible += KAFKA.readAll(topics.late()).size();
      KAFKA.delete(topics);
    }
    assertThat(alerts).isGreaterThan(RUNS * 5);
    assertThat(implausible).isGreaterThan(RUNS);
  }

  /** The first half lies before second 60, the second half after second 85. */
  private List<ProducerRecord<byte[], byte[]>> messages(LiveKafka.TestTopics topics) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      long second = i < MESSAGES / 2 ? 2L * i : 25 + 2L * i;
      long late = random.nextInt(4) == 0 ? random.nextInt(4) : 0;
      String time = Instant.ofEpochMilli(START + 1_000 * (second - late)).toString();
      messages.add(
          message(
              topics,
              random.nextInt(2),
              "s" + random.nextInt(4),
              time.substring(time.indexOf('T') + 1, time.length() - 1),
              random.nextInt(14)));
    }
    return messages;
  }

  private static String at(long millis) {
    return "--at=" + Instant.ofEpochMilli(START + millis);
  }

  private StreamRun start(LiveKafka.TestTopics topics, String... more) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of("--group-by=site", Verifier.NEVER_IDLE, "-p=" + (1 + random.nextInt(3))));
    options.addAll(List.of(more));
    return VersionsTopic.ofSensors(KAFKA, topics).start(FLINK, options.toArray(String[]::new));
  }

  private void publish(LiveKafka.TestTopics topics, String... more) throws Exception {
    StringBuilder csv =
        new StringBuilder("sensor,metric,label.site,max,expectedInterval,stuckAfter,limit.hot\n");
    for (String sensor : List.of("s0", "s1", "s2", "s3", "never", "s*")) {
      if (random.nextInt(4) > 0 || sensor.equals("s0")) {
        csv.append(sensor)
            .append(",temperature,")
            .append(List.of("north", "south", "").get(random.nextInt(3)));
        csv.append(',').append(random.nextInt(3) == 0 ? "" : 9 + random.nextInt(5));
        csv.append(',').append(random.nextBoolean() ? "" : 1 + random.nextInt(5) + "s");
        csv.append(',').append(random.nextInt(3) == 0 ? "4s" : "");
        csv.append(',').append(random.nextInt(4) == 0 ? "" : 3 + random.nextInt(6)).append('\n');
      }
    }
    Path file = Files.writeString(folder.resolve("sensors.csv"), csv);
    CommandTrial published = VersionsTopic.ofSensors(KAFKA, topics).publish(file, more);
    assertThat(published.code()).as(published.err()).isZero();
  }
}
