package dev.isotherm.parse;

import static dev.isotherm.fixtures.Parsing.assertRejected;
import static dev.isotherm.fixtures.Parsing.parse;
import static dev.isotherm.fixtures.Parsing.readings;
import static dev.isotherm.fixtures.Parsing.utf8;
import static dev.isotherm.model.RejectionReason.DUPLICATE_FIELD;
import static dev.isotherm.model.RejectionReason.NO_METRIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.Parsed.Accepted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where sensor, metric and value stand in a message. */
final class MessageShapesTest {

  private static final String TIME = "2025-07-01T12:00:00Z";
  private static final ParseOptions LONG =
      ParseOptions.defaults().withLongLayout(new LongLayout("kind", "value"));
  private static final String UPLINK =
      json(
          "{'ids':{'device':'s1'},'at':'2025-07-01T12:00:00Z','up':{'port':2,'gw':[{'rssi':-70}],"
              + "'data':{'temperature':21.5,'humidity':40}}}");

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static List<String> texts(MessageParser parser, String message) {
    return readings(parser, message).stream()
        .map(reading -> reading.series() + " = " + reading.value())
        .toList();
  }

  private static boolean isFast(MessageParser parser, String message) {
    byte[] bytes = utf8(message);
    return parser.fastPath().read(bytes, 0, bytes.length, new FastMessage()) == bytes.length;
  }

  @Test
  void membersInsideOfObjectsAreReadByTheirPaths() {
    MessageParser parser =
        new JsonMessageParser(
            ParseOptions.defaults()
                .withFields("at", "ids.device")
                .withMetrics(List.of("up.data.temperature", "hum=up.data.humidity")));
    assertThat(texts(parser, UPLINK))
        .containsExactlyInAnyOrder("s1/up.data.temperature = 21.5", "s1/hum = 40.0");
    assertThat(isFast(parser, UPLINK)).isTrue();
    assertThat(texts(parser, UPLINK.replace("\"temperature\"", "\"temperatur\\u0065\"")))
        .containsExactlyInAnyOrder("s1/up.data.temperature = 21.5", "s1/hum = 40.0");
  }

  @Test
  void aPatternReadsAllMembersOfAnObject() {
    MessageParser parser =
        new JsonMessageParser(
            ParseOptions.defaults()
                .withFields("at", "ids.device")
                .withMetrics(Set.of("*=up.data.*")));
    assertThat(texts(parser, UPLINK))
        .containsExactlyInAnyOrder("s1/temperature = 21.5", "s1/humidity = 40.0");
    assertThat(isFast(parser, UPLINK)).isTrue();
  }

  @Test
  void aNameWithAPointStaysReachable() {
    MessageParser parser =
        new JsonMessageParser(ParseOptions.defaults().withMetrics(Set.of("a.b")));
    String head = "{'timestamp':'" + TIME + "','sensor_id':'s1',";
    assertThat(texts(parser, json(head + "'a.b':1}"))).containsExactly("s1/a.b = 1.0");
    assertThat(texts(parser, json(head + "'a':{'b':2}}"))).containsExactly("s1/a.b = 2.0");
    assertRejected(
        parser,
        json(head + "'a':{'b':2},'a.b':1}"),
        DUPLICATE_FIELD,
        "a.b is there more than once");
  }

  @Test
  void oneFieldNamesTheMetricOfAnother() {
    MessageParser csv =
        new CsvRowParser(CsvHeader.parse(utf8("timestamp,sensor_id,kind,value,lat"), ','), LONG);
    MessageParser json = new JsonMessageParser(LONG);
    assertThat(texts(csv, TIME + ",s1,P1,7.5,52")).containsExactly("s1/P1 = 7.5");
    assertThat(isFast(csv, TIME + ",s1,P1,7.5,52")).isTrue();
    assertThat(texts(csv, TIME + ",s1,\"P2\",8,52")).containsExactly("s1/P2 = 8.0");
    String head = "{'timestamp':'" + TIME + "','sensor_id':'s1',";
    assertThat(texts(json, json(head + "'value':'7.5','kind':'P1','lat':52}")))
        .containsExactly("s1/P1 = 7.5");
    assertRejected(csv, TIME + ",s1,,7.5,52", NO_METRIC, "kind is empty");
    assertRejected(csv, TIME + ",s1,P1,,52", NO_METRIC, "value is empty");
    assertRejected(json, json(head + "'kind':'P1'}"), NO_METRIC, "value is missing");
    assertRejected(json, json(head + "'value':1}"), NO_METRIC, "kind is missing");
  }

  @Test
  void aRowOfAMetricThatIsNotAskedForIsAcceptedWithoutAReading() {
    ParseOptions onlyP1 = LONG.withMetrics(Set.of("dust=P1"));
    MessageParser csv =
        new CsvRowParser(CsvHeader.parse(utf8("timestamp,sensor_id,kind,value"), ','), onlyP1);
    assertThat(texts(csv, TIME + ",s1,P1,7.5")).containsExactly("s1/dust = 7.5");
    Accepted other = (Accepted) parse(csv, utf8(TIME + ",s1,P2,7.5"));
    assertThat(other.readings()).isEmpty();
  }

  @Test
  void columnsCanBeSensors() {
    ParseOptions wide =
        ParseOptions.defaults()
            .withFields("timestamp", SensorSource.parse("@column:temperature"))
            .withMetrics(List.of("*=rooms.*", "cellar"));
    MessageParser csv = new CsvRowParser(CsvHeader.parse(utf8("timestamp,cellar,x"), ','), wide);
    assertThat(texts(csv, TIME + ",21.5,1")).containsExactly("cellar/temperature = 21.5");
    MessageParser json = new JsonMessageParser(wide);
    assertThat(texts(json, json("{'timestamp':'" + TIME + "','rooms':{'k':20,'b':22},'x':1}")))
        .containsExactly("k/temperature = 20.0", "b/temperature = 22.0");
    assertRejected(csv, TIME + ",,1", NO_METRIC, "no number; cellar is empty");
  }

  @Test
  void theSensorCanComeFromElsewhere() {
    MessageParser csv =
        new CsvRowParser(
            CsvHeader.parse(utf8("timestamp,t"), ','),
            ParseOptions.defaults().withFields("timestamp", SensorSource.parse("@file")));
    csv.fixSensor("cellar");
    assertThat(texts(csv, TIME + ",7.5")).containsExactly("cellar/t = 7.5");
    csv.fixSensor("Süd");
    assertThat(texts(csv, TIME + ",7.5")).containsExactly("Süd/t = 7.5");
    csv.fixSensor("well");
    assertThat(texts(csv, TIME + ",7.5")).containsExactly("well/t = 7.5");
  }
}
