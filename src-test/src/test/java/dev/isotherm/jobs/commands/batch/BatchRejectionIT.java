package dev.isotherm.jobs.commands.batch;

import static dev.isotherm.model.RejectionReason.BAD_ROW;
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
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a line of a file can be bad: a file of each format, all read by one run. */
final class BatchRejectionIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Instant CHANGED = Instant.parse("2025-07-01T13:00:00Z");
  private static final String JSON_FILE = "bad.jsonl";
  private static final String CSV_FILE = "bad.csv";
  private static final String TEXT_FILE = "bad_2025-07-01.txt";
  private static final String FUTURE_FILE = "bad_2025-07-02.txt";
  private static final byte[] GARBAGE = garbage();

  @TempDir static Path folder;
  private static BatchRun run;
  private static final Map<String, Rejection> REJECTED = new HashMap<>();
  private static final Map<Bad, Long> POSITIONS = new HashMap<>();

  /** A line, and what is to become of it. */
  record Bad(String name, String file, String line, RejectionReason reason, String detail) {
    byte[] bytes() {
      return line.getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
      return name + " in " + file + " is " + reason;
    }
  }

  static Stream<Bad> badLines() {
    return Stream.of(
        json("half an object", "{\"timestamp\":", NOT_JSON, "ends before its JSON does"),
        json("binary garbage", new String(GARBAGE, ISO_8859_1), NOT_JSON, "not UTF-8"),
        json("a sensor that is not UTF-8", member("sensor_id", "\"\u00FF\""), NOT_JSON, "UTF-8"),
        json("a NUL in a name", member("sensor_id", "\"a\0b\""), NOT_JSON, "at byte"),
        json("nothing but NUL", "\0\0\0\0", NOT_JSON, "not UTF-8"),
        json("an array", "[1]", NOT_AN_OBJECT, "is an array"),
        json(
            "a member twice",
            member("timestamp", "1,\"sensor_id\":\"a\",\"sensor_id\":\"a\""),
            DUPLICATE_FIELD,
            "sensor_id"),
        json("a line of 1000000 bytes", "x".repeat(1_000_000), TOO_LARGE, "1000000 bytes"),
        json("no timestamp", member("sensor_id", "\"a\""), NO_TIMESTAMP, "is missing"),
        json("a wordy timestamp", member("timestamp", "\"now\""), BAD_TIMESTAMP, "\"now\""),
        json(
            "a fast clock",
            member("sensor_id", "\"a\",\"timestamp\":\"2025-07-01T13:00:05.001Z\""),
            FUTURE_TIMESTAMP,
            "at most 5s is allowed"),
        json("no sensor", member("timestamp", "1751371200"), NO_SENSOR, "is missing"),
        json(
            "nothing measured",
            "{\"timestamp\":1751371200,\"sensor_id\":\"a\"}",
            NO_METRIC,
            "no number in temperature"),
        json("a metric in words", measured("\"hot\""), NOT_A_NUMBER, "is text"),
        json("infinity", measured("-Infinity"), NOT_FINITE, "is -Infinity"),
        json("a form feed", "\f", EMPTY, "whitespace"),
        csv("too few cells", "2025-07-01T12:00:00Z,a", BAD_ROW, "2 cells; the header has 3"),
        csv("too many cells", "1,a,2,3", BAD_ROW, "4 cells; the header has 3"),
        csv("an open quotation", "1,\"a,2", BAD_ROW, "quotation mark"),
        csv("a NUL", "1,a\0,2", BAD_ROW, "U+0000"),
        csv("what is not UTF-8", "1,\u00FF,2", BAD_ROW, "not UTF-8"),
        csv("a lone carriage return", "1,a\r,2", BAD_ROW, "U+000D"),
        csv("no timestamp", ",a,2", NO_TIMESTAMP, "timestamp is empty"),
        csv("a 31st of June", "2025-06-31,a,2", BAD_TIMESTAMP, "day 31"),
        csv("a fast clock", "2026-07-01,a,2", FUTURE_TIMESTAMP, "when the file was last changed"),
        csv("no clock", "12.5,a,2", PAST_TIMESTAMP, "1970-01-01T00:00:12.500Z lies before 2000-"),
        csv("a date in digits", "2025070110,a,2", BAD_TIMESTAMP, "--timestamp-format yyyyMMddHH"),
        csv("day or month", "03/04/2025,a,2", BAD_TIMESTAMP, "dd/MM/yyyy"),
        csv("no sensor", "1751371200,,2", NO_SENSOR, "sensor_id is empty"),
        csv("no number", "1751371200,a,", NO_METRIC, "temperature is empty"),
        csv("a metric in words", "1751371200,a,hot", NOT_A_NUMBER, "\"hot\""),
        csv("NaN", "1751371200,a,nan", NOT_FINITE, "\"nan\""),
        csv("a line of 1000000 bytes", "1".repeat(1_000_000), TOO_LARGE, "1000000 bytes"),
        csv("a byte order mark alone", "\u00EF\u00BB\u00BF", EMPTY, "whitespace"),
        text("a word", "abc", NOT_A_NUMBER, "\"abc\""),
        text("a decimal comma", "21,5", NOT_A_NUMBER, "\"21,5\""),
        text("a NUL", "2\0", NOT_A_NUMBER, "\\u0000"),
        text("binary garbage", new String(GARBAGE, ISO_8859_1), NOT_A_NUMBER, "\\x"),
        text("more than a double", "1e999", NOT_FINITE, "\"1e999\""),
        text("a line of 1000000 bytes", "1".repeat(1_000_000), TOO_LARGE, "1000000 bytes"),
        text("a vertical tab", "\u000B", EMPTY, "whitespace"),
        new Bad("a day to come", FUTURE_FILE, "21.0", FUTURE_TIMESTAMP, "after"));
  }

  @BeforeAll
  static void readsAllOfThem() throws IOException {
    write(JSON_FILE, "", member("sensor_id", "\"a\",\"timestamp\":\"2025-07-01T12:00:00Z\""));
    write(CSV_FILE, "timestamp,sensor_id,temperature\n", "2025-07-01T12:00:00Z,b,25.0");
    write(TEXT_FILE, "", "25.0");
    write(FUTURE_FILE, "", null);
    run =
        BatchRun.of(
            FLINK,
            folder.resolve("out"),
            folder.resolve("in"),
            "--max-clock-skew=5s",
            "--quoted-newlines=ignore",
            "--metrics=temperature");
    run.rejected().forEach(dead -> REJECTED.put(dead.source() + ":" + dead.position(), dead));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void isKeptWithItsBytesAndItsPlace(Bad bad) {
    String source = folder.resolve("in").resolve(bad.file()).toString();
    assertThat(REJECTED.get(source + ":" + POSITIONS.get(bad)))
        .isNotNull()
        .satisfies(
            dead -> {
              assertThat(dead.reason()).isEqualTo(bad.reason());
              assertThat(dead.detail()).contains(bad.detail());
              assertThat(dead.raw()).isEqualTo(bad.bytes());
            });
  }

  @Test
  void everyReasonOfFilesIsReached() {
    Set<RejectionReason> all = EnumSet.complementOf(EnumSet.of(RejectionReason.NOT_AVRO));
    assertThat(run.rejected().stream().map(Rejection::reason).collect(Collectors.toSet()))
        .isEqualTo(all);
  }

  @Test
  void theLinesAroundThemAreAveragedAndTheAccountsAddUp() {
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.rejected()).hasSize(POSITIONS.size());
    assertThat(run.addsUp()).as(run.summary()).isTrue();
    assertThat(run.averages())
        .extracting(average -> average.series().sensorId(), Average::count, Average::mean)
        .containsExactlyInAnyOrder(
            tuple("a", goodLines(JSON_FILE), 25.0),
            tuple("b", goodLines(CSV_FILE), 25.0),
            tuple("bad", goodLines(TEXT_FILE), 25.0));
  }

  private static long goodLines(String file) {
    return 1 + badLines().filter(bad -> bad.file().equals(file)).count();
  }

  /** A good line before each bad one and after the last; that one without a line end. */
  private static void write(String file, String header, String good) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header.getBytes(UTF_8));
    List<Bad> bad = badLines().filter(one -> one.file().equals(file)).toList();
    for (Bad one : bad) {
      bytes.writeBytes(good == null ? new byte[0] : (good + "\n").getBytes(UTF_8));
      POSITIONS.put(one, (long) bytes.size());
      bytes.writeBytes(one.bytes());
      bytes.write('\n');
    }
    bytes.writeBytes(good == null ? new byte[0] : good.getBytes(UTF_8));
    Path path = Files.createDirectories(folder.resolve("in")).resolve(file);
    Files.write(path, bytes.toByteArray());
    Files.setLastModifiedTime(path, FileTime.from(CHANGED));
  }

  private static Bad json(String name, String line, RejectionReason reason, String detail) {
    return new Bad(name, JSON_FILE, line, reason, detail);
  }

  private static Bad csv(String name, String line, RejectionReason reason, String detail) {
    return new Bad(name, CSV_FILE, line, reason, detail);
  }

  private static Bad text(String name, String line, RejectionReason reason, String detail) {
    return new Bad(name, TEXT_FILE, line, reason, detail);
  }

  private static String member(String name, String value) {
    return "{\"" + name + "\":" + value + ",\"temperature\":25.0}";
  }

  private static String measured(String temperature) {
    return "{\"timestamp\":1751371200,\"sensor_id\":\"a\",\"temperature\":" + temperature + "}";
  }

  /** One line of it: no line feed inside, and no carriage return at its end. */
  private static byte[] garbage() {
    byte[] bytes = new byte[300];
    new Random(7).nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '\n' || bytes[i] == '\r' ? 1 : bytes[i];
    }
    return bytes;
  }
}
