package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worker dies with all that is on it, amid readings, checkpoints and open transactions. */
final class StreamRecoveryIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int SENSORS = 10;
  private static final int MINUTES = 30;
  private static final int READINGS_PER_MINUTE = 6;
  private static final int ROUNDS = 3;

  @Test
  void readersOfWhatIsCommittedSeeEachResultOnce() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            "--idle-timeout=10min",
            "-Drestart-strategy.type=fixed-delay",
            "-Drestart-strategy.fixed-delay.attempts=20",
            "-Drestart-strategy.fixed-delay.delay=100ms")) {
      for (int round = 0; round < ROUNDS; round++) {
        int from = round * MINUTES;
        KAFKA.produce(readings(topics, from, from + MINUTES / 2));
        int closed = SENSORS * from;
        KAFKA.await(topics.averages(), BOUND, averages -> averages.size() > closed);
        // Results of these are on their way, perhaps half committed.
        KAFKA.produce(readings(topics, from + MINUTES / 2, from + MINUTES));
        FLINK.replaceWorker();
      }
      Eventually.holds(
          "each death is a restart", BOUND, () -> FLINK.restarts(run.job().getJobID()) >= ROUNDS);
      int windows = SENSORS * (ROUNDS * MINUTES - 1);
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= windows);
      KAFKA.await(topics.rejected(), BOUND, all -> all.size() >= ROUNDS * MINUTES);
      assertThat(run.stop().code()).isZero();

      List<Average> averages =
          KAFKA.readAll(topics.averages()).stream()
              .map(result -> JsonLinesReader.readAverage(result.value()))
              .toList();
      assertThat(averages)
          .hasSize(windows)
          .doesNotHaveDuplicates()
          .allSatisfy(
              average -> {
                assertThat(average.revision()).isZero();
                assertThat(average.count()).isEqualTo(READINGS_PER_MINUTE);
                assertThat(average.mean()).isEqualTo(2.5);
              });
      assertThat(KAFKA.readAll(topics.late())).isEmpty();
      assertThat(positions(topics)).hasSize(ROUNDS * MINUTES).doesNotHaveDuplicates();
    }
  }

  private static List<String> positions(LiveKafka.TestTopics topics) {
    List<String> positions = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> dead : KAFKA.readAll(topics.rejected())) {
      var headers = new TreeMap<String, String>();
      dead.headers()
          .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
      positions.add(headers.get(ResultRecords.SOURCE) + ":" + headers.get(ResultRecords.POSITION));
    }
    return positions;
  }

  /** In each minute, each sensor measures 0, 1, 2 … once, and one message is bad. */
  private static List<ProducerRecord<byte[], byte[]>> readings(
      LiveKafka.TestTopics topics, int fromMinute, int toMinute) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int minute = fromMinute; minute < toMinute; minute++) {
      for (int i = 0; i < READINGS_PER_MINUTE; i++) {
        for (int sensor = 0; sensor < SENSORS; sensor++) {
          String time = LocalTime.of(10, 0, 1).plusMinutes(minute).plusSeconds(9L * i).toString();
          messages.add(Temperatures.message(topics, sensor % 2, "s" + sensor, time, i));
        }
      }
      messages.add(new ProducerRecord<>(topics.readings(), new byte[] {'?'}));
    }
    return messages;
  }
}
