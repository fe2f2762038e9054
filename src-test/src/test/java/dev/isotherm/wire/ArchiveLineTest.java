package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.RawMessage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchiveLineTest {

  private static final long NOON = 1_751_371_200_250L;
  private static final MessageHeader[] NONE = {};

  /** Lines of this form are kept for years. */
  @Test
  void writesTheFormOfVersion1() {
    MessageHeader[] headers = {
      new MessageHeader("a", "ü".getBytes(UTF_8)),
      new MessageHeader("a", new byte[] {(byte) 0xFF}),
      new MessageHeader("b", null)
    };
    RawMessage message =
        new RawMessage(
            "t", 3, 42, NOON, new byte[] {(byte) 0x80}, "{\"a\":\n1}".getBytes(UTF_8), headers);
    String line =
        "{\"archive\":1,\"topic\":\"t\",\"partition\":3,\"offset\":42,"
            + "\"timestamp\":\"2025-07-01T12:00:00.250Z\",\"key_base64\":\"gA==\","
            + "\"headers\":[{\"name\":\"a\",\"value\":\"ü\"},{\"name\":\"a\",\"value_base64\":"
            + "\"/w==\"},{\"name\":\"b\"}],\"value\":\"{\\\"a\\\":\\n1}\"}";
    assertThat(new String(ArchiveLine.of(message), UTF_8)).isEqualTo(line);
    assertThat(read(line)).isEqualTo(message);
  }

  @Test
  void leavesOutWhatARecordDoesNotHave() {
    RawMessage tombstone = new RawMessage("t", 0, 0, -1, null, null, NONE);
    String line = "{\"archive\":1,\"topic\":\"t\",\"partition\":0,\"offset\":0}";
    assertThat(new String(ArchiveLine.of(tombstone), UTF_8)).isEqualTo(line);
    assertThat(read(line)).isEqualTo(tombstone);
  }

  @Test
  void readsMembersInAnyOrderAndSkipsOthers() {
    assertThat(
            read(
                "{\"offset\":7,\"later\":{\"a\":[1]},\"partition\":1,\"topic\":\"t\",\"archive\":1,"
                    + "\"headers\":[{\"later\":[],\"name\":\"h\"}],\"value\":\"\"}"))
        .isEqualTo(
            new RawMessage(
                "t",
                1,
                7,
                -1,
                null,
                new byte[0],
                new MessageHeader[] {new MessageHeader("h", null)}));
  }

  @Test
  void keepsAllBytesInOneLine() {
    Random random = Seeded.random(getClass());
    for (int i = 0; i < 2_000; i++) {
      RawMessage message =
          new RawMessage("t", 0, i, random.nextInt(3) - 1, bytes(random), bytes(random), NONE);
      byte[] line = ArchiveLine.of(message);
      assertThat(line).doesNotContain('\n').doesNotContain('\r');
      assertThat(ArchiveLine.begins(line)).isTrue();
      assertThat(ArchiveLine.read(line, 0, line.length)).isEqualTo(message);
    }
  }

  /** Text more often than other bytes: both have a form of their own. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(20)];
    int most = random.nextInt(4) == 0 ? 256 : 128;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(most);
    }
    return bytes;
  }

  @Test
  void namesWhatIsWrong() {
    refuses("{\"a\":1}", "archive: is missing");
    refuses(
        "{\"archive\":2,\"topic\":\"t\",\"partition\":0,\"offset\":0}",
        "archive 2: is of a later version; this one reads 1");
    refuses("{\"archive\":1,\"topic\":\"t\",\"partition\":0}", "offset: is missing");
    refuses(
        "{\"archive\":1,\"topic\":\"t\",\"partition\":0,\"offset\":0,\"timestamp\":\"noon\"}",
        "timestamp: must be an instant");
    refuses("{\"archive\":1", "the line is not JSON");
    refuses("[]", "not a JSON object");
    refuses("{\"archive\":1,\"topic\":\"t\",\"partition\":0,\"offset\":0} 1", "goes on");
  }

  private static void refuses(String line, String why) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aFileOfOtherLinesIsNoArchive() {
    assertThat(ArchiveLine.begins("{\"archived\":1}".getBytes(UTF_8))).isFalse();
    assertThat(ArchiveLine.begins("{\"arch".getBytes(UTF_8))).isFalse();
    assertThat(ArchiveLine.begins(new byte[0])).isFalse();
  }

  private static RawMessage read(String line) {
    byte[] bytes = (" " + line + "x").getBytes(UTF_8);
    return ArchiveLine.read(bytes, 1, bytes.length - 2);
  }
}
