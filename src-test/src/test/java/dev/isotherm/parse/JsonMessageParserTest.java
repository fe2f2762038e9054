package dev.isotherm.parse;

import static dev.isotherm.model.RejectionReason.BAD_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.DUPLICATE_FIELD;
import static dev.isotherm.model.RejectionReason.EMPTY;
import static dev.isotherm.model.RejectionReason.NOT_AN_OBJECT;
import static dev.isotherm.model.RejectionReason.NOT_A_NUMBER;
import static dev.isotherm.model.RejectionReason.NOT_FINITE;
import static dev.isotherm.model.RejectionReason.NOT_JSON;
import static dev.isotherm.model.RejectionReason.NO_METRIC;
import static dev.isotherm.model.RejectionReason.NO_SENSOR;
import static dev.isotherm.model.RejectionReason.NO_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.TOO_LARGE;
import static dev.isotherm.parse.Parsing.assertRejected;
import static dev.isotherm.parse.Parsing.latin1;
import static dev.isotherm.parse.Parsing.readings;
import static dev.isotherm.parse.Parsing.reason;
import static dev.isotherm.parse.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.Parsed.Accepted;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessageParserTest {

  private static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  /** A good message up to its metrics. */
  private static final String HEAD = "{'timestamp':'2025-07-01T12:00:00Z','sensor_id':'s1'";

  private final JsonMessageParser parser = new JsonMessageParser(ParseOptions.defaults());
  private final JsonMessageParser onlyTemperature =
      new JsonMessageParser(
          ParseOptions.defaults()
              .withMetrics(new LinkedHashSet<>(List.of("temperature", "humidity"))));

  private static String json(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"');
  }

  private static Reading reading(String sensor, String metric, double value) {
    return new Reading(new Series(sensor, metric), NOON, value);
  }

  @Test
  void everyNumberIsAReadingInTheOrderOfTheMessage() {
    String message =
        json(
            "{'humidity':40,'sensor_id':'s1','ok':true,'unit':'°C','tags':['a',{'temperature':99}],"
                + "'at':{'lat':1.5},'note':null,'timestamp':'2025-07-01T14:00:00+02:00',"
                + "'temperature':-0.5e1}");
    assertThat(readings(parser, message))
        .containsExactly(reading("s1", "humidity", 40), reading("s1", "temperature", -5));
    assertThat(readings(onlyTemperature, json(HEAD + ",'b':1,'c':NaN,'humidity':2}")))
        .containsExactly(reading("s1", "humidity", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2025-07-01T12:00:00Z'", "'2025-07-01 12:00'", "1751371200", "1751371200.0",
        "1751371200000", "1.7513712e9", "'1751371200000000'", "1751371200000000000"
      })
  void takesTimestampsAsTextOrNumber(String timestamp) {
    assertThat(readings(parser, json("{'timestamp':" + timestamp + ",'sensor_id':'a','t':1}")))
        .containsExactly(reading("a", "t", 1));
  }

  @Test
  void namesOfFieldsAndTheZoneAreOptions() {
    ParseOptions options =
        ParseOptions.defaults().withFields("ts", "dev").withZone(ZoneId.of("Europe/Berlin"));
    assertThat(
            readings(
                new JsonMessageParser(options),
                json("{'ts':'2025-07-01T14:00','dev':7,'timestamp':1,'sensor_id':2}")))
        .containsExactly(reading("7", "timestamp", 1), reading("7", "sensor_id", 2));
  }

  @Test
  void skipsAByteOrderMarkAndWhitespaceAround() {
    String message = json(HEAD + ",'t':1}");
    assertThat(readings(parser, "\uFEFF " + message + " \r\n")).hasSize(1);
  }

  @Test
  void namesMayHoldAnyPrintableCharacter() {
    assertThat(
            readings(
                parser, json("{'timestamp':1751371200,'sensor_id':'Öfen \\ud83d\\ude00','µ°':1}")))
        .containsExactly(reading("Öfen 😀", "µ°", 1));
  }

  @Test
  void equalSeriesAreOneObject() {
    Reading first = readings(parser, json(HEAD + ",'t':1}")).get(0);
    Reading second = readings(parser, json(HEAD + ",'t':2}")).get(0);
    assertThat(first.series()).isSameAs(second.series());
  }

  @Test
  void aMegabyteIsTooLarge() {
    String message = json(HEAD + ",'t':1}") + " ".repeat(1 << 20);
    assertRejected(
        parser, message, TOO_LARGE, "the message has 1048635 bytes; at most 65536 are allowed");
    assertThat(readings(parser, message.substring(0, 65536))).hasSize(1);
    assertThat(reason(parser, message.substring(0, 65537))).isEqualTo(TOO_LARGE);
  }

  @Test
  void nothingIsEmpty() {
    assertRejected(parser, "", EMPTY, "the message has no bytes");
    assertRejected(parser, " \t\r\n", EMPTY, "the message holds nothing but whitespace");
    assertRejected(parser, "\uFEFF", EMPTY, "the message holds nothing but whitespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "{",
        "}",
        "{'a'",
        "{'a':}",
        "{'a':1",
        "{'a':1,}",
        "{a:1}",
        "{'a':01}",
        "{'a':1.}",
        "{'a':.5}",
        "{'a':+1}",
        "{'a':0x10}",
        "{'a':1}x",
        "{'a':1}{'b':2}",
        "{'a':1} 2",
        "[1",
        "[1]]",
        "[1] 2",
        "3 4",
        "3x",
        "'x",
        "nul",
        "{'a':tru}",
        "{'a':'\\x'}",
        "{'a':'\\ud8'}",
        "{'a' 1}",
        "{'a':1 'b':2}",
        "{'a':1,,'b':2}",
        "// c\n{'a':1}",
        "{'a':'\u0000'}",
        "\u0000{'a':1}",
        "{'a':1}\u0000",
        "{'a':'line\nend'}",
        "{1:2}",
        "{'a':[}",
        "{'a':{]}",
        "2025-07-01T12:00:00Z,s1,21.5",
        "<a/>"
      })
  void whatIsNotWellFormedIsNotJson(String message) {
    assertThat(reason(parser, json(message))).isEqualTo(NOT_JSON);
  }

  @Test
  void whatIsNotUtf8IsNotJson() {
    for (String bytes :
        List.of(
            "\u00FF",
            "s\u00E4",
            "\u00C0\u0080",
            "\u00ED\u00A0\u0080",
            "\u00F5\u0080\u0080\u0080")) {
      byte[] inSensor = latin1(json("{'timestamp':1,'sensor_id':'" + bytes + "','t':1}"));
      assertThat(Parsing.parse(parser, inSensor))
          .isEqualTo(new Parsed.Rejected(NOT_JSON, "the message is not UTF-8 text"));
      byte[] inIgnored = latin1(json(HEAD + ",'t':1,'x':{'y':'" + bytes + "'}}"));
      assertThat(reason(parser, inIgnored)).isEqualTo(NOT_JSON);
    }
    String good = json(HEAD + ",'t':1}");
    assertThat(reason(parser, good.getBytes(StandardCharsets.UTF_16))).isEqualTo(NOT_JSON);
    assertThat(reason(parser, good.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(NOT_JSON);
    assertThat(reason(parser, good.getBytes(Charset.forName("UTF-32BE")))).isEqualTo(NOT_JSON);
  }

  @Test
  void sixteenLevelsAreEnough() {
    String sixteen = json(HEAD + ",'t':1,'x':" + "[".repeat(15) + "]".repeat(15) + "}");
    assertThat(readings(parser, sixteen)).hasSize(1);
    String seventeen = json(HEAD + ",'t':1,'x':" + "[".repeat(16) + "]".repeat(16) + "}");
    assertRejected(parser, seventeen, NOT_JSON, "the message is nested more than 16 levels deep");
    assertThat(reason(parser, "[".repeat(60_000))).isEqualTo(NOT_JSON);
  }

  @Test
  void saysWhereTheSyntaxIsWrong() {
    assertRejected(parser, "{\"a\":1", NOT_JSON, "the message ends before its JSON does");
    assertRejected(parser, "{} {}", NOT_JSON, "the message holds more than one JSON value");
    assertThat(Parsing.parse(parser, utf8("{\"a\":1}\u0007")).toString())
        .contains("Illegal character")
        .contains("at byte 8");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "[1], an array",
        "[], an array",
        "3, an integer",
        "-3.5, a number",
        "\"x\", text",
        "null, null",
        "true, a boolean",
        "NaN, a number"
      })
  void wellFormedButNotAnObject(String message, String kind) {
    assertRejected(
        parser, message, NOT_AN_OBJECT, "the message is " + kind + "; one flat object is required");
  }

  @Test
  void aMemberThatIsThereTwiceIsRejectedButNotInsideOfWhatIsIgnored() {
    assertRejected(
        parser, json(HEAD + ",'t':1,'t':1}"), DUPLICATE_FIELD, "t is there more than once");
    assertThat(reason(parser, json("{'sensor_id':'a','sensor_id':'b'}")))
        .isEqualTo(DUPLICATE_FIELD);
    assertThat(reason(parser, json(HEAD + ",'t':1,'x':null,'\\u0078':null}")))
        .isEqualTo(DUPLICATE_FIELD);
    assertThat(readings(parser, json(HEAD + ",'t':1,'x':{'a':1,'a':2},'a':3}"))).hasSize(2);
  }

  @Test
  void findsADuplicateAmongThousandsOfMembers() {
    StringBuilder message = new StringBuilder(HEAD);
    for (int i = 0; i < 4_000; i++) {
      message.append(",'m").append(i).append("':").append(i);
    }
    assertThat(readings(parser, json(message + "}"))).hasSize(4_000);
    assertThat(reason(parser, json(message + ",'m7':1}"))).isEqualTo(DUPLICATE_FIELD);
    assertThat(reason(parser, json(message + ",'m3999':1}"))).isEqualTo(DUPLICATE_FIELD);
    assertThat(readings(parser, json(HEAD + ",'m7':1}"))).hasSize(1);
  }

  @Test
  void withoutATimestamp() {
    assertRejected(parser, json("{'sensor_id':'a','t':1}"), NO_TIMESTAMP, "timestamp is missing");
    assertRejected(
        parser,
        json("{'timestamp':null,'sensor_id':'a','t':1}"),
        NO_TIMESTAMP,
        "timestamp is null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "'yesterday'",
        "'2025-13-01'",
        "true",
        "{}",
        "[1751371200]",
        "NaN",
        "Infinity",
        "1e99",
        "'2025-07-01T12:00:00Z '",
        "'\\u0662025-07-01'",
        "-99999999999"
      })
  void aTimestampThatCannotBeRead(String timestamp) {
    assertThat(reason(parser, json("{'timestamp':" + timestamp + ",'sensor_id':'a','t':1}")))
        .isEqualTo(BAD_TIMESTAMP);
  }

  @Test
  void saysWhatIsWrongWithATimestamp() {
    assertRejected(
        parser,
        json("{'timestamp':'2025-13-01','sensor_id':'a','t':1}"),
        BAD_TIMESTAMP,
        "timestamp \"2025-13-01\" has month 13; 1 to 12 are allowed");
    assertRejected(
        parser,
        json("{'timestamp':[1],'sensor_id':'a','t':1}"),
        BAD_TIMESTAMP,
        "timestamp is an array; text or a number is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null     | sensor_id is null",
        "''       | sensor_id is blank",
        "' '      | sensor_id is blank",
        "true     | sensor_id is a boolean; text or an integer is required",
        "1.5      | sensor_id is a number; text or an integer is required",
        "{}       | sensor_id is an object; text or an integer is required",
        "'a\\u0000' | sensor_id holds the control character U+0000",
        "'a\\ud800' | sensor_id holds the lone surrogate U+D800",
        "'\\udc00\\ud800' | sensor_id holds the lone surrogate U+DC00",
      })
  void aSensorWithoutAUsableName(String sensor, String detail) {
    assertRejected(
        parser, json("{'timestamp':1,'sensor_id':" + sensor + ",'t':1}"), NO_SENSOR, detail);
  }

  @Test
  void aSensorThatIsMissingOrHasAnEndlessName() {
    assertRejected(parser, json("{'timestamp':1,'t':1}"), NO_SENSOR, "sensor_id is missing");
    assertRejected(
        parser,
        json("{'timestamp':1,'sensor_id':'" + "x".repeat(257) + "','t':1}"),
        NO_SENSOR,
        "sensor_id has 257 characters; at most 256 are allowed");
  }

  @Test
  void aNamedMetricMustBeANumberWhereItIsThere() {
    assertRejected(
        onlyTemperature,
        json(HEAD + ",'humidity':1,'temperature':'21.5'}"),
        NOT_A_NUMBER,
        "temperature is text; a number is required");
    assertThat(reason(onlyTemperature, json(HEAD + ",'humidity':1,'temperature':{}}")))
        .isEqualTo(NOT_A_NUMBER);
    assertThat(readings(onlyTemperature, json(HEAD + ",'humidity':1,'temperature':null}")))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "-1e999"})
  void oneNumberThatIsNotFiniteRejectsAll(String number) {
    assertRejected(
        parser,
        json(HEAD + ",'a':1,'temperature':" + number + "}"),
        NOT_FINITE,
        "temperature is " + number + "; a finite number is required");
  }

  @Test
  void withoutAMetric() {
    assertRejected(parser, json(HEAD + "}"), NO_METRIC, "no numeric member");
    assertRejected(
        parser,
        json(HEAD + ",'temperature':'21.5','x':null}"),
        NO_METRIC,
        "no numeric member; temperature is text");
    assertRejected(
        onlyTemperature,
        json(HEAD + ",'pressure':1}"),
        NO_METRIC,
        "no number in temperature, humidity");
    assertRejected(
        onlyTemperature,
        json(HEAD + ",'temperature':null}"),
        NO_METRIC,
        "no number in temperature, humidity; temperature is null");
  }

  @Test
  void aMetricWithoutAUsableName() {
    assertRejected(parser, json(HEAD + ",'a':1,'':2}"), NO_METRIC, "the metric \"\" is blank");
    assertRejected(
        parser,
        json(HEAD + ",'a\\u0007':1}"),
        NO_METRIC,
        "the metric \"a\\u0007\" holds the control character U+0007");
    assertThat(readings(onlyTemperature, json(HEAD + ",'':1,'humidity':2}"))).hasSize(1);
  }

  @Test
  void theReasonDoesNotHangOnTheOrderOfMembers() {
    // Each message has the fault of its reason and of all that follow.
    List<String> members =
        List.of("'a':NaN", "'':1", "'sensor_id':null", "'timestamp':'x'", "'b':1,'b':2");
    List<RejectionReason> expected =
        List.of(NO_TIMESTAMP, NO_TIMESTAMP, NO_TIMESTAMP, BAD_TIMESTAMP, DUPLICATE_FIELD);
    for (int n = 1; n <= members.size(); n++) {
      List<String> some = new ArrayList<>(members.subList(0, n));
      assertThat(reason(parser, json("{" + String.join(",", some) + "}")))
          .isEqualTo(expected.get(n - 1));
      Collections.reverse(some);
      assertThat(reason(parser, json("{" + String.join(",", some) + "}")))
          .isEqualTo(expected.get(n - 1));
    }
    assertThat(reason(parser, json(HEAD + ",'':1,'a':NaN}"))).isEqualTo(NOT_FINITE);
    assertThat(reason(onlyTemperature, json(HEAD + ",'humidity':NaN,'temperature':''}")))
        .isEqualTo(NOT_A_NUMBER);
  }

  @Test
  void aRejectionLeavesNoTraceInTheNextMessage() {
    assertThat(reason(parser, json(HEAD + ",'t':1,'u':NaN}"))).isEqualTo(NOT_FINITE);
    assertThat(reason(parser, json("{'t':2}"))).isEqualTo(NO_TIMESTAMP);
    assertThat(reason(parser, json("{'timestamp':1,'t':2}"))).isEqualTo(NO_SENSOR);
    assertThat(reason(parser, json(HEAD + "}"))).isEqualTo(NO_METRIC);
    assertThat(readings(parser, json(HEAD + ",'t':3}"))).containsExactly(reading("s1", "t", 3));
  }

  @Test
  void numbersBecomeWhatTheJdkMakesOfTheirText() {
    Random random = Seeded.random(JsonMessageParserTest.class);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.setLength(0);
      DecimalNumberTest.randomNumber(random, text);
      String number = text.toString().replace("+", "").replaceFirst("^(-?)0+(?=\\d)", "$1");
      number = number.replaceFirst("^(-?)(?=\\.)", "$10");
      double expected = Double.parseDouble(number);
      byte[] message = utf8(json(HEAD + ",'t':" + number + "}"));
      Parsed parsed = parser.parse(message, 0, message.length);
      boolean same =
          parsed instanceof Accepted accepted
              ? Double.doubleToRawLongBits(accepted.readings().get(0).value())
                  == Double.doubleToRawLongBits(expected)
              : Double.isInfinite(expected);
      if (!same) {
        fail("%s gave %s", number, parsed);
      }
    }
    assertThat(readings(parser, json(HEAD + ",'t':-0}")).get(0).value()).isEqualTo(-0.0);
    assertThat(readings(parser, json(HEAD + ",'t':" + "9".repeat(300) + "}")).get(0).value())
        .isEqualTo(1e300);
    assertThat(reason(parser, json(HEAD + ",'t':" + "9".repeat(3_000) + "}")))
        .isEqualTo(NOT_FINITE);
  }

  @Test
  void longTextIsShortenedInSentences() {
    assertRejected(
        parser,
        json("{'timestamp':'" + "x".repeat(500) + "','sensor_id':'a','t':1}"),
        BAD_TIMESTAMP,
        "timestamp \""
            + "x".repeat(59)
            + "…\" is neither ISO-8601, such as 2026-01-31T12:34:56.789Z, nor an epoch number");
  }
}
