package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.model.percentile.Percentiles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  private static final Series SERIES = new Series("sensor_1", "temperature");
  private static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  private static String text(byte[] line) {
    return new String(line, UTF_8);
  }

  @Test
  void writesAnAverage() {
    Average average = new Average(SERIES, NOON, NOON + 60_000, 3, 75, 25, -0.0, 2e-3, 1e22, 2);
    assertThat(text(JsonLinesWriter.of(average)))
        .isEqualTo(
            "{\"sensor_id\":\"sensor_1\",\"metric\":\"temperature\","
                + "\"window_start\":\"2025-07-01T12:00:00Z\","
                + "\"window_end\":\"2025-07-01T12:01:00Z\",\"count\":3,\"sum\":75.0,"
                + "\"mean\":25.0,\"min\":-0.0,\"max\":0.002,\"stddev\":1.0E22,\"revision\":2}");
  }

  @Test
  void percentilesStandBeforeTheRevision() {
    Average average =
        new Average(SERIES, NOON, NOON + 60_000, 3, 75, 25, 20, 30, 4, 2)
            .with(
                new Percentiles(
                    List.of(
                        new Percentiles.Percentile("50", 24.875),
                        new Percentiles.Percentile("99.9", 30))));
    String line = text(JsonLinesWriter.of(average));
    assertThat(line)
        .endsWith("\"stddev\":4.0,\"percentiles\":{\"50\":24.875,\"99.9\":30.0},\"revision\":2}");
    assertThat(JsonLinesReader.readAverage(line.getBytes(UTF_8))).isEqualTo(average);
    String inAnotherOrder =
        line.replace("\"50\":24.875,\"99.9\":30.0", "\"99.9\":30.0,\"50\":24.875");
    assertThat(JsonLinesReader.readAverage(inAnotherOrder.getBytes(UTF_8))).isEqualTo(average);
    String unreadable = line.replace("\"50\"", "\"half\"");
    assertThatThrownBy(() -> JsonLinesReader.readAverage(unreadable.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("percentiles half: must be a number");
  }

  @Test
  void coverageStandsBeforeTheRevision() {
    Average average =
        new Average(SERIES, NOON, NOON + 60_000, 3, 75, 25, 20, 30, 4, 2).withExpected(6);
    String line = text(JsonLinesWriter.of(average));
    assertThat(line).endsWith("\"stddev\":4.0,\"expected\":6,\"coverage\":0.5,\"revision\":2}");
    assertThat(JsonLinesReader.readAverage(line.getBytes(UTF_8))).isEqualTo(average);
  }

  @Test
  void writesTheShortestNumberThatReadsBackToTheSameDouble() {
    // JDK 17's own Double.toString ends this one in 8015.
    assertThat(JsonLinesWriter.number(Math.scalb(1.0, -44))).isEqualTo("5.684341886080802E-14");
    assertThat(JsonLinesWriter.number(0.002)).isEqualTo("0.002");
    assertThat(JsonLinesWriter.number(Double.MIN_VALUE)).isEqualTo("4.9E-324");
  }

  /** The field {@code severities} is there only where a file of rules names its own. */
  @Test
  void aTransitionWithASeverityOfItsOwnHasTheNamesOfAll() {
    Transition own =
        new Transition(
            "hot",
            new Series("s", "t"),
            AlertSeverity.of("disaster"),
            AlertState.FIRING,
            AlertState.FIRING,
            AlertSeverity.of("low"),
            0,
            1,
            2,
            0,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of("team", "plant"),
            Severities.of(List.of("low", "high", "disaster")));
    String line = new String(JsonLinesWriter.of(own), UTF_8);
    assertThat(line)
        .contains("\"severity\":\"disaster\",")
        .contains("\"previous_severity\":\"low\",")
        .contains("\"severities\":[\"low\",\"high\",\"disaster\"],\"labels\":{\"team\":\"plant\"}");
    assertThat(JsonLinesReader.readTransition(line.getBytes(UTF_8))).isEqualTo(own);
    assertThat(own.id()).isEqualTo(own.numbered(0, "other rules").id());
    assertThatThrownBy(
            () ->
                JsonLinesReader.readTransition(
                    line.replace("\"disaster\",\"s", "\"So bad\",\"s").getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("severity So bad: must be a lower-case letter");
  }

  @Test
  void writesATransition() {
    Transition fired =
        Transitions.byReading(
            "hot",
            SERIES,
            Severity.CRITICAL,
            AlertState.FIRING,
            AlertState.PENDING,
            null,
            NOON + 250,
            30.5,
            30,
            NOON);
    assertThat(text(JsonLinesWriter.of(fired)))
        .isEqualTo(
            "{\"id\":\""
                + fired.id()
                + "\",\"rule\":\"hot\",\"severity\":\"critical\","
                + "\"sensor_id\":\"sensor_1\",\"metric\":\"temperature\",\"state\":\"firing\","
                + "\"previous\":\"pending\",\"previous_severity\":null,"
                + "\"at\":\"2025-07-01T12:00:00.250Z\",\"value\":30.5,\"threshold\":30.0,"
                + "\"since\":\"2025-07-01T12:00:00Z\",\"reason\":\"reading\"}");
    Transition ended =
        Transitions.byReading(
            "hot",
            SERIES,
            Severity.CRITICAL,
            AlertState.INACTIVE,
            AlertState.PENDING,
            null,
            NOON,
            Double.NaN,
            Double.NaN,
            NOON);
    assertThat(text(JsonLinesWriter.of(ended))).contains("\"value\":null,\"threshold\":null,");
    assertThat(JsonLinesReader.readTransition(JsonLinesWriter.of(ended))).isEqualTo(ended);
    Transition worse =
        Transitions.byReading(
            "hot",
            SERIES,
            Severity.CRITICAL,
            AlertState.FIRING,
            AlertState.FIRING,
            Severity.WARNING,
            NOON,
            30.5,
            30,
            NOON);
    assertThat(text(JsonLinesWriter.of(worse))).contains("\"previous_severity\":\"warning\"");
    assertThat(JsonLinesReader.readTransition(JsonLinesWriter.of(fired))).isEqualTo(fired);
    assertThat(JsonLinesReader.readTransition(JsonLinesWriter.of(worse))).isEqualTo(worse);
  }

  @Test
  void writesALateReading() {
    Reading reading = new Reading(SERIES, NOON, 21.5);
    LateReading late =
        LateReadings.ofAverages(reading, new SeriesWindow(SERIES, NOON - 1_000, NOON + 1));
    assertThat(text(JsonLinesWriter.of(late)))
        .isEqualTo(
            "{\"sensor_id\":\"sensor_1\",\"metric\":\"temperature\","
                + "\"timestamp\":\"2025-07-01T12:00:00Z\",\"value\":21.5,"
                + "\"excluded_from\":[\"averages\"],"
                + "\"window_start\":\"2025-07-01T11:59:59Z\","
                + "\"window_end\":\"2025-07-01T12:00:00.001Z\"}");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(late))).isEqualTo(late);
    LateReading ofAlerts = LateReadings.ofAlerts(reading);
    assertThat(text(JsonLinesWriter.of(ofAlerts))).endsWith("\"excluded_from\":[\"alerts\"]}");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(ofAlerts))).isEqualTo(ofAlerts);
    LateReading ofMessage =
        LateReadings.ofAlerts(new Reading(SERIES, NOON, 21.5, Position.ofRecord(2, 0)));
    assertThat(text(JsonLinesWriter.of(ofMessage)))
        .endsWith("\"excluded_from\":[\"alerts\"],\"partition\":2,\"offset\":0}");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(ofMessage))).isEqualTo(ofMessage);
    LateReading repeat = new LateReading(ofMessage.reading(), Exclusion.EVERYTHING, null);
    assertThat(text(JsonLinesWriter.of(repeat)))
        .endsWith(
            "\"excluded_from\":[\"averages\",\"alerts\",\"average_alerts\"],"
                + "\"reason\":\"duplicate\",\"partition\":2,\"offset\":0}");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(repeat))).isEqualTo(repeat);
    LateReading implausible =
        LateReading.fromEverything(ofMessage.reading(), Exclusion.IMPLAUSIBLE_RANGE);
    assertThat(text(JsonLinesWriter.of(implausible)))
        .isEqualTo(
            "{\"sensor_id\":\"sensor_1\",\"metric\":\"temperature\","
                + "\"timestamp\":\"2025-07-01T12:00:00Z\",\"value\":21.5,"
                + "\"excluded_from\":[\"averages\",\"alerts\",\"average_alerts\"],"
                + "\"reason\":\"implausible_range\",\"partition\":2,\"offset\":0}");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(implausible))).isEqualTo(implausible);
    LateReading stuck =
        LateReading.fromEverything(ofMessage.reading(), Exclusion.IMPLAUSIBLE_STUCK);
    assertThat(text(JsonLinesWriter.of(stuck))).contains("\"reason\":\"implausible_stuck\"");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(stuck))).isEqualTo(stuck);
    LateReading notChecked = new LateReading(ofMessage.reading(), Exclusion.STUCK_CHECK, null);
    assertThat(text(JsonLinesWriter.of(notChecked)))
        .endsWith("\"excluded_from\":[\"stuck_check\"],\"partition\":2,\"offset\":0}");
    assertThat(JsonLinesReader.readLate(JsonLinesWriter.of(notChecked))).isEqualTo(notChecked);
    assertThatThrownBy(
            () ->
                JsonLinesReader.readLate(
                    text(JsonLinesWriter.of(implausible))
                        .replace("implausible_range", "odd")
                        .getBytes(UTF_8)))
        .hasMessage("reason odd: is not known");
  }

  @Test
  void writesTheAccountingAndInHowManyWindowsEachReadingIsIfThatIsMoreThanOne() {
    Map<RejectionReason, Long> rejected = Map.of(RejectionReason.EMPTY, 1L);
    String plain =
        "{\"messages\":61,\"accepted\":60,\"rejected\":{\"EMPTY\":1},\"readings\":60,"
            + "\"aggregated\":280,\"late\":20";
    assertThat(text(JsonLinesWriter.of(new Accounting(61, 60, rejected, 60, 280, 20))))
        .isEqualTo(plain + "}");
    assertThat(text(JsonLinesWriter.of(new Accounting(61, 60, rejected, 60, 280, 20, 5))))
        .isEqualTo(plain + ",\"windows_per_reading\":5}");
    Accounting more =
        new Accounting(61, 60, rejected, 60, 280, 20).withDuplicates(3).withImplausible(2);
    assertThat(text(JsonLinesWriter.of(more)))
        .isEqualTo(plain + ",\"duplicates\":3,\"implausible\":2}");
    assertThat(JsonLinesReader.readAccounting(JsonFieldsReader.of(JsonLinesWriter.of(more))))
        .isEqualTo(more);
  }

  @Test
  void writesARejectionAsTextOrElseAsBase64() {
    Rejection text =
        new Rejection(
            RejectionReason.NOT_JSON,
            "it is not",
            "a.jsonl",
            7,
            "{\"a\u00b0\n".getBytes(UTF_8),
            null,
            new MessageHeader[0]);
    assertThat(text(JsonLinesWriter.of(text)))
        .isEqualTo(
            "{\"reason\":\"NOT_JSON\",\"detail\":\"it is not\",\"source\":\"a.jsonl\","
                + "\"position\":7,\"raw\":\"{\\\"a\u00b0\\n\"}");
    Rejection bytes =
        new Rejection(
            RejectionReason.BAD_ROW,
            "",
            "t-0",
            0,
            new byte[] {(byte) 0xC3, 0x28},
            new byte[] {'k'},
            new MessageHeader[0]);
    assertThat(text(JsonLinesWriter.of(bytes)))
        .endsWith("\"position\":0,\"raw_base64\":\"wyg=\",\"key\":\"k\"}");
  }

  @Test
  void writesTheHeadersOfARejectionInTheirOrder() {
    MessageHeader[] headers = {
      new MessageHeader("trace", "7f\u00b0".getBytes(UTF_8)),
      new MessageHeader("trace", new byte[] {(byte) 0xC3, 0x28}),
      new MessageHeader("empty", null)
    };
    Rejection rejection = new Rejection(RejectionReason.EMPTY, "d", "t-0", 0, null, null, headers);
    assertThat(text(JsonLinesWriter.of(rejection)))
        .isEqualTo(
            "{\"reason\":\"EMPTY\",\"detail\":\"d\",\"source\":\"t-0\",\"position\":0,"
                + "\"headers\":[{\"name\":\"trace\",\"value\":\"7f\u00b0\"},"
                + "{\"name\":\"trace\",\"value_base64\":\"wyg=\"},{\"name\":\"empty\"}]}");
    assertThat(JsonLinesReader.readRejection(JsonLinesWriter.of(rejection))).isEqualTo(rejection);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quoted\" \\ and, ; more",
        "Kessel \u00b0C \ud83c\udf21",
        "a\u2028\u2029",
        "</script>",
        "=1+1",
        "\ufeff",
        "\uffff"
      })
  void everyNameReadsBack(String name) {
    Average average = new Average(new Series(name, name), 0, 1, 1, 0, 0, 0, 0, 0, 0);
    byte[] line = JsonLinesWriter.of(average);
    assertThat(JsonLinesReader.readSeriesCount(line))
        .isEqualTo(new JsonLinesReader.SeriesCount(average.series(), average.count()));
    assertThat(JsonLinesReader.readAverage(line)).isEqualTo(average);
    assertThat(text(line).lines()).hasSize(1);
    assertThat(text(line).getBytes(UTF_8)).as("is UTF-8").isEqualTo(line);
  }

  @Test
  void everyNumberReadsBackToTheSameBits() {
    long seed = 20250701;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double value = Double.isNaN(any) ? Double.POSITIVE_INFINITY : any;
      Average average =
          new Average(
              SERIES,
              -random.nextInt(1 << 30),
              1 + random.nextInt(1 << 30),
              1 + random.nextLong(Long.MAX_VALUE),
              value,
              -value,
              Double.MIN_VALUE,
              -0.0,
              Math.nextUp(value),
              random.nextInt(Integer.MAX_VALUE));
      assertThat(JsonLinesReader.readAverage(JsonLinesWriter.of(average)))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(average);
    }
  }

  @Test
  void anInfiniteSumIsText() {
    Average average =
        new Average(SERIES, 0, 1, 2, Double.POSITIVE_INFINITY, 1e308, 1e308, 1e308, 0, 0);
    assertThat(text(JsonLinesWriter.of(average))).contains("\"sum\":\"Infinity\"");
    assertThat(JsonLinesReader.readAverage(JsonLinesWriter.of(average))).isEqualTo(average);
  }

  @Test
  void everyMessageReadsBackByteForByte() {
    long seed = 4711;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] raw = new byte[random.nextInt(6)];
      random.nextBytes(raw);
      byte[] key = i % 3 == 0 ? null : raw.clone();
      MessageHeader[] headers =
          i % 2 == 0 ? new MessageHeader[0] : new MessageHeader[] {new MessageHeader("h", raw)};
      Rejection rejection =
          new Rejection(RejectionReason.NOT_JSON, "d", "s", random.nextLong(), raw, key, headers);
      assertThat(JsonLinesReader.readRejection(JsonLinesWriter.of(rejection)))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(rejection);
    }
  }

  @Test
  void saysWhyALineCannotBeRead() {
    assertThatThrownBy(() -> JsonLinesReader.readAverage("{".getBytes(UTF_8)))
        .hasMessage("the line is not JSON");
    assertThatThrownBy(() -> JsonLinesReader.readAverage("[]".getBytes(UTF_8)))
        .hasMessage("the line is not a JSON object");
    assertThatThrownBy(() -> JsonLinesReader.readAverage("{} {}".getBytes(UTF_8)))
        .hasMessage("the line goes on after its JSON object");
    assertThatThrownBy(() -> JsonLinesReader.readAverage("{\"a\":[{}]}".getBytes(UTF_8)))
        .hasMessage("sensor_id: is missing");
    assertThatThrownBy(
            () -> JsonLinesReader.readSeriesCount("{\"a\":{\"count\":1}}".getBytes(UTF_8)))
        .hasMessage("sensor_id, metric or count: is missing");
    assertThatThrownBy(() -> JsonLinesReader.readSeriesCount("{\"count\":".getBytes(UTF_8)))
        .hasMessage("the line is not JSON");
    String line = text(JsonLinesWriter.of(new Average(SERIES, 0, 1, 1, 0, 0, 0, 0, 0, 0)));
    assertThatThrownBy(
            () ->
                JsonLinesReader.readAverage(
                    line.replace("1970-01-01T00:00:00Z", "then").getBytes(UTF_8)))
        .hasMessage("window_start then: must be an instant such as 2025-07-01T12:00:00Z");
    assertThatThrownBy(
            () -> JsonLinesReader.readAverage(line.replace("{", "{\"count\":1,").getBytes(UTF_8)))
        .hasMessage("the line is not JSON");
  }
}
