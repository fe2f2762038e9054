package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.MutatedMessages;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
      Rejected rejected = parser.parse(message, written, Position.ofRecord(3, i));
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

  @Test
  void aRecordWithoutAValueIsEmpty() {
    assertThat(new MessageBlockParser(OPTIONS, BOUNDS).parse(null, 0, Position.NONE).reason())
        .isEqualTo(RejectionReason.EMPTY);
  }
}
