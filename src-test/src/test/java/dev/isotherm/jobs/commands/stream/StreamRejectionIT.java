package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.model.RejectionReason.BAD_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.DUPLICATE_FIELD;
import static dev.isotherm.model.RejectionReason.EMPTY;
import static dev.isotherm.model.RejectionReason.FUTURE_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.NOT_AN_OBJECT;
import static dev.isotherm.model.RejectionReason.NOT_A_NUMBER;
import static dev.isotherm.model.RejectionReason.NOT_FINITE;
import static dev.isotherm.model.RejectionReason.NOT_JSON;
import static dev.isotherm.model.RejectionReason.NO_METRIC;
import static dev.isotherm.model.RejectionReason.NO_SENSOR;
import static dev.isotherm.model.RejectionReason.NO_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.RejectionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a Kafka message can be bad, all in one topic, read by one job. */
final class StreamRejectionIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final long WRITTEN = Instant.parse("2025-07-01T12:02:00Z").toEpochMilli();

  private static LiveKafka.TestTopics topics;
  private static JobStatus statusAfterAll;
  private static int restarts;
  private static final Map<String, Long> OFFSETS = new HashMap<>();
  private static final Map<Long, ConsumerRecord<byte[], byte[]>> DEAD = new HashMap<>();

  /** What was sent, and what is to become of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bad(String name, byte[] key, byte[] value, RejectionReason reason, String detail) {
    @Override
    public String toString() {
      return name + " is " + reason;
    }
  }

  static Stream<Bad> badMessages() {
    byte[] invalidUtf8 = reading("\"timestamp\":\"2025-07-01T12:00:11Z\",\"sensor_id\":\"\u00FF\"");
    byte[] garbage = new byte[300];
    new Random(7).nextBytes(garbage);
    return Stream.of(
        bad("half an object", "{\"timestamp\":\"2025-", NOT_JSON, "ends before its JSON does"),
        bad("text of another program", "temp=25", NOT_JSON, "at byte"),
        bad("two objects", "{}{}", NOT_JSON, "more than one JSON value"),
        bad("nesting", "[".repeat(2_000), NOT_JSON, "nested more than 16 levels deep"),
        new Bad("binary garbage", bytes("k"), garbage, NOT_JSON, "not UTF-8"),
        new Bad("a sensor that is not UTF-8", bytes("k"), invalidUtf8, NOT_JSON, "not UTF-8"),
        bad("a NUL in a name", json("\"sensor_id\":\"a\0b\""), NOT_JSON, "at byte"),
        bad("a NUL and nothing else", "\0", NOT_JSON, "not UTF-8"),
        bad("an escaped NUL in a name", json("\"sensor_id\":\"a\\u0000b\""), NO_SENSOR, "U+0000"),
        bad("an array", "[1, 2]", NOT_AN_OBJECT, "is an array"),
        bad("a number", "25.3", NOT_AN_OBJECT, "is a number"),
        bad("null", "null", NOT_AN_OBJECT, "is null"),
        bad(
            "a member twice",
            json("\"sensor_id\":\"a\",\"sensor_id\":\"b\""),
            DUPLICATE_FIELD,
            "sensor_id is there more than once"),
        bad("a message of 1000000 bytes", "x".repeat(1_000_000), TOO_LARGE, "1000000 bytes"),
        bad("no timestamp", "{\"sensor_id\":\"a\",\"temperature\":1}", NO_TIMESTAMP, "is missing"),
        bad("a null timestamp", at("null"), NO_TIMESTAMP, "is null"),
        bad("a wordy timestamp", at("\"yesterday\""), BAD_TIMESTAMP, "\"yesterday\""),
        bad("a 30th of February", at("\"2025-02-30T12:00:00Z\""), BAD_TIMESTAMP, "day 30"),
        bad(
            "a clock a year ahead",
            at("\"2026-07-01T12:00:00Z\""),
            FUTURE_TIMESTAMP,
            "when the message was written"),
        bad("no sensor", json("\"room\":\"a\""), NO_SENSOR, "sensor_id is missing"),
        bad("a blank sensor", json("\"sensor_id\":\" \""), NO_SENSOR, "is blank"),
        bad(
            "nothing measured",
            "{\"timestamp\":\"2025-07-01T12:00:11Z\",\"sensor_id\":\"a\",\"light\":1}",
            NO_METRIC,
            "no number in temperature"),
        bad("a metric in words", temperature("\"hot\""), NOT_A_NUMBER, "is text"),
        bad("NaN", temperature("NaN"), NOT_FINITE, "is NaN"),
        bad("more than a double", temperature("1e999"), NOT_FINITE, "is 1e999"),
        bad("an empty value", "", EMPTY, "no bytes"),
        bad("whitespace", " \t\r\n\f", EMPTY, "whitespace"),
        bad("a byte order mark alone", "\uFEFF", EMPTY, "whitespace"),
        new Bad("a tombstone", bytes("k"), null, EMPTY, "no value"),
        new Bad("a tombstone without a key", null, null, EMPTY, "no value"),
        new Bad("a bad value without a key", null, bytes("?"), NOT_JSON, "at byte"),
        new Bad("an empty key", new byte[0], bytes("?"), NOT_JSON, "at byte"),
        new Bad("a binary key", garbage, bytes("?"), NOT_JSON, "at byte"));
  }

  @BeforeAll
  static void readsAllOfThem() throws Exception {
    topics = KAFKA.freshTopics(1);
    List<Bad> bad = badMessages().toList();
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (Bad one : bad) {
      messages.add(message(bytes("k"), bytes(good("12:00:10", 20))));
      OFFSETS.put(one.name(), (long) messages.size());
      messages.add(message(one.key(), one.value()));
    }
    messages.add(message(null, bytes("\uFEFF" + good("12:00:50", 29.5) + "\r\n")));
    messages.add(message(null, bytes(good("12:02:00", 1))));
    KAFKA.produce(messages);
    try (StreamRun run =
        StreamRun.start(
            FLINK, KAFKA, topics, "--metrics=temperature", "--idle-timeout=10min", "-p=1")) {
      KAFKA.await(topics.averages(), BOUND, averages -> !averages.isEmpty());
      KAFKA.await(topics.rejected(), BOUND, rejected -> rejected.size() >= bad.size());
      statusAfterAll = run.status();
      restarts = FLINK.restarts(run.job().getJobID());
      run.stop();
    }
    for (ConsumerRecord<byte[], byte[]> dead : KAFKA.readAll(topics.rejected())) {
      assertThat(DEAD.put(Long.valueOf(header(dead, ResultRecords.POSITION)), dead)).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("badMessages")
  void goesToTheRejectedTopicAsItCame(Bad bad) {
    long offset = OFFSETS.get(bad.name());
    ConsumerRecord<byte[], byte[]> dead = DEAD.get(offset);
    assertThat(dead).as("dead letter of offset " + offset).isNotNull();
    assertThat(header(dead, ResultRecords.REASON)).isEqualTo(bad.reason().name());
    assertThat(header(dead, ResultRecords.DETAIL)).contains(bad.detail());
    assertThat(header(dead, ResultRecords.SOURCE)).isEqualTo(topics.readings() + "-0");
    assertThat(dead.key()).isEqualTo(bad.key());
    assertThat(dead.value()).isEqualTo(bad.value());
  }

  @Test
  void nothingElseIsRejectedAndTheJobNeverRestarts() {
    assertThat(DEAD).hasSize(OFFSETS.size());
    assertThat(statusAfterAll).isEqualTo(JobStatus.RUNNING);
    assertThat(restarts).isZero();
  }

  @Test
  void theMessagesAroundThemAreAveragedAllTheSame() {
    int count = OFFSETS.size() + 1;
    double sum = 20.0 * OFFSETS.size() + 29.5;
    assertThat(KAFKA.readAll(topics.averages()))
        .singleElement()
        .satisfies(
            average ->
                assertThat(new String(average.value(), UTF_8))
                    .startsWith(
                        "{\"sensor_id\":\"sensor_1\",\"metric\":\"temperature\","
                            + "\"window_start\":\"2025-07-01T12:00:00Z\","
                            + "\"window_end\":\"2025-07-01T12:01:00Z\",\"count\":"
                            + count
                            + ",\"sum\":"
                            + sum
                            + ",\"mean\":"
                            + sum / count));
  }

  /** A message of Kafka is JSON: it has no rows. */
  @Test
  void everyReasonIsReachedButThatOfTables() {
    assertThat(DEAD.values().stream().map(dead -> header(dead, ResultRecords.REASON)))
        .hasSameElementsAs(
            EnumSet.complementOf(EnumSet.of(RejectionReason.BAD_ROW)).stream()
                .map(Enum::name)
                .collect(Collectors.toSet()));
  }

  private static Bad bad(String name, String value, RejectionReason reason, String detail) {
    return new Bad(name, bytes("key of " + name), bytes(value), reason, detail);
  }

  private static String good(String time, double value) {
    return "{\"timestamp\":\"2025-07-01T"
        + time
        + "Z\",\"sensor_id\":\"sensor_1\",\"temperature\":"
        + value
        + "}";
  }

  private static String json(String members) {
    return "{\"timestamp\":\"2025-07-01T12:00:11Z\"," + members + ",\"temperature\":25.0}";
  }

  private static String at(String timestamp) {
    return "{\"timestamp\":" + timestamp + ",\"sensor_id\":\"a\",\"temperature\":25.0}";
  }

  private static String temperature(String value) {
    return "{\"timestamp\":\"2025-07-01T12:00:11Z\",\"sensor_id\":\"a\",\"temperature\":"
        + value
        + "}";
  }

  private static byte[] reading(String members) {
    return ("{" + members + ",\"temperature\":25.0}").getBytes(ISO_8859_1);
  }

  private static ProducerRecord<byte[], byte[]> message(byte[] key, byte[] value) {
    return new ProducerRecord<>(topics.readings(), 0, WRITTEN, key, value);
  }

  private static String header(ConsumerRecord<byte[], byte[]> dead, String name) {
    return new String(dead.headers().lastHeader(name).value(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
