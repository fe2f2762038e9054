package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.isotherm.fixtures.MutatedMessages;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ElementsParserTest {

  private static final ParseOptions OPTIONS = ParseOptions.defaults();
  private static final InstantBounds BOUNDS =
      new InstantBounds(0, InstantBounds.ANY_SKEW, InstantBounds.Reference.RECORD);

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static MessageBlockParser parser(ParseOptions options) {
    return new MessageBlockParser(options, BOUNDS);
  }

  private static List<String> readings(MessageBlockParser parser) {
    return texts(parser.take(false));
  }

  private static List<String> texts(ReadingBlock block) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < block.count(); i++) {
      Reading one = block.reading(i);
      texts.add(
          one.series().sensorId()
              + " "
              + one.series().metric()
              + " "
              + Instant.ofEpochMilli(one.epochMillis())
              + " "
              + one.value());
    }
    return texts;
  }

  private static List<RejectedMessage> parse(MessageBlockParser parser, String message) {
    return parser.parse(message.getBytes(UTF_8), -1, Position.ofRecord(0, 1));
  }

  @Test
  void elementsTakeOverWhatStandsBesideTheirArray() {
    MessageBlockParser parser =
        parser(OPTIONS.withElements("data.readings").withFields("time", "device.id"));
    String message =
        """
        {"device": {"id": "a7", "battery": 3.1},
         "data": {"readings": [
           {"time": "2026-01-01T00:00:00Z", "t": 1.5},
           {"t": 2.5, "u": 7},
           {"time": "2026-01-01T00:02:00Z", "device": {"id": "b"}, "t": 3.5}]},
         "time": "2026-01-01T00:01:00Z"}
        """;
    assertThat(parse(parser, message)).isEmpty();
    assertThat(readings(parser))
        .containsExactly(
            "a7 t 2026-01-01T00:00:00Z 1.5",
            "a7 t 2026-01-01T00:01:00Z 2.5",
            "a7 u 2026-01-01T00:01:00Z 7.0",
            "b t 2026-01-01T00:02:00Z 3.5");
    assertThat(parser.takeLeftOut())
        .extracting(LeftOut::text)
        .containsExactly("device.battery is beside the array of --elements, such as \"3.1\"");
    // Nothing is left of it for the next message.
    assertThat(parse(parser, "{\"data\":{\"readings\":[{\"t\":1}]}}"))
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.why().detail()).isEqualTo("time is missing");
              assertThat(rejected.element()).isZero();
            });
  }

  @Test
  void theNameOfTheMetricMayStandBesideTheArray() {
    MessageBlockParser parser =
        parser(OPTIONS.withElements("points").withLongLayout(new LongLayout("kind", "v")));
    String message =
        """
        {"sensor_id":"a","kind":"t","points":[{"timestamp":1767225601,"v":1},{"timestamp":1767225602,"v":2},
        {"timestamp":1767225603,"v":3,"kind":"u"}]}
        """;
    assertThat(parse(parser, message)).isEmpty();
    assertThat(readings(parser))
        .containsExactly(
            "a t 2026-01-01T00:00:01Z 1.0",
            "a t 2026-01-01T00:00:02Z 2.0",
            "a u 2026-01-01T00:00:03Z 3.0");
  }

  @Test
  void partsOfAJoinedInstantMayStandBesideTheArray() {
    MessageBlockParser parser =
        parser(
            OPTIONS
                .withElements("r")
                .withFields(FieldList.of("date", "time"), SensorSource.field("s")));
    assertThat(
            parse(
                parser,
                "{\"date\":\"2026-01-01\",\"s\":1,\"r\":[{\"time\":\"10:00:00Z\",\"t\":1}]}"))
        .isEmpty();
    assertThat(readings(parser)).containsExactly("1 t 2026-01-01T10:00:00Z 1.0");
  }

  @Test
  void rejectedElementsStayTogetherByReason() {
    MessageBlockParser parser = parser(OPTIONS.withElements("r"));
    String message =
        """
        {"sensor_id":"a","r":[{"timestamp":"2026-01-01T00:00:00Z","t":1},{"t":2},7,\
        {"timestamp":"x","t":3},{"t":4},{"timestamp":"2026-01-01T00:01:00Z","t":5},{"u":null}]}\
        """;
    List<RejectedMessage> rejected = parse(parser, message);
    assertThat(readings(parser))
        .containsExactly("a t 2026-01-01T00:00:00Z 1.0", "a t 2026-01-01T00:01:00Z 5.0");
    assertThat(rejected)
        .extracting(
            one -> one.why().reason() + " " + one.element() + " " + one.messages(),
            one -> new String(one.raw(), UTF_8))
        .containsExactly(
            tuple("NOT_AN_OBJECT 2 1", "{\"sensor_id\":\"a\",\"r\":[7]}"),
            tuple(
                "NO_TIMESTAMP 1 3",
                "{\"sensor_id\":\"a\",\"r\":[{\"t\":2},{\"t\":4},{\"u\":null}]}"),
            tuple(
                "BAD_TIMESTAMP 3 1",
                "{\"sensor_id\":\"a\",\"r\":[{\"timestamp\":\"x\",\"t\":3}]}"));
    // What is rejected is rejected in the same way when it comes again.
    for (RejectedMessage one : rejected) {
      List<RejectedMessage> again = parser.parse(one.raw(), -1, Position.ofRecord(0, 2));
      assertThat(again).hasSize(1);
      assertThat(again.get(0).why()).isEqualTo(one.why());
      assertThat(again.get(0).messages()).isEqualTo(one.messages());
      assertThat(again.get(0).raw()).isEqualTo(one.raw());
    }
  }

  @Test
  void aReadingThatIsInTheMessageTwiceCountsOnce() {
    MessageBlockParser parser = parser(OPTIONS.withElements("."));
    String one = "{\"sensor_id\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"t\":1,\"u\":2}";
    String other = one.replace("\"u\":2", "\"w\":2").replace("\"t\":1", "\"t\":3");
    List<RejectedMessage> rejected = parse(parser, "[" + one + "," + other + "," + one + "]");
    assertThat(readings(parser))
        .containsExactly("a t 2026-01-01T00:00:00Z 1.0", "a u 2026-01-01T00:00:00Z 2.0");
    assertThat(rejected)
        .singleElement()
        .satisfies(
            both -> {
              assertThat(both.why().reason()).isEqualTo(RejectionReason.DUPLICATE_FIELD);
              assertThat(both.why().detail())
                  .isEqualTo("t of a at 2026-01-01T00:00:00Z is in the message more than once");
              assertThat(both.element()).isEqualTo(1);
              assertThat(both.messages()).isEqualTo(2);
            });
  }

  @Test
  void theTimestampOfTheRecordIsTheInstant() {
    MessageBlockParser parser =
        parser(
            OPTIONS.withFields(
                ParseOptions.timestampFields(List.of("@record")), SensorSource.field("s")));
    byte[] message = "{\"s\":\"a\",\"@record\":3,\"timestamp\":4}".getBytes(UTF_8);
    long written = Instant.parse("2026-01-01T00:00:00.007Z").toEpochMilli();
    assertThat(parser.parse(message, written, Position.ofRecord(0, 1))).isEmpty();
    assertThat(parser.parse("{\"s\":\"b\",\"t\":\"x\"}".getBytes(UTF_8), written, 1)).hasSize(1);
    assertThat(parser.parse("{\"s\":\"\\u0062\",\"t\":1}".getBytes(UTF_8), written + 1, 1))
        .isEmpty();
    assertThat(readings(parser))
        .containsExactly(
            "a @record 2026-01-01T00:00:00.007Z 3.0",
            "a timestamp 2026-01-01T00:00:00.007Z 4.0",
            "b t 2026-01-01T00:00:00.008Z 1.0");
    assertThat(parser.parse(message, -1, 1).get(0).why())
        .isEqualTo(
            new Rejected(
                RejectionReason.NO_TIMESTAMP,
                "the Kafka record has no timestamp (--timestamp-field)"));
  }

  /** An element is read as the message would be that has the members beside the array itself. */
  @Test
  void anElementIsReadLikeAMessageOfItsOwn() {
    Random random = Seeded.random(ElementsParserTest.class);
    MessageBlockParser parser = parser(OPTIONS.withElements("r"));
    JsonMessageParser single = new JsonMessageParser(OPTIONS, FastPathParser.NONE);
    int accepted = 0;
    int rejections = 0;
    for (int i = 0; i < 20_000; i++) {
      long position = Position.ofRecord(0, i);
      List<byte[]> elements = new ArrayList<>();
      while (elements.isEmpty() || random.nextInt(3) > 0) {
        byte[] element = MutatedMessages.json(random);
        if (isOneValue(element)) {
          elements.add(element);
        }
      }
      Set<Object> places = new HashSet<>();
      List<Reading> expected = new ArrayList<>();
      int messages = 0;
      for (byte[] element : elements) {
        Parsed parsed = BOUNDS.check(single.parseFully(element, 0, element.length), Long.MAX_VALUE);
        if (parsed instanceof Accepted one && areNew(one, places)) {
          one.readings()
              .forEach(
                  reading ->
                      expected.add(
                          new Reading(
                              reading.series(), reading.epochMillis(), reading.value(), position)));
          messages++;
        }
      }
      byte[] message = pack(elements);
      List<RejectedMessage> rejected = parser.parse(message, -1, position);
      ReadingBlock block = parser.take(false);
      List<Reading> readings = new ArrayList<>();
      for (int one = 0; one < block.count(); one++) {
        readings.add(block.reading(one));
      }
      assertThat(readings).as("%s", new String(message, UTF_8)).isEqualTo(expected);
      assertThat(block.messages()).isEqualTo(messages);
      int others = rejected.stream().mapToInt(RejectedMessage::messages).sum();
      assertThat(block.messages() + others).isEqualTo(elements.size());
      accepted += messages;
      rejections += others;
    }
    assertThat(accepted).isGreaterThan(10_000);
    assertThat(rejections).isGreaterThan(1_000);
  }

  /** The block parser uses the fast path for elements, the other one does not. */
  @Test
  void theFastPathAgreesAboutWhatElementsTakeOver() {
    Random random = Seeded.random(ElementsParserTest.class);
    ParseOptions options = OPTIONS.withElements("r");
    MessageBlockParser fast = parser(options);
    ReadingBlockBuilder builder = new ReadingBlockBuilder();
    JsonMessageParser complete = new JsonMessageParser(options, FastPathParser.NONE);
    ElementsParser slow = new ElementsParser(options, complete, builder, () -> {});
    String[] sensors = {
      "",
      "\"sensor_id\":\"out\",",
      "\"sensor_id\":7,",
      "\"sensor_id\":\"\",",
      "\"sensor_id\":null,",
      "\"sensor_id\":\"\u00e4\","
    };
    String[] instants = {
      "",
      "\"timestamp\":\"2026-01-01T00:00:00Z\",",
      "\"timestamp\":1767225600000,",
      "\"timestamp\":\"x\",",
      "\"timestamp\":{},",
      "\"timestamp\":\"1960-01-01T00:00:00Z\","
    };
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder message = new StringBuilder("{");
      message.append(sensors[random.nextInt(sensors.length)]);
      message.append(instants[random.nextInt(instants.length)]);
      message.append("\"r\":[");
      for (int n = random.nextInt(4); n >= 0; n--) {
        message.append('{');
        message.append(random.nextBoolean() ? "" : sensors[random.nextInt(sensors.length)]);
        message.append(random.nextBoolean() ? "" : instants[random.nextInt(instants.length)]);
        message.append("\"t").append(random.nextInt(3)).append("\":").append(random.nextInt(9));
        message.append(n == 0 ? "}" : "},");
      }
      byte[] bytes = message.append("]}").toString().getBytes(UTF_8);
      List<RejectedMessage> expected =
          slow.parse(
              bytes,
              0,
              bytes.length,
              (from, offset, length) ->
                  builder.add(
                      BOUNDS.check(complete.parseFully(from, offset, length), Long.MAX_VALUE), 1));
      List<RejectedMessage> rejected = fast.parse(bytes, -1, 1);
      assertThat(texts(fast.take(false)))
          .as(message.toString())
          .isEqualTo(texts(builder.take(false)));
      assertThat(wholly(rejected)).as(message.toString()).isEqualTo(wholly(expected));
      taken += rejected.isEmpty() ? 1 : 0;
    }
    assertThat(taken).isBetween(500, 18_000);
  }

  /** What is in each of them; the arrays of a record are not equal when their bytes are. */
  private static List<List<Object>> wholly(List<RejectedMessage> rejected) {
    return rejected.stream()
        .map(
            one ->
                List.<Object>of(
                    one.why(), ByteBuffer.wrap(one.raw()), one.element(), one.messages()))
        .toList();
  }

  private static boolean areNew(Accepted message, Set<Object> places) {
    List<Object> ofMessage = new ArrayList<>();
    message.readings().forEach(one -> ofMessage.add(List.of(one.series(), one.epochMillis())));
    return ofMessage.stream().noneMatch(places::contains) && places.addAll(ofMessage);
  }

  /** Whether a text is one JSON value, so that it can be an element. */
  private static boolean isOneValue(byte[] text) {
    try (var parser = JSON.createParser(new String(text, UTF_8))) {
      boolean clean = Utf8.isValid(text, 0, text.length);
      if (!clean || text.length == 0 || text[0] != '{' || parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (java.io.IOException noJson) {
      return false;
    }
  }

  private static byte[] pack(List<byte[]> elements) {
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    pack.writeBytes("{\"r\":[".getBytes(UTF_8));
    for (int i = 0; i < elements.size(); i++) {
      pack.writeBytes((i == 0 ? "" : ",").getBytes(UTF_8));
      pack.writeBytes(elements.get(i));
    }
    pack.writeBytes("]}".getBytes(UTF_8));
    return pack.toByteArray();
  }
}
