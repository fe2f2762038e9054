package dev.isotherm.parse.json;

import static dev.isotherm.fixtures.JsonMessages.HEAD;
import static dev.isotherm.fixtures.JsonMessages.PARSER;
import static dev.isotherm.fixtures.JsonMessages.TEMPERATURE_AND_HUMIDITY;
import static dev.isotherm.fixtures.JsonMessages.json;
import static dev.isotherm.fixtures.JsonMessages.reading;
import static dev.isotherm.fixtures.Parsing.assertRejected;
import static dev.isotherm.fixtures.Parsing.readings;
import static dev.isotherm.fixtures.Parsing.reason;
import static dev.isotherm.model.RejectionReason.BAD_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.DUPLICATE_FIELD;
import static dev.isotherm.model.RejectionReason.NOT_A_NUMBER;
import static dev.isotherm.model.RejectionReason.NOT_FINITE;
import static dev.isotherm.model.RejectionReason.NOT_JSON;
import static dev.isotherm.model.RejectionReason.NO_METRIC;
import static dev.isotherm.model.RejectionReason.NO_SENSOR;
import static dev.isotherm.model.RejectionReason.NO_TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed objects that hold no readings, each with its reason and its sentence. */
class JsonRejectionTest {

  @Test
  void aMemberThatIsThereTwiceIsRejectedButNotInsideOfWhatIsIgnored() {
    assertRejected(
        PARSER, json(HEAD + ",'t':1,'t':1}"), DUPLICATE_FIELD, "t is there more than once");
    assertThat(reason(PARSER, json("{'sensor_id':'a','sensor_id':'b'}")))
        .isEqualTo(DUPLICATE_FIELD);
    assertThat(reason(PARSER, json(HEAD + ",'t':1,'x':null,'\\u0078':null}")))
        .isEqualTo(DUPLICATE_FIELD);
    assertThat(readings(PARSER, json(HEAD + ",'t':1,'x':{'a':1,'a':2},'a':3}"))).hasSize(2);
  }

  @Test
  void findsADuplicateAmongThousandsOfMembers() {
    StringBuilder message = new StringBuilder(HEAD);
    for (int i = 0; i < 4_000; i++) {
      message.append(",'m").append(i).append("':").append(i);
    }
    assertThat(readings(PARSER, json(message + "}"))).hasSize(4_000);
    assertThat(reason(PARSER, json(message + ",'m7':1}"))).isEqualTo(DUPLICATE_FIELD);
    assertThat(reason(PARSER, json(message + ",'m3999':1}"))).isEqualTo(DUPLICATE_FIELD);
    assertThat(readings(PARSER, json(HEAD + ",'m7':1}"))).hasSize(1);
  }

  /** The fast way compares with the minute before; a parser that has read nothing has none. */
  @Test
  void zerosAreNoMinute() {
    String zeros = "\0".repeat(16) + ":56.789Z";
    assertThat(
            reason(
                new JsonMessageParser(ParseOptions.defaults()),
                json("{'timestamp':'" + zeros + "','sensor_id':'a','t':1}")))
        .isEqualTo(NOT_JSON);
  }

  @Test
  void withoutATimestamp() {
    assertRejected(PARSER, json("{'sensor_id':'a','t':1}"), NO_TIMESTAMP, "timestamp is missing");
    assertRejected(
        PARSER,
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
        "'2025-07-01T12:00:00Z x'",
        "'\\u0662025-07-01'",
        "-99999999999"
      })
  void aTimestampThatCannotBeRead(String timestamp) {
    assertThat(reason(PARSER, json("{'timestamp':" + timestamp + ",'sensor_id':'a','t':1}")))
        .isEqualTo(BAD_TIMESTAMP);
  }

  @Test
  void saysWhatIsWrongWithATimestamp() {
    assertRejected(
        PARSER,
        json("{'timestamp':'2025-13-01','sensor_id':'a','t':1}"),
        BAD_TIMESTAMP,
        "timestamp \"2025-13-01\" has month 13; 1 to 12 are allowed");
    assertRejected(
        PARSER,
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
        PARSER, json("{'timestamp':1,'sensor_id':" + sensor + ",'t':1}"), NO_SENSOR, detail);
  }

  @Test
  void aSensorThatIsMissingOrHasAnEndlessName() {
    assertRejected(PARSER, json("{'timestamp':1,'t':1}"), NO_SENSOR, "sensor_id is missing");
    assertRejected(
        PARSER,
        json("{'timestamp':1,'sensor_id':'" + "x".repeat(257) + "','t':1}"),
        NO_SENSOR,
        "sensor_id has 257 characters; at most 256 are allowed");
  }

  @Test
  void oneNamedMetricMustBeANumber() {
    assertRejected(
        TEMPERATURE_AND_HUMIDITY,
        json(HEAD + ",'humidity':null,'temperature':'warm'}"),
        NOT_A_NUMBER,
        "temperature is text; a number is required");
    assertThat(reason(TEMPERATURE_AND_HUMIDITY, json(HEAD + ",'temperature':{'c':1}}")))
        .isEqualTo(NOT_A_NUMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "-1e999"})
  void noFiniteNumber(String number) {
    assertRejected(
        PARSER,
        json(HEAD + ",'a':'b','temperature':" + number + "}"),
        NOT_FINITE,
        "temperature is " + number + "; a finite number is required");
  }

  @Test
  void withoutAMetric() {
    assertRejected(PARSER, json(HEAD + "}"), NO_METRIC, "no numeric member");
    assertRejected(
        PARSER,
        json(HEAD + ",'temperature':'21.5','x':null}"),
        NO_METRIC,
        "no numeric member; temperature is text");
    assertRejected(
        TEMPERATURE_AND_HUMIDITY,
        json(HEAD + ",'pressure':1}"),
        NO_METRIC,
        "no number in temperature, humidity");
    assertRejected(
        TEMPERATURE_AND_HUMIDITY,
        json(HEAD + ",'temperature':null}"),
        NO_METRIC,
        "no number in temperature, humidity; temperature is null");
  }

  @Test
  void aMetricWithoutAUsableName() {
    assertRejected(PARSER, json(HEAD + ",'':2}"), NO_METRIC, "the metric \"\" is blank");
    assertRejected(
        PARSER,
        json(HEAD + ",'a\\u0007':1}"),
        NO_METRIC,
        "the metric \"a\\u0007\" holds the control character U+0007");
    assertThat(readings(TEMPERATURE_AND_HUMIDITY, json(HEAD + ",'':1,'humidity':2}"))).hasSize(1);
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
      assertThat(reason(PARSER, json("{" + String.join(",", some) + "}")))
          .isEqualTo(expected.get(n - 1));
      Collections.reverse(some);
      assertThat(reason(PARSER, json("{" + String.join(",", some) + "}")))
          .isEqualTo(expected.get(n - 1));
    }
    assertThat(reason(PARSER, json(HEAD + ",'':1,'a':NaN}"))).isEqualTo(NOT_FINITE);
    assertThat(reason(TEMPERATURE_AND_HUMIDITY, json(HEAD + ",'humidity':NaN,'temperature':''}")))
        .isEqualTo(NOT_A_NUMBER);
  }

  @Test
  void aRejectionLeavesNoTraceInTheNextMessage() {
    assertThat(reason(PARSER, json(HEAD + ",'t':'','u':NaN}"))).isEqualTo(NOT_FINITE);
    assertThat(reason(PARSER, json("{'t':2}"))).isEqualTo(NO_TIMESTAMP);
    assertThat(reason(PARSER, json("{'timestamp':1,'t':2}"))).isEqualTo(NO_SENSOR);
    assertThat(reason(PARSER, json(HEAD + "}"))).isEqualTo(NO_METRIC);
    assertThat(readings(PARSER, json(HEAD + ",'t':3}"))).containsExactly(reading("s1", "t", 3));
  }

  @Test
  void longTextIsShortenedInSentences() {
    assertRejected(
        PARSER,
        json("{'timestamp':'" + "x".repeat(500) + "','sensor_id':'a','t':1}"),
        BAD_TIMESTAMP,
        "timestamp \""
            + "x".repeat(59)
            + "…\" is neither ISO-8601, such as 2026-01-31T12:34:56.789Z, nor an epoch number;"
            + " --timestamp-format reads other forms");
  }
}
