package dev.isotherm.parse.json;

import static dev.isotherm.fixtures.JsonMessages.HEAD;
import static dev.isotherm.fixtures.JsonMessages.PARSER;
import static dev.isotherm.fixtures.JsonMessages.TEMPERATURE_AND_HUMIDITY;
import static dev.isotherm.fixtures.JsonMessages.json;
import static dev.isotherm.fixtures.JsonMessages.reading;
import static dev.isotherm.fixtures.Parsing.assertRejected;
import static dev.isotherm.fixtures.Parsing.latin1;
import static dev.isotherm.fixtures.Parsing.readings;
import static dev.isotherm.fixtures.Parsing.reason;
import static dev.isotherm.fixtures.Parsing.utf8;
import static dev.isotherm.model.RejectionReason.EMPTY;
import static dev.isotherm.model.RejectionReason.NOT_AN_OBJECT;
import static dev.isotherm.model.RejectionReason.NOT_FINITE;
import static dev.isotherm.model.RejectionReason.NOT_JSON;
import static dev.isotherm.model.RejectionReason.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Reading;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.number.DecimalNumberTest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessageParserTest {

  @Test
  void everyNumberIsAReadingInTheOrderOfTheMessage() {
    String message =
        json(
            "{'humidity':40,'sensor_id':'s1','ok':true,'unit':'°C','tags':['a',{'temperature':99}],"
                + "'at':{'lat':1.5},'note':null,'timestamp':'2025-07-01T14:00:00+02:00',"
                + "'temperature':-0.5e1}");
    assertThat(readings(PARSER, message))
        .containsExactly(reading("s1", "humidity", 40), reading("s1", "temperature", -5));
    assertThat(readings(TEMPERATURE_AND_HUMIDITY, json(HEAD + ",'b':1,'c':NaN,'humidity':2}")))
        .containsExactly(reading("s1", "humidity", 2));
  }

  /** In any order, message after message, as one parser meets them. */
  @Test
  void namesThatBeginAlikeAreDifferentMetrics() {
    for (String members :
        List.of(
            "'pressure':1,'pressure_2':2,'pressure_b':3,'p':4,'pres':5",
            "'pres':5,'pressure_b':3,'p':4,'pressure_2':2,'pressure':1",
            "'p':4,'pressure_2':2,'pressure':1,'pres':5,'pressure_b':3")) {
      assertThat(readings(PARSER, json(HEAD + "," + members + "}")))
          .containsExactlyInAnyOrder(
              reading("s1", "pressure", 1),
              reading("s1", "pressure_2", 2),
              reading("s1", "pressure_b", 3),
              reading("s1", "p", 4),
              reading("s1", "pres", 5));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2025-07-01T12:00:00Z'", "'2025-07-01 12:00'", "1751371200", "1751371200.0",
        "1751371200000", "1.7513712e9", "'1751371200000000'", "1751371200000000000"
      })
  void takesTimestampsAsTextOrNumber(String timestamp) {
    assertThat(readings(PARSER, json("{'timestamp':" + timestamp + ",'sensor_id':'a','t':1}")))
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
    assertThat(readings(PARSER, "\uFEFF " + message + " \r\n")).hasSize(1);
  }

  @Test
  void namesMayHoldAnyPrintableCharacter() {
    assertThat(
            readings(
                PARSER, json("{'timestamp':1751371200,'sensor_id':'Öfen \\ud83d\\ude00','µ°':1}")))
        .containsExactly(reading("Öfen 😀", "µ°", 1));
  }

  @Test
  void equalSeriesAreOneObject() {
    Reading first = readings(PARSER, json(HEAD + ",'t':1}")).get(0);
    Reading second = readings(PARSER, json(HEAD + ",'t':2}")).get(0);
    assertThat(first.series()).isSameAs(second.series());
  }

  @Test
  void aMegabyteIsTooLarge() {
    String message = json(HEAD + ",'t':1}") + " ".repeat(1 << 20);
    assertRejected(
        PARSER, message, TOO_LARGE, "the message has 1048635 bytes; at most 65536 are allowed");
    assertThat(readings(PARSER, message.substring(0, 65536))).hasSize(1);
    assertThat(reason(PARSER, message.substring(0, 65537))).isEqualTo(TOO_LARGE);
  }

  @Test
  void oneByteOrderMarkIsEnough() {
    String detail = "the message has two byte order marks";
    assertRejected(PARSER, "\uFEFF\uFEFF ", NOT_JSON, detail);
    assertRejected(PARSER, "\uFEFF\uFEFF" + json(HEAD + ",'t':1}"), NOT_JSON, detail);
  }

  @Test
  void nothingIsEmpty() {
    assertRejected(PARSER, "", EMPTY, "the message has no bytes");
    assertRejected(PARSER, " \t\r\n", EMPTY, "the message holds nothing but whitespace");
    assertRejected(PARSER, "\uFEFF", EMPTY, "the message holds nothing but whitespace");
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
    assertThat(reason(PARSER, json(message))).isEqualTo(NOT_JSON);
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
      assertThat(Parsing.parse(PARSER, inSensor))
          .isEqualTo(new Parsed.Rejected(NOT_JSON, "the message is not UTF-8 text"));
      byte[] inIgnored = latin1(json(HEAD + ",'t':1,'x':{'y':'" + bytes + "'}}"));
      assertThat(reason(PARSER, inIgnored)).isEqualTo(NOT_JSON);
    }
    String good = json(HEAD + ",'t':1}");
    assertThat(reason(PARSER, good.getBytes(StandardCharsets.UTF_16))).isEqualTo(NOT_JSON);
    assertThat(reason(PARSER, good.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(NOT_JSON);
    assertThat(reason(PARSER, good.getBytes(Charset.forName("UTF-32BE")))).isEqualTo(NOT_JSON);
  }

  @Test
  void sixteenLevelsAreEnough() {
    String sixteen = json(HEAD + ",'t':1,'x':" + "[".repeat(15) + "]".repeat(15) + "}");
    assertThat(readings(PARSER, sixteen)).hasSize(1);
    String seventeen = json(HEAD + ",'t':1,'x':" + "[".repeat(16) + "]".repeat(16) + "}");
    assertRejected(PARSER, seventeen, NOT_JSON, "the message is nested more than 16 levels deep");
    assertThat(reason(PARSER, "[".repeat(60_000))).isEqualTo(NOT_JSON);
  }

  @Test
  void saysWhereTheSyntaxIsWrong() {
    assertRejected(PARSER, "{\"a\":1", NOT_JSON, "the message ends before its JSON does");
    assertRejected(PARSER, "{} {}", NOT_JSON, "the message holds more than one JSON value");
    assertThat(Parsing.parse(PARSER, utf8("{\"a\":1}\u0007")).toString())
        .contains("Illegal character")
        .contains("at byte 8");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "3, an integer",
        "-3.5, a number",
        "\"x\", text",
        "null, null",
        "true, a boolean",
        "NaN, a number"
      })
  void wellFormedButNotAnObject(String message, String kind) {
    assertRejected(
        PARSER, message, NOT_AN_OBJECT, "the message is " + kind + "; one flat object is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "[]"})
  void anArrayNamesTheOptionForItsElements(String message) {
    assertRejected(
        PARSER,
        message,
        NOT_AN_OBJECT,
        "the message is an array; one flat object is required"
            + " (--elements . reads each of its elements)");
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
      Parsed parsed = Parsing.parse(PARSER, message, 0, message.length);
      boolean same =
          parsed instanceof Accepted accepted
              ? Double.doubleToRawLongBits(accepted.readings().get(0).value())
                  == Double.doubleToRawLongBits(expected)
              : Double.isInfinite(expected);
      if (!same) {
        fail("%s gave %s", number, parsed);
      }
    }
    assertThat(readings(PARSER, json(HEAD + ",'t':-0}")).get(0).value()).isEqualTo(-0.0);
    assertThat(readings(PARSER, json(HEAD + ",'t':" + "9".repeat(300) + "}")).get(0).value())
        .isEqualTo(1e300);
    assertThat(reason(PARSER, json(HEAD + ",'t':" + "9".repeat(3_000) + "}")))
        .isEqualTo(NOT_FINITE);
  }
}
