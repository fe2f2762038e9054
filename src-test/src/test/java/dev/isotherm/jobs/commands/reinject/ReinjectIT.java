package dev.isotherm.jobs.commands.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.ReinjectRun;
import dev.isotherm.fixtures.StreamRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the stream into the rejected topic, and back. */
final class ReinjectIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String MEND = "--fix=sed 's/,}/}/'";

  @Test
  void whatIsMendedIsAveragedOnceAndWhatIsNotComesBackOnce() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(List.of(message(topics, "12:00:10", "20,"), message(topics, "12:00:20", "oops")));
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, "--idle-timeout=10min", "--from=earliest")) {
      KAFKA.await(topics.rejected(), BOUND, rejected -> rejected.size() == 2);

      assertThat(reinject(topics, MEND, "--dry-run").err())
          .isEqualTo("2 dead letters: 2 would be reinjected, 0 reinjected before, 0 left\n");
      assertThat(KAFKA.readAll(topics.readings())).hasSize(2);

      assertThat(reinject(topics, MEND))
          .isEqualTo(
              new CommandTrial(
                  0, "", "2 dead letters: 2 reinjected, 0 reinjected before, 0 left\n"));
      KAFKA.await(topics.rejected(), BOUND, rejected -> rejected.size() == 3);
      assertThat(reinject(topics, MEND).err())
          .isEqualTo(
              "3 dead letters: 0 reinjected, 2 reinjected before, 1 left (1 rejected again)\n");
      assertThat(reinject(topics, "--again", "--reason=NOT_A_NUMBER,NOT_JSON", MEND).err())
          .isEqualTo("3 dead letters: 1 reinjected, 2 reinjected before, 0 left\n");
      KAFKA.await(topics.rejected(), BOUND, rejected -> rejected.size() == 4);

      // Both partitions go on, so that the window closes.
      KAFKA.produce(List.of(later(topics, 0), later(topics, 1)));
      KAFKA.await(topics.averages(), BOUND, averages -> !averages.isEmpty());
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.averages()))
        .singleElement()
        .satisfies(
            average ->
                assertThat(new String(average.value(), UTF_8))
                    .contains("\"window_start\":\"2025-07-01T12:00:00Z\"")
                    .contains("\"count\":1,\"sum\":20.0,"));
    assertThat(KAFKA.readAll(topics.readings()).stream().filter(ReinjectIT::isReinjected))
        .hasSize(3)
        .allSatisfy(
            message -> {
              assertThat(message.key()).asString().isEqualTo("boiler");
              assertThat(message.partition()).isEqualTo(partitionOfTheKey(topics));
              assertThat(message.headers().lastHeader("trace").value()).containsExactly(1, 0, -1);
              assertThat(message.headers().headers("isotherm.reinjected")).hasSize(1);
              assertThat(message.headers().headers("isotherm.reason")).isEmpty();
              assertThat(message.timestamp()).isGreaterThan(at("12:00:00") + 86_400_000);
            });
  }

  /** Written a moment after the instant that it tells of. */
  private static ProducerRecord<byte[], byte[]> message(
      LiveKafka.TestTopics topics, String time, String temperature) {
    String json =
        String.format(
            "{\"timestamp\":\"2025-07-01T%sZ\",\"sensor_id\":\"boiler\",\"temperature\":%s}",
            time, temperature);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topics.readings(), null, at(time), "boiler".getBytes(UTF_8), json.getBytes(UTF_8));
    message.headers().add("trace", new byte[] {1, 0, -1});
    return message;
  }

  private static ProducerRecord<byte[], byte[]> later(LiveKafka.TestTopics topics, int partition) {
    ProducerRecord<byte[], byte[]> message = message(topics, "12:05:00", "1");
    return new ProducerRecord<>(
        message.topic(), partition, message.timestamp(), message.key(), message.value());
  }

  private static long at(String time) {
    return Instant.parse("2025-07-01T" + time + "Z").toEpochMilli();
  }

  private static boolean isReinjected(ConsumerRecord<byte[], byte[]> message) {
    return message.headers().lastHeader("isotherm.reinjected") != null;
  }

  private static int partitionOfTheKey(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.readings()).stream()
        .filter(message -> message.headers().lastHeader("trace") != null)
        .filter(message -> !isReinjected(message))
        .findFirst()
        .orElseThrow()
        .partition();
  }

  private static CommandTrial reinject(LiveKafka.TestTopics topics, String... more) {
    return ReinjectRun.of(KAFKA, topics, more);
  }
}
