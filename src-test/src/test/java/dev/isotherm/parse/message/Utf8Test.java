package dev.isotherm.parse.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.isotherm.fixtures.Seeded;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  /** Where the rules of UTF-8 change: first and last of each kind of lead and following byte. */
  private static final int[] EDGES = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void agreesWithTheDecoderOfTheJdk() {
    Random random = Seeded.random(Utf8Test.class);
    int valid = 0;
    for (int i = 0; i < 150_000; i++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) EDGES[random.nextInt(EDGES.length)];
      }
      boolean expected = decodes(bytes);
      valid += expected ? 1 : 0;
      if (Utf8.isValid(bytes, 0, bytes.length) != expected) {
        fail("%s: the JDK says %s", HexFormat.of().formatHex(bytes), expected);
      }
    }
    assertThat(valid).as("both answers must have been asked for").isBetween(10_000, 140_000);
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
