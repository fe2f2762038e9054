package dev.isotherm.jobs.commands.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message that was let into the topic of readings must never be too large to be rejected. */
final class StreamLargeMessageIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int TOPIC_LIMIT = 1_048_588;

  /** What Kafka adds to the value of a record that is alone in its batch and has no key. */
  private static final int OVERHEAD = 72;

  @Test
  void theLargestThatTheBrokerLetsInFitsWithItsHeaders() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    byte[] largest = random(TOPIC_LIMIT - OVERHEAD);
    byte[] tooLarge = random(TOPIC_LIMIT - OVERHEAD + 1);

    assertThatThrownBy(() -> KAFKA.produce(List.of(message(topics, tooLarge))))
        .hasCauseInstanceOf(RecordTooLargeException.class);
    KAFKA.produce(List.of(message(topics, largest)));

    ConsumerRecord<byte[], byte[]> dead = rejected(topics);
    assertThat(dead.value()).isEqualTo(largest);
    assertThat(dead.headers().lastHeader(ResultRecords.CUT)).isNull();
  }

  /** The broker's limit is on what is sent, and a producer may have packed it. */
  @Test
  void oneThatWasLargerBeforeItWasPackedIsKeptWhole() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    byte[] large = "{} ".repeat(2_000_000).getBytes(UTF_8);
    KAFKA.produce(List.of(message(topics, large)), Map.of("compression.type", "gzip"));

    assertThat(rejected(topics).value()).isEqualTo(large);
  }

  @Test
  void whatNoTopicCouldTakeIsCutAndSaysSo() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    int limit = TOPIC_LIMIT + 16 * 1024;
    KAFKA.create(topics.rejected(), 1, Map.of("max.message.bytes", Integer.toString(limit)));
    byte[] large = "{} ".repeat(2_000_000).getBytes(UTF_8);
    KAFKA.produce(List.of(message(topics, large)), Map.of("compression.type", "gzip"));

    ConsumerRecord<byte[], byte[]> dead = rejected(topics);
    assertThat(dead.value()).hasSizeBetween(TOPIC_LIMIT - 16 * 1024, limit);
    assertThat(dead.value()).isEqualTo(Arrays.copyOf(large, dead.value().length));
    Header cut = dead.headers().lastHeader(ResultRecords.CUT);
    assertThat(new String(cut.value(), UTF_8)).isEqualTo("6000000");
  }

  @Test
  void headersAsLargeAsTheBrokerLetsInAreKeptWhole() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    byte[] large = random(1_000_000);
    ProducerRecord<byte[], byte[]> message = message(topics, new byte[] {'?'});
    message.headers().add("large", large);
    KAFKA.produce(List.of(message));

    ConsumerRecord<byte[], byte[]> dead = rejected(topics);
    assertThat(dead.headers().lastHeader("large").value()).isEqualTo(large);
    assertThat(dead.headers().lastHeader(ResultRecords.CUT_HEADERS)).isNull();
  }

  @Test
  void headersThatNoTopicCouldTakeAreLeftOutAndThatIsSaid() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.create(
        topics.rejected(),
        1,
        Map.of("max.message.bytes", Integer.toString(TOPIC_LIMIT + 16 * 1024)));
    ProducerRecord<byte[], byte[]> message = message(topics, new byte[] {'?'});
    message.headers().add("large", new byte[6_000_000]).add("small", new byte[1]);
    KAFKA.produce(List.of(message), Map.of("compression.type", "gzip"));

    ConsumerRecord<byte[], byte[]> dead = rejected(topics);
    assertThat(dead.value()).containsExactly('?');
    assertThat(dead.headers().lastHeader("large")).isNull();
    assertThat(dead.headers().lastHeader(ResultRecords.CUT_HEADERS).value()).containsExactly('2');
    assertThat(dead.headers().lastHeader(ResultRecords.CUT)).isNull();
  }

  @Test
  void aTopicOfRejectedMessagesThatIsTooSmallIsRefusedBeforeTheStart() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.create(topics.rejected(), 1, Map.of());
    CommandTrial trial =
        CommandTrial.run(
            Isotherm.commandLine(FLINK::create),
            "stream",
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            "--topic=" + topics.readings(),
            "--rejected-topic=" + topics.rejected());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualTo(
            "isotherm: topic "
                + topics.rejected()
                + ": max.message.bytes is 1048588; must be at least 1064972, so that every message"
                + " of "
                + topics.readings()
                + " fits into it with its headers\n");
  }

  private static ConsumerRecord<byte[], byte[]> rejected(LiveKafka.TestTopics topics)
      throws Exception {
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics)) {
      List<ConsumerRecord<byte[], byte[]>> dead =
          KAFKA.await(topics.rejected(), BOUND, records -> !records.isEmpty());
      assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(dead).hasSize(1);
      return dead.get(0);
    }
  }

  private static ProducerRecord<byte[], byte[]> message(LiveKafka.TestTopics topics, byte[] value) {
    return new ProducerRecord<>(topics.readings(), value);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
