package dev.isotherm.jobs.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.mapping.ParseOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class MessageBlockBuilderTest {

  private static final long SEED = 20250701;
  private static final long NOON = 1_751_371_200_000L;
  private static final long NO_TIMESTAMP = ConsumerRecord.NO_TIMESTAMP;
  private static final String READING =
      "{\"timestamp\":\"2025-07-01T12:00:00Z\",\"sensor_id\":\"boiler\",\"temperature\":21.5,"
          + "\"humidity\":40}";

  private final MessageBlockBuilder blocks =
      new MessageBlockBuilder(
          ParseOptions.defaults(), Parsing.maxSkew(Duration.ofMinutes(1)), null);

  @Test
  void oneRecordBecomesAllItsReadings() {
    MessageBlock block = of(READING.getBytes(UTF_8), "k".getBytes(UTF_8), NOON);
    assertThat(block.partition()).isEqualTo(3);
    assertThat(block.firstOffset()).isEqualTo(42);
    assertThat(block.nextOffset()).isEqualTo(43);
    assertThat(block.rejections()).isEmpty();
    assertThat(block.readings().messages()).isEqualTo(1);
    assertThat(ReadingBlocks.readings(block.readings()))
        .containsExactly(
            new Reading(new Series("boiler", "temperature"), NOON, 21.5, Position.ofRecord(3, 42)),
            new Reading(new Series("boiler", "humidity"), NOON, 40, Position.ofRecord(3, 42)));
  }

  @Test
  void severalRecordsGoTogetherUntilTheyAreTaken() {
    assertThat(blocks.isEmpty()).isTrue();
    blocks.add(at(42, READING.getBytes(UTF_8), null, NOON));
    blocks.add(at(43, "?".getBytes(UTF_8), null, NOON));
    blocks.add(at(50, READING.getBytes(UTF_8), null, NOON));
    assertThat(blocks.isEmpty()).isFalse();
    MessageBlock block = blocks.take(false);
    assertThat(block.firstOffset()).isEqualTo(42);
    assertThat(block.nextOffset()).isEqualTo(51);
    assertThat(block.readings().messages()).isEqualTo(2);
    assertThat(block.readings().count()).isEqualTo(4);
    assertThat(block.rejections()).extracting(Rejection::position).containsExactly(43L);
    assertThat(blocks.isEmpty()).isTrue();

    MessageBlock next = of(READING.getBytes(UTF_8), null, NOON);
    assertThat(next.readings().count()).isEqualTo(2);
    assertThat(next.rejections()).isEmpty();
    assertThat(block.rejections()).as("is of the block before").hasSize(1);
  }

  @Test
  void aBlockIsEnoughWithManyReadingsOrManyRejections() {
    int messages = 0;
    for (; !blocks.isFull(); messages++) {
      blocks.add(at(messages, READING.getBytes(UTF_8), null, NOON));
    }
    assertThat(messages).isBetween(100, 1_024);
    assertThat(blocks.take(false).readings().count()).isEqualTo(2 * messages);
    int rejected = 0;
    for (; !blocks.isFull(); rejected++) {
      blocks.add(at(rejected, null, null, NOON));
    }
    assertThat(rejected).isBetween(10, 1_024);
    assertThat(blocks.take(false).rejections()).hasSize(rejected);
  }

  @Test
  void aRejectionKeepsWhereItCameFromAndEveryByte() {
    byte[] value = {'{', (byte) 0xff, 0};
    byte[] key = {1, 2};
    Rejection rejection =
        rejectionOf(
            value,
            key,
            NOON,
            new RecordHeader("trace", new byte[] {7}),
            new RecordHeader("empty", (byte[]) null),
            new RecordHeader("trace", new byte[0]));
    assertThat(rejection.headers())
        .containsExactly(
            new MessageHeader("trace", new byte[] {7}),
            new MessageHeader("empty", null),
            new MessageHeader("trace", new byte[0]));
    assertThat(rejection.reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejection.source()).isEqualTo("sensor_readings-3");
    assertThat(rejection.position()).isEqualTo(42);
    assertThat(rejection.raw()).isEqualTo(value);
    assertThat(rejection.key()).isEqualTo(key);
    assertThat(rejectionOf(value, null, NOON).key()).isNull();
  }

  @Test
  void aRecordWithoutAValueIsEmptyAndStaysWithoutOne() {
    Rejection rejection = rejectionOf(null, null, NOON);
    assertThat(rejection.reason()).isEqualTo(RejectionReason.EMPTY);
    assertThat(rejection.raw()).isNull();
  }

  @Test
  void theFutureBeginsAtTheRecordsOwnTimestamp() {
    assertAccepted(NOON - 60_000);
    assertThat(rejectionOf(READING.getBytes(UTF_8), null, NOON - 60_001).reason())
        .isEqualTo(RejectionReason.FUTURE_TIMESTAMP);
    assertThat(rejectionOf(READING.getBytes(UTF_8), null, 0).reason())
        .isEqualTo(RejectionReason.FUTURE_TIMESTAMP);
  }

  @Test
  void aRecordWithoutATimestampHasNoFuture() {
    assertAccepted(NO_TIMESTAMP);
  }

  @Test
  void neverThrows() {
    System.out.println("MessageBlocksTest seed " + SEED);
    Random random = new Random(SEED);
    byte[] reading = READING.getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] value = reading.clone();
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      MessageBlock block = of(value, value, random.nextLong());
      assertThat(block.readings().messages() + block.rejections().size()).isEqualTo(1);
    }
  }

  private void assertAccepted(long written) {
    assertThat(of(READING.getBytes(UTF_8), null, written).readings().count()).isEqualTo(2);
  }

  private Rejection rejectionOf(byte[] value, byte[] key, long written, RecordHeader... headers) {
    MessageBlock block = of(value, key, written, headers);
    assertThat(block.readings().count()).isZero();
    assertThat(block.rejections()).hasSize(1);
    return block.rejections().get(0);
  }

  private MessageBlock of(byte[] value, byte[] key, long written, RecordHeader... headers) {
    blocks.add(at(42, value, key, written, headers));
    return blocks.take(false);
  }

  private static ConsumerRecord<byte[], byte[]> at(
      long offset, byte[] value, byte[] key, long written, RecordHeader... headers) {
    return new ConsumerRecord<>(
        "sensor_readings",
        3,
        offset,
        written,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        new RecordHeaders(headers),
        Optional.empty());
  }
}
