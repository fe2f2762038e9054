package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static dev.isotherm.fixtures.Temperatures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a producer took back was never a message. */
final class StreamTransactionIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);

  @Test
  void whatWasAbortedIsNeitherAveragedNorRejectedAndWhatWasCommittedIs() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    try (var producer = KAFKA.transactionalProducer("of-" + topics.readings())) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, message(topics, 0, "a", "12:00:00", 100.0));
      send(producer, bad(topics, "aborted"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, message(topics, 0, "a", "12:00:01", 20.0));
      send(producer, bad(topics, "committed"));
      send(producer, message(topics, 0, "a", "12:02:00", 1.0));
      producer.commitTransaction();
    }
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "-p=1", "--idle-timeout=10min")) {
      KAFKA.await(topics.averages(), BOUND, averages -> !averages.isEmpty());
      KAFKA.await(topics.rejected(), BOUND, rejected -> !rejected.isEmpty());
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.averages()))
        .singleElement()
        .satisfies(average -> assertThat(value(average)).contains("\"count\":1,\"sum\":20.0,"));
    assertThat(KAFKA.readAll(topics.rejected()))
        .extracting(Temperatures::value)
        .containsExactly("committed");
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    var unused = producer.send(message);
  }

  private static ProducerRecord<byte[], byte[]> bad(LiveKafka.TestTopics topics, String text) {
    return new ProducerRecord<>(topics.readings(), text.getBytes(UTF_8));
  }
}
