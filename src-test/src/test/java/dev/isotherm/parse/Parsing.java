package dev.isotherm.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.Parsed.Accepted;
import dev.isotherm.parse.Parsed.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the tests of all parsers ask: which readings, or which reason and sentence. */
final class Parsing {

  private Parsing() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One byte per character, to write down what is not UTF-8. */
  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Parses amid other bytes, which must neither be read nor changed. */
  static Parsed parse(MessageParser parser, byte[] message) {
    byte[] surrounded = new byte[message.length + 6];
    Arrays.fill(surrounded, (byte) '7');
    System.arraycopy(message, 0, surrounded, 3, message.length);
    byte[] before = surrounded.clone();
    Parsed parsed = parser.parse(surrounded, 3, message.length);
    assertThat(surrounded).isEqualTo(before);
    return parsed;
  }

  static List<Reading> readings(MessageParser parser, String message) {
    Parsed parsed = parse(parser, utf8(message));
    assertThat(parsed).as(message).isInstanceOf(Accepted.class);
    return ((Accepted) parsed).readings();
  }

  static RejectionReason reason(MessageParser parser, String message) {
    return reason(parser, utf8(message));
  }

  static RejectionReason reason(MessageParser parser, byte[] message) {
    Parsed parsed = parse(parser, message);
    assertThat(parsed)
        .as(new String(message, StandardCharsets.ISO_8859_1))
        .isInstanceOf(Rejected.class);
    return ((Rejected) parsed).reason();
  }

  static void assertRejected(
      MessageParser parser, String message, RejectionReason reason, String detail) {
    assertThat(parse(parser, utf8(message))).as(message).isEqualTo(new Rejected(reason, detail));
  }
}
