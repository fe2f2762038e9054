package dev.isotherm.parse;

import static dev.isotherm.fixtures.Parsing.assertRejected;
import static dev.isotherm.fixtures.Parsing.readings;
import static dev.isotherm.fixtures.Parsing.utf8;
import static dev.isotherm.model.RejectionReason.BAD_ROW;
import static dev.isotherm.model.RejectionReason.BAD_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.DUPLICATE_FIELD;
import static dev.isotherm.model.RejectionReason.NO_SENSOR;
import static dev.isotherm.model.RejectionReason.NO_TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.time.RepeatedHour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instant and the name of the sensor, joined from several fields of a message. */
final class JoinedFieldsTest {

  private static final ParseOptions DATE_AND_TIME =
      ParseOptions.defaults()
          .withFields(
              FieldList.of("Date", "Time"), SensorSource.fields(FieldList.of("site", "room")));

  private static final MessageParser ROWS = rows("Time,room,site,Date,t", DATE_AND_TIME);
  private static final MessageParser OBJECTS = new JsonMessageParser(DATE_AND_TIME);

  private static MessageParser rows(String header, ParseOptions options) {
    return new CsvRowParser(CsvHeader.parse(utf8(header), ','), options);
  }

  private static ParseOptions read(ParseOptions options, String... formats) {
    return options.withInstants(options.instants().with(List.of(formats), RepeatedHour.EARLIER));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String only(MessageParser parser, String message) {
    List<Reading> readings = readings(parser, message);
    assertThat(readings).hasSize(1);
    return readings.get(0).toString();
  }

  @Test
  void areJoinedInTheOrderOfTheFieldsWhateverTheirOrderInTheMessage() {
    String reading = "north/7/t = 21.5 at 2025-07-01T12:00:00Z";
    assertThat(only(ROWS, "12:00,7,north,2025-07-01,21.5")).isEqualTo(reading);
    assertThat(only(ROWS, "\" 12:00\" , \"7\",north,2025-07-01,21.5")).isEqualTo(reading);
    assertThat(
            only(
                OBJECTS,
                json("{'t':21.5,'room':7,'Time':'12:00','site':'north','Date':'2025-07-01'}")))
        .isEqualTo(reading);
  }

  /** a/b and c would be the same sensor as a and b/c. */
  @Test
  void onlyTheLastPartOfANameMayHoldTheSlash() {
    String error =
        "site \"a/b\" has a slash, which joins the fields of a sensor: only the last field of"
            + " --sensor-field may have one";
    String object = "{'t':1,'room':'%s','Time':'12:00','site':'%s','Date':'2025-07-01'}";
    assertRejected(ROWS, "12:00,c,a/b,2025-07-01,1", NO_SENSOR, error);
    assertRejected(OBJECTS, json(object.formatted("c", "a/b")), NO_SENSOR, error);
    String reading = "a/b/c/t = 1.0 at 2025-07-01T12:00:00Z";
    assertThat(only(ROWS, "12:00,b/c,a,2025-07-01,1")).isEqualTo(reading);
    assertThat(only(OBJECTS, json(object.formatted("b/c", "a")))).isEqualTo(reading);
    MessageParser single = rows("timestamp,sensor_id,t", ParseOptions.defaults());
    assertThat(only(single, "2025-07-01 12:00,a/b,1")).startsWith("a/b/t = 1.0");
  }

  @Test
  void numbersAreJoinedAsTheyAreWritten() {
    ParseOptions options =
        read(
            ParseOptions.defaults()
                .withFields(FieldList.of("year", "month", "day", "hour"), SensorSource.field("id")),
            "yyyy M d H");
    String reading = "s1/t = 1.0 at 2025-07-01T09:00:00Z";
    assertThat(only(rows("year,month,day,hour,id,t", options), "2025,07,1,09,s1,1"))
        .isEqualTo(reading);
    assertThat(
            only(
                new JsonMessageParser(options),
                json("{'id':'s1','year':2025,'month':7,'day':'1','hour':9,'t':1}")))
        .isEqualTo(reading);
  }

  @Test
  void membersInsideOfObjectsAreJoinedByTheirPaths() {
    MessageParser parser =
        new JsonMessageParser(
            ParseOptions.defaults()
                .withFields(
                    FieldList.of("at.day", "at.time"),
                    SensorSource.fields(FieldList.of("site", "device.id")))
                .withMetrics(List.of("t")));
    assertThat(
            only(
                parser,
                json(
                    "{'device':{'id':'d1'},'t':1,'at':{'time':'10:30','day':'2025-07-01'},"
                        + "'site':'north'}")))
        .isEqualTo("north/d1/t = 1.0 at 2025-07-01T10:30:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          |,7,north,2025-07-01,1|      , NO_TIMESTAMP , Time is empty
          |12:00,7,north,,1|           , NO_TIMESTAMP , Date is empty
          |12:00,,north,2025-07-01,1|  , NO_SENSOR    , room is empty
          |12:00,7,,2025-07-01,1|      , NO_SENSOR    , site is empty
          |,,,,1|                      , NO_TIMESTAMP , Date is empty
          """)
  void aRowThatLacksAPartIsRejected(String row, RejectionReason reason, String detail) {
    assertRejected(ROWS, row, reason, detail);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          |'Date':'2025-07-01','site':'a','room':1|                    , NO_TIMESTAMP  , Time is missing
          |'Time':null,'Date':'2025-07-01','site':'a','room':1|        , NO_TIMESTAMP  , Time is null
          |'Time':' ','Date':'2025-07-01','site':'a','room':1|         , NO_TIMESTAMP  , Time is empty
          |'Time':[1],'Date':'2025-07-01','site':'a','room':1|         , BAD_TIMESTAMP , Time is an array; text or a number is required
          |'Time':true,'room':null|                                    , NO_TIMESTAMP  , Date is missing
          |'Time':'12:00','Date':'2025-07-01','site':'a'|              , NO_SENSOR     , room is missing
          |'Time':'12:00','Date':'2025-07-01','site':'','room':1|      , NO_SENSOR     , site is empty
          |'Time':'12:00','Date':'2025-07-01','site':'a','room':1.5|   , NO_SENSOR     , room is a number; text or an integer is required
          """)
  void anObjectThatLacksAPartIsRejected(String members, RejectionReason reason, String detail) {
    assertRejected(OBJECTS, json("{'t':1," + members + "}"), reason, detail);
  }

  @Test
  void aColumnThatIsMissingIsNamed() {
    assertRejected(
        rows("Date,site,room,t", DATE_AND_TIME),
        "2025-07-01,a,1,2",
        NO_TIMESTAMP,
        "there is no column Time; there are Date, site, room, t");
  }

  @Test
  void whatIsNoInstantIsSaidOfTheJoinedText() {
    assertRejected(
        ROWS,
        "25:00,7,north,2025-07-01,1",
        BAD_TIMESTAMP,
        "Date,Time \"2025-07-01 25:00\" has hour 25; 0 to 23 are allowed");
    assertRejected(
        OBJECTS,
        json("{'Time':'25:00','Date':'2025-07-01','site':'a','room':1,'t':1}"),
        BAD_TIMESTAMP,
        "Date,Time \"2025-07-01 25:00\" has hour 25; 0 to 23 are allowed");
    assertRejected(
        OBJECTS,
        json("{'Time':'10:00','Time':'11:00','Date':'2025-07-01','site':'a','room':1,'t':1}"),
        DUPLICATE_FIELD,
        "Time is there more than once");
    assertThat(Parsing.reason(ROWS, Parsing.latin1("12:00,7,n\u00f6rd,2025-07-01,1")))
        .isEqualTo(BAD_ROW);
  }

  /** What one message has must not become a part of the next. */
  @Test
  void nothingIsKeptFromMessageToMessage() {
    String whole = json("{'Time':'12:00','Date':'2025-07-01','site':'a','room':1,'t':1}");
    assertThat(readings(OBJECTS, whole)).hasSize(1);
    assertRejected(OBJECTS, json("{'t':1}"), NO_TIMESTAMP, "Date is missing");
    assertRejected(
        OBJECTS, json("{'Time':'12:00','Date':'2025-07-01','t':1}"), NO_SENSOR, "site is missing");
  }

  @Test
  void onlyTheCompleteParsersJoin() {
    assertThat(ROWS.fastPath()).isSameAs(FastPathParser.NONE);
    assertThat(OBJECTS.fastPath()).isSameAs(FastPathParser.NONE);
    ParseOptions single =
        ParseOptions.defaults().withFields(FieldList.of("Date"), SensorSource.field("site"));
    assertThat(rows("Date,site,t", single).fastPath()).isNotSameAs(FastPathParser.NONE);
    assertThat(new JsonMessageParser(single).fastPath()).isNotSameAs(FastPathParser.NONE);
  }
}
