package dev.isotherm.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Header;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.parse.ParseOptions;
import dev.isotherm.pipeline.FlowTypes;
import dev.isotherm.pipeline.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageDeserializerTest {

  private static final long SEED = 20250701;
  private static final long NOON = 1_751_371_200_000L;
  private static final long NO_TIMESTAMP = ConsumerRecord.NO_TIMESTAMP;
  private static final String READING =
      "{\"timestamp\":\"2025-07-01T12:00:00Z\",\"sensor_id\":\"boiler\",\"temperature\":21.5,"
          + "\"humidity\":40}";

  private MessageDeserializer deserializer;

  @BeforeEach
  void travelToATask() throws Exception {
    deserializer =
        InstantiationUtil.clone(
            new MessageDeserializer(
                ParseOptions.defaults(), new FutureGuard(Duration.ofMinutes(1))));
    deserializer.open(null);
  }

  @Test
  void oneRecordBecomesAllItsReadings() {
    Message message = deserialize(READING.getBytes(UTF_8), "k".getBytes(UTF_8), NOON);
    assertThat(message.isAccepted()).isTrue();
    assertThat(message.epochMillis()).isEqualTo(NOON);
    assertThat(message.readings())
        .containsExactly(
            new Reading(new Series("boiler", "temperature"), NOON, 21.5),
            new Reading(new Series("boiler", "humidity"), NOON, 40));
    assertThat(deserializer.getProducedType()).isEqualTo(FlowTypes.MESSAGE);
  }

  @Test
  void aRejectionKeepsWhereItCameFromAndEveryByte() {
    byte[] value = {'{', (byte) 0xff, 0};
    byte[] key = {1, 2};
    Rejection rejection =
        deserialize(
                value,
                key,
                NOON,
                new RecordHeader("trace", new byte[] {7}),
                new RecordHeader("empty", (byte[]) null),
                new RecordHeader("trace", new byte[0]))
            .rejection();
    assertThat(rejection.headers())
        .containsExactly(
            new Header("trace", new byte[] {7}),
            new Header("empty", null),
            new Header("trace", new byte[0]));
    assertThat(rejection.reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejection.source()).isEqualTo("sensor_readings-3");
    assertThat(rejection.position()).isEqualTo(42);
    assertThat(rejection.raw()).isEqualTo(value);
    assertThat(rejection.key()).isEqualTo(key);
    assertThat(deserialize(value, null, NOON).rejection().key()).isNull();
  }

  @Test
  void aRecordWithoutAValueIsEmptyAndStaysWithoutOne() {
    Rejection rejection = deserialize(null, null, NOON).rejection();
    assertThat(rejection.reason()).isEqualTo(RejectionReason.EMPTY);
    assertThat(rejection.raw()).isNull();
  }

  @Test
  void theFutureBeginsAtTheRecordsOwnTimestamp() {
    assertThat(deserialize(READING.getBytes(UTF_8), null, NOON - 60_000).isAccepted()).isTrue();
    assertThat(deserialize(READING.getBytes(UTF_8), null, NOON - 60_001).rejection().reason())
        .isEqualTo(RejectionReason.FUTURE_TIMESTAMP);
    assertThat(deserialize(READING.getBytes(UTF_8), null, 0).isAccepted()).isFalse();
  }

  @Test
  void aRecordWithoutATimestampHasNoFuture() {
    assertThat(deserialize(READING.getBytes(UTF_8), null, NO_TIMESTAMP).isAccepted()).isTrue();
  }

  @Test
  void neverThrows() {
    System.out.println("MessageDeserializerTest seed " + SEED);
    Random random = new Random(SEED);
    byte[] reading = READING.getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] value = reading.clone();
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      assertThat(deserialize(value, value, random.nextLong())).isNotNull();
    }
  }

  private Message deserialize(byte[] value, byte[] key, long timestamp, RecordHeader... headers) {
    List<Message> messages = new ArrayList<>();
    deserializer.deserialize(
        new ConsumerRecord<>(
            "sensor_readings",
            3,
            42,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            new RecordHeaders(headers),
            Optional.empty()),
        new org.apache.flink.api.common.functions.util.ListCollector<>(messages));
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }
}
