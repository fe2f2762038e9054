package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.RawMessage;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchiveLinesTest {

  private static final String[] TEXTS = {
    "", "sensor_3", "{\"a\": 1}", "\\ \"", "a\nb", "\u007f", "ü", "\uD83D\uDE00", "\u0000", "/", "~"
  };

  @Test
  void areTheLinesThatAreWrittenOneByOne() {
    Random random = Seeded.random(ArchiveLinesTest.class);
    for (int run = 0; run < 200; run++) {
      ArchiveLines lines = new ArchiveLines();
      ByteArrayOutputStream wanted = new ByteArrayOutputStream();
      for (int i = random.nextInt(50); i >= 0; i--) {
        RawMessage message = message(random);
        int before = wanted.size();
        wanted.writeBytes(ArchiveLine.of(message));
        wanted.write('\n');
        assertThat(lines.add(message)).isEqualTo(wanted.size() - before);
      }
      assertThat(new String(lines.toByteArray(), UTF_8)).isEqualTo(wanted.toString(UTF_8));
    }
  }

  @Test
  void longTextsFit() {
    byte[] quotes = "\"".repeat(1 << 20).getBytes(UTF_8);
    RawMessage message =
        new RawMessage("t", 0, 1, RawMessage.UNTIMED, quotes, quotes, new MessageHeader[0]);
    ArchiveLines lines = new ArchiveLines();
    assertThat(lines.add(message)).isEqualTo(ArchiveLine.of(message).length + 1);
  }

  private static RawMessage message(Random random) {
    return new RawMessage(
        random.nextInt(5) == 0 ? "t\u00FC\"" : "sensor_readings",
        random.nextInt(3),
        random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(1000),
        random.nextInt(4) == 0 ? RawMessage.UNTIMED : 1_751_373_296_000L + random.nextInt(100_000),
        text(random),
        text(random),
        random.nextInt(4) == 0
            ? new MessageHeader[] {new MessageHeader("a", text(random))}
            : new MessageHeader[0]);
  }

  private static byte[] text(Random random) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    if (random.nextInt(8) == 0) {
      byte[] any = new byte[random.nextInt(20)];
      random.nextBytes(any);
      return any;
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(TEXTS[random.nextInt(random.nextBoolean() ? 4 : TEXTS.length)]);
    }
    return text.toString().getBytes(UTF_8);
  }
}
