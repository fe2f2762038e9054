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
import static dev.isotherm.model.RejectionReason.PAST_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.StreamProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which a Kafka message can be bad, all in one topic, read by one job: one message in
 * a hundred is bad. {@code -Disotherm.poisoned-messages=N} sets how many there are in all.
 */
final class StreamRejectionIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final int MESSAGES = Integer.getInteger("isotherm.poisoned-messages", 20_000);
  private static final int ONE_IN = 100;
  private static final int SENSORS = 100;
  private static final int BATCH = 50_000;

  /** So rarely that they do not outweigh all others. */
  private static final int ROUNDS_PER_LARGE_MESSAGE = 50;

  private static final String A_BEGINNING = "the beginning of a message";

  private static final Duration BOUND = Duration.ofSeconds(30 + MESSAGES / 10_000);
  private static final long WRITTEN = Instant.parse("2025-07-01T12:02:00Z").toEpochMilli();

  private static LiveKafka.TestTopics topics;
  private static JobStatus statusAfterAll;
  private static int restarts;
  private static Accounting counts;
  private static final Map<Long, Bad> SENT = new HashMap<>();
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
        new Bad("a binary key", garbage, bytes("?"), NOT_JSON, "at byte"),
        new Bad(
            "JSON in UTF-16", null, good("a", "12:00:10", 1).getBytes(UTF_16LE), NOT_JSON, "UTF-8"),
        new Bad("gzip", null, magic(0x1f, 0x8b, 8, 0), NOT_JSON, "not UTF-8"),
        new Bad("Avro with its magic byte", null, magic(0, 0, 0, 0, 7, 8, 0x73), NOT_JSON, ""),
        new Bad("half a character", null, half("{\"sensor_id\":\"S\u00FC"), NOT_JSON, "not UTF-8"),
        bad("a surrogate alone", json("\"sensor_id\":\"\\ud800\""), NO_SENSOR, ""),
        bad("a comma too many", "{\"temperature\":1,}", NOT_JSON, "at byte"),
        bad("single quotes", good("a", "12:00:10", 1).replace('"', '\''), NOT_JSON, "at byte"),
        bad("a comment", "/* */" + good("a", "12:00:10", 1), NOT_JSON, "at byte"),
        bad("no quotes", "{timestamp:1,temperature:1}", NOT_JSON, "at byte"),
        bad("a leading zero", temperature("007"), NOT_JSON, "at byte"),
        bad("a number of 2000 digits", temperature("9".repeat(2_000)), NOT_FINITE, ""),
        bad("minus infinity", temperature("-Infinity"), NOT_FINITE, "-Infinity"),
        bad("a metric that is an object", temperature("{\"c\":1}"), NOT_A_NUMBER, "object"),
        bad("a year of five digits", at("\"12025-07-01T12:00:00Z\""), BAD_TIMESTAMP, "12025"),
        bad("a clock that is not set", at("12.5"), PAST_TIMESTAMP, "lies before 2000-01-01T00"),
        bad("a date in digits", at("2025070110"), BAD_TIMESTAMP, "--timestamp-format yyyyMMddHH"),
        bad("seconds of another epoch", at("99999999999"), FUTURE_TIMESTAMP, ""),
        bad("a timestamp that is a list", at("[2025,7,1]"), BAD_TIMESTAMP, ""),
        bad("XML", "<reading temperature='1'/>", NOT_JSON, "at byte"),
        bad("a row of CSV", "2025-07-01T12:00:10Z,a,25.0", NOT_JSON, "at byte"));
  }

  @BeforeAll
  static void readsAllOfThem() throws Exception {
    topics = KAFKA.freshTopics(1);
    try (StreamRun run =
        StreamRun.start(
            FLINK, KAFKA, topics, "--metrics=temperature", "--idle-timeout=10min", "-p=1")) {
      sendAll();
      KAFKA.await(topics.averages(), BOUND, averages -> !averages.isEmpty());
      KAFKA.await(topics.rejected(), BOUND, rejected -> rejected.size() >= SENT.size());
      statusAfterAll = run.status();
      restarts = FLINK.restarts(run.job().getJobID());
      run.stop();
    }
    for (ConsumerRecord<byte[], byte[]> dead : KAFKA.readAll(topics.rejected())) {
      assertThat(DEAD.put(Long.valueOf(header(dead, ResultRecords.POSITION)), dead)).isNull();
    }
    List<ConsumerRecord<byte[], byte[]>> progress = KAFKA.readAll(topics.progress());
    counts = StreamProgress.read(progress.get(progress.size() - 1).value()).accounting();
    System.out.printf(
        "StreamRejectionIT: %d of %d messages are bad, of %d kinds; %d restarts, %d dead letters%n",
        SENT.size(), counts.messages(), badMessages().count() + 1, restarts, DEAD.size());
  }

  private static void sendAll() throws Exception {
    List<Bad> bad = badMessages().toList();
    Random random = new Random(7);
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    for (int offset = 0; offset < MESSAGES; offset++) {
      byte[] good = bytes(good("sensor_" + offset % SENSORS, "12:00:10", 20));
      if (offset % ONE_IN == ONE_IN / 2) {
        int number = offset / ONE_IN;
        Bad one = bad.get(number % bad.size());
        int round = number / bad.size();
        if (one.reason() == TOO_LARGE && round % ROUNDS_PER_LARGE_MESSAGE > 0) {
          byte[] begun = Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
          one = new Bad(A_BEGINNING, null, begun, NOT_JSON, "");
        }
        SENT.put((long) offset, one);
        batch.add(message(one.key(), one.value()));
      } else {
        batch.add(message(bytes("k"), good));
      }
      if (batch.size() == BATCH) {
        KAFKA.produce(batch);
        batch.clear();
      }
    }
    batch.add(message(null, bytes("\uFEFF" + good("sensor_1", "12:00:50", 29.5) + "\r\n")));
    batch.add(message(null, bytes(good("sensor_1", "12:02:00", 1))));
    KAFKA.produce(batch);
  }

  @ParameterizedTest
  @MethodSource("badMessages")
  void goesToTheRejectedTopicAsItCame(Bad bad) {
    List<Long> offsets =
        SENT.keySet().stream()
            .filter(offset -> SENT.get(offset).name().equals(bad.name()))
            .toList();
    assertThat(offsets).isNotEmpty().allSatisfy(offset -> assertDead(offset, bad));
  }

  private static void assertDead(long offset, Bad bad) {
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
    assertThat(DEAD.keySet()).isEqualTo(SENT.keySet());
    SENT.forEach(StreamRejectionIT::assertDead);
    assertThat(SENT).hasSize(MESSAGES / ONE_IN);
    assertThat(counts.messages()).isEqualTo(MESSAGES + 2);
    assertThat(counts.accepted()).isEqualTo(counts.messages() - SENT.size());
    assertThat(counts.rejected().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(SENT.size());
    assertThat(statusAfterAll).isEqualTo(JobStatus.RUNNING);
    assertThat(restarts).isZero();
  }

  @Test
  void theMessagesAroundThemAreAveragedAllTheSame() {
    Map<String, Average> averages =
        KAFKA.readAll(topics.averages()).stream()
            .map(one -> JsonLinesReader.readAverage(one.value()))
            .collect(Collectors.toMap(one -> one.series().sensorId(), one -> one));
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      int number = sensor;
      long sent = IntStream.range(0, MESSAGES).filter(i -> i % SENSORS == number).count();
      long good = sent - (sensor == ONE_IN / 2 ? SENT.size() : 0);
      boolean isMarked = sensor == 1;
      Average average = averages.remove("sensor_" + sensor);
      if (good == 0) {
        assertThat(average).isNull();
      } else {
        assertThat(average.count()).isEqualTo(good + (isMarked ? 1 : 0));
        assertThat(average.sum()).isEqualTo(20.0 * good + (isMarked ? 29.5 : 0));
      }
    }
    assertThat(averages).isEmpty();
  }

  /** These messages are JSON: they have no rows, and no schema. */
  @Test
  void everyReasonIsReachedButThoseOfTablesAndAvro() {
    assertThat(DEAD.values().stream().map(dead -> header(dead, ResultRecords.REASON)))
        .hasSameElementsAs(
            EnumSet.complementOf(EnumSet.of(RejectionReason.BAD_ROW, RejectionReason.NOT_AVRO))
                .stream()
                .map(Enum::name)
                .collect(Collectors.toSet()));
  }

  private static Bad bad(String name, String value, RejectionReason reason, String detail) {
    return new Bad(name, bytes("key of " + name), bytes(value), reason, detail);
  }

  private static String good(String sensor, String time, double value) {
    return "{\"timestamp\":\"2025-07-01T"
        + time
        + "Z\",\"sensor_id\":\""
        + sensor
        + "\",\"temperature\":"
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

  /** What begins like a format that is not text. */
  private static byte[] magic(int... bytes) {
    byte[] message = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      message[i] = (byte) bytes[i];
    }
    return message;
  }

  /** Ends within its last character. */
  private static byte[] half(String text) {
    byte[] whole = bytes(text);
    return Arrays.copyOf(whole, whole.length - 1);
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
