package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.MutatedMessages;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.time.InstantSyntax;
import dev.isotherm.parse.time.RepeatedHour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageBlockParserTest {

  private static final ParseOptions OPTIONS = ParseOptions.defaults().withMaxMessageBytes(150);
  private static final InstantBounds BOUNDS =
      new InstantBounds(
          Instant.parse("1990-01-01T00:00:00Z").toEpochMilli(),
          Duration.ofDays(365),
          InstantBounds.Reference.RECORD);

  /** The parser for single messages, with the bounds behind it, says what is right. */
  @Test
  void comesToTheSameAsMessageByMessage() {
    Random random = Seeded.random(MessageBlockParserTest.class);
    JsonMessageParser single = new JsonMessageParser(OPTIONS);
    MessageBlockParser parser = new MessageBlockParser(OPTIONS, BOUNDS);
    List<Reading> expected = new ArrayList<>();
    List<Reading> readings = new ArrayList<>();
    int messages = 0;
    int rejections = 0;
    int future = 0;
    int past = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] message = MutatedMessages.json(random);
      // Most of the instants lie before 2100, many before the message was written.
      long written = random.nextInt(10) == 0 ? -1 : random.nextLong(6_000_000_000_000L);
      Parsed parsed = single.parseFully(message, 0, message.length);
      parsed = BOUNDS.check(parsed, written >= 0 ? written : Long.MAX_VALUE);
      Rejected rejected = why(parser.parse(message, written, Position.ofRecord(3, i)));
      if (parsed instanceof Accepted accepted) {
        assertThat(rejected).as("%s", new String(message, UTF_8)).isNull();
        for (Reading one : accepted.readings()) {
          expected.add(
              new Reading(one.series(), one.epochMillis(), one.value(), Position.ofRecord(3, i)));
        }
        messages++;
      } else {
        assertThat(rejected).as("%s", new String(message, UTF_8)).isEqualTo(parsed);
        rejections++;
        future += rejected.reason() == RejectionReason.FUTURE_TIMESTAMP ? 1 : 0;
        past += rejected.reason() == RejectionReason.PAST_TIMESTAMP ? 1 : 0;
      }
      if (parser.isFull() || random.nextInt(500) == 0) {
        ReadingBlock block = parser.take(false);
        assertThat(block.messages()).isEqualTo(messages);
        messages = 0;
        for (int reading = 0; reading < block.count(); reading++) {
          readings.add(block.reading(reading));
        }
        assertThat(readings).isEqualTo(expected);
        readings.clear();
        expected.clear();
      }
    }
    assertThat(rejections).isBetween(10_000, 55_000);
    assertThat(future).isGreaterThan(300);
    assertThat(past).isGreaterThan(300);
  }

  /** The instant of a logical type needs no format; that of a text or a number does. */
  @Test
  void readsAvroAsTheSameMessageInJson() {
    ParseOptions options =
        ParseOptions.defaults()
            .withInstants(
                new InstantSyntax(
                    ZoneId.of("UTC"),
                    List.of("dd/MM/yyyy HH:mm"),
                    RepeatedHour.EARLIER,
                    InstantSyntax.NO_EARLIEST))
            .withMetrics(List.of("t", "deep=in.*"));
    MessageBlockParser parser =
        new MessageBlockParser(
            options,
            InstantBounds.NONE,
            id ->
                new AvroSchemas.Known(
                    List.of(
                        """
                        {"type":"record","name":"M","fields":[
                          {"name":"timestamp","type":[
                            {"type":"long","logicalType":"timestamp-millis"},"string","int"]},
                          {"name":"sensor_id","type":"string"},
                          {"name":"t","type":["null","double"]},
                          {"name":"in","type":{"type":"map","values":"float"}}]}
                        """)));
    Reading reading = new Reading(new Series("a", "t"), 500, 2.5, Position.ofRecord(0, 1));
    String value = "02 61 02 00 00 00 00 00 00 04 40 00";
    assertThat(parser.parse(avro("00 e8 07", value), -1, reading.position())).isEmpty();
    ReadingBlock block = parser.take(false);
    assertThat(block.count()).isEqualTo(1);
    assertThat(block.reading(0)).isEqualTo(reading);

    String text = "02 20 30 31 2f 30 37 2f 32 30 32 35 20 31 32 3a 33 34";
    assertThat(parser.parse(avro(text, value), -1, Position.NONE)).isEmpty();
    assertThat(parser.take(false).latestMillis())
        .isEqualTo(Instant.parse("2025-07-01T12:34:00Z").toEpochMilli());
    Rejected number = why(parser.parse(avro("04 e8 07", value), -1, Position.NONE));
    assertThat(number.reason()).isEqualTo(RejectionReason.BAD_TIMESTAMP);

    String withoutT = "02 61 00 02 02 78 00 00 c0 7f 00";
    assertThat(why(parser.parse(avro("00 e8 07", withoutT), -1, Position.NONE)).reason())
        .isEqualTo(RejectionReason.NOT_FINITE);
    String nested = "02 61 00 04 02 78 00 00 c0 7f 02 79 00 00 20 40 00";
    assertThat(parser.parse(avro("00 e8 07", nested), -1, Position.NONE)).isEmpty();
    assertThat(parser.take(false).reading(0).value()).isEqualTo(2.5);
    assertThat(parser.takeLeftOut())
        .extracting(LeftOut::text)
        .containsExactly("in.x is not finite, such as \"NaN\"", "t is empty, such as \"null\"");
    assertThat(why(parser.parse(null, 0, Position.NONE)).reason()).isEqualTo(RejectionReason.EMPTY);
    assertThat(why(parser.parse(new byte[0], 0, Position.NONE)).reason())
        .isEqualTo(RejectionReason.EMPTY);
  }

  private static Rejected why(List<RejectedMessage> rejected) {
    assertThat(rejected).hasSizeLessThan(2);
    return rejected.isEmpty() ? null : rejected.get(0).why();
  }

  private static byte[] avro(String... hex) {
    return HexFormat.of().parseHex("0000000007" + String.join("", hex).replace(" ", ""));
  }

  @Test
  void aRecordWithoutAValueIsEmpty() {
    assertThat(why(new MessageBlockParser(OPTIONS, BOUNDS).parse(null, 0, Position.NONE)).reason())
        .isEqualTo(RejectionReason.EMPTY);
  }
}
