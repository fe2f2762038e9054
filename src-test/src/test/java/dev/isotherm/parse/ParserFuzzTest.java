package dev.isotherm.parse;

import static dev.isotherm.fixtures.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.number.NumberStyle;
import dev.isotherm.parse.text.TextLineParser;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No bytes make a parser throw, and none get a number past it that is not finite. */
class ParserFuzzTest {

  private static final int MESSAGES = 100_000;

  private static final List<byte[]> GOOD =
      Stream.of(
              "{\"timestamp\":\"2025-07-01T12:34:56.789+02:00\",\"sensor_id\":\"s1\",\"t\":21.5}",
              "{\"timestamp\":1751373296.789,\"sensor_id\":7,\"t\":-1e-3,\"x\":{\"a\":[1,null]}}",
              "{\"sensor_id\":\"\\u00d6\\ud83d\\ude00 °\",\"t\":1e308,\"timestamp\":\"2025-03-30"
                  + " 02:30\"}",
              "{\"timestamp\":0,\"sensor_id\":\"s\",\"u\":null,\"u\":\"x\",\"t\":NaN}",
              "{\"timestamp\":\"2025-07-01\",\"sensor_id\":\"s\",\"x\":\"21.5\"}",
              "2025-07-01T12:34:56Z,s1,21.5,40,\"a \"\"b\"\", c\"",
              "2025-03-30,Süd 😀,1e308,-.5,",
              "\"1751373296789\",\"s1\",nan,1,x",
              "  -21.5e-1 ",
              "123456789012345678901234567890",
              "infinity")
          .map(Parsing::utf8)
          .toList();

  private static final List<byte[]> PIECES =
      Stream.of(
              "\"",
              "\"\"",
              "\\",
              "\\u0000",
              "\\ud800",
              "{",
              "}",
              "[",
              "]",
              ",",
              ":",
              "null",
              "NaN",
              "-",
              "+",
              ".",
              "e",
              "E999",
              "e-999999999",
              "0",
              "9999999999999999999",
              "\0",
              "\r",
              "\n",
              "\t",
              " ",
              "\uFEFF",
              "timestamp",
              "\"t\":",
              "°",
              "😀",
              "T",
              "Z",
              "+18:00",
              "1e400")
          .map(Parsing::utf8)
          .toList();

  @Test
  void everyMessageIsAcceptedOrRejected() {
    Random random = Seeded.random(ParserFuzzTest.class);
    ParseOptions options =
        ParseOptions.defaults().withZone(ZoneId.of("Europe/Berlin")).withMaxMessageBytes(200);
    CsvHeader header = new CsvHeader(List.of("timestamp", "sensor_id", "t", "u", "x"), ',');
    MessageParser text = new TextLineParser(new Series("s", "t"), 0, 200, NumberStyle.PLAIN);
    ParseOptions restricted = options.withMetrics(Set.of("t"));
    ParseOptions joined =
        options.withFields(
            FieldList.of("timestamp", "u"), SensorSource.fields(FieldList.of("sensor_id", "x")));
    List<MessageParser> joining =
        List.of(new JsonMessageParser(joined), new CsvRowParser(header, joined));
    List<MessageParser> free =
        List.of(new JsonMessageParser(options), new CsvRowParser(header, options), text);
    List<MessageParser> named =
        List.of(new JsonMessageParser(restricted), new CsvRowParser(header, restricted), text);
    Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
    int accepted = 0;
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = random.nextInt(5) == 0 ? garbage(random) : mutated(random);
      for (MessageParser parser :
          List.of(free, named, free, named, joining).get(random.nextInt(5))) {
        if (outcome(bytes -> Parsing.parse(parser, bytes, 0, bytes.length), message)
            instanceof Rejected rejected) {
          reasons.merge(rejected.reason(), 1, Integer::sum);
        } else {
          accepted++;
        }
      }
    }
    System.out.println("ParserFuzzTest: accepted=" + accepted + " " + reasons);
    assertThat(accepted).isGreaterThan(MESSAGES / 10);
    assertThat(reasons.keySet())
        .as("every reason but those of bounds and of records was reached")
        .containsExactlyInAnyOrder(
            Arrays.stream(RejectionReason.values())
                .filter(reason -> reason != RejectionReason.FUTURE_TIMESTAMP)
                .filter(reason -> reason != RejectionReason.PAST_TIMESTAMP)
                .filter(reason -> reason != RejectionReason.NOT_AVRO)
                .toArray(RejectionReason[]::new));
  }

  private static Parsed outcome(Function<byte[], Parsed> parser, byte[] message) {
    Parsed parsed;
    try {
      parsed = parser.apply(message);
    } catch (RuntimeException e) {
      throw new AssertionError("threw on " + HexFormat.of().formatHex(message), e);
    }
    boolean sound =
        parsed instanceof Accepted accepted
            ? !accepted.readings().isEmpty()
                && accepted.readings().stream()
                    .mapToDouble(Reading::value)
                    .allMatch(Double::isFinite)
                && accepted.readings().stream()
                    .allMatch(reading -> reading.epochMillis() == accepted.epochMillis())
            : parsed instanceof Rejected rejected && isSentence(rejected.detail());
    if (!sound) {
      fail("%s gave %s", HexFormat.of().formatHex(message), parsed);
    }
    return parsed;
  }

  /** Short, printable, and not an exception's name, which would be a fault that was swallowed. */
  private static boolean isSentence(String detail) {
    return !detail.isBlank()
        && detail.length() < 300
        && detail.chars().noneMatch(Character::isISOControl)
        && !detail.contains("Exception")
        && !detail.contains("cannot be read");
  }

  private static byte[] garbage(Random random) {
    byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 40)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A good message with up to four bytes changed, cut out, doubled, or pieces put in. */
  private static byte[] mutated(Random random) {
    byte[] message = GOOD.get(random.nextInt(GOOD.size())).clone();
    for (int changes = random.nextInt(5); changes > 0; changes--) {
      int at = random.nextInt(message.length + 1);
      int to = at + random.nextInt(Math.min(8, message.length - at + 1));
      byte[] piece =
          switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            case 2 -> Arrays.copyOfRange(message, 0, at);
            default -> PIECES.get(random.nextInt(PIECES.size()));
          };
      message = spliced(message, at, to, piece);
    }
    return message;
  }

  private static byte[] spliced(byte[] message, int from, int to, byte[] piece) {
    byte[] result = Arrays.copyOf(message, from + piece.length + message.length - to);
    System.arraycopy(piece, 0, result, from, piece.length);
    System.arraycopy(message, to, result, from + piece.length, message.length - to);
    return result;
  }

  @Test
  void theOracleCatchesAParserThatLetsAFaultThrough() {
    byte[] message = utf8("1");
    assertThat(
            Stream.<Function<byte[], Parsed>>of(
                    bytes -> {
                      throw new IllegalStateException("broken");
                    },
                    bytes -> null,
                    bytes -> new Rejected(RejectionReason.NOT_JSON, "java.lang.Exception: x"))
                .filter(parser -> catches(parser, message))
                .count())
        .isEqualTo(3);
  }

  private static boolean catches(Function<byte[], Parsed> parser, byte[] message) {
    try {
      outcome(parser, message);
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }
}
