package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EightBytesTest {

  private static final Pattern OF_MINUTE = Pattern.compile(":[0-5][0-9]\\.[0-9]{3}Z");

  @Test
  void readsEachMillisecondOfAMinute() {
    for (int millis = 0; millis < 60_000; millis++) {
      String text = String.format(":%02d.%03dZ", millis / 1_000, millis % 1_000);
      assertThat(EightBytes.millisOfMinute(eight(text))).as(text).isEqualTo(millis);
    }
  }

  @Test
  void readsNothingElseAsMillisecondsOfAMinute() {
    for (int index = 0; index < Long.BYTES; index++) {
      for (int b = 0; b < 256; b++) {
        StringBuilder text = new StringBuilder(":59.999Z");
        text.setCharAt(index, (char) b);
        boolean read = EightBytes.millisOfMinute(eight(text.toString())) >= 0;
        assertThat(read).as("%s", text).isEqualTo(OF_MINUTE.matcher(text).matches());
      }
    }
  }

  @Test
  void findsTheFirstMarkOfSixteenBytes() {
    for (int length = 0; length <= 16; length++) {
      String text = "abcdefgh".repeat(2).substring(0, length) + "\"\"ab\"".repeat(4);
      long first = EightBytes.quotes(eight(text));
      long second = EightBytes.quotes(eight(text.substring(8)));
      assertThat(EightBytes.before(first, second)).isEqualTo(length);
      long mask = EightBytes.maskBefore(first);
      assertThat(mask).isEqualTo(EightBytes.first(Math.min(length, 8), -1));
    }
  }

  private static long eight(String text) {
    return EightBytes.at(text.getBytes(ISO_8859_1), 0);
  }
}
