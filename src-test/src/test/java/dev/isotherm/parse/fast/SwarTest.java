package dev.isotherm.parse.fast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SwarTest {

  private static final Pattern OF_MINUTE = Pattern.compile(":[0-5][0-9]\\.[0-9]{3}Z");

  @Test
  void readsEachMillisecondOfAMinute() {
    for (int millis = 0; millis < 60_000; millis++) {
      String text = String.format(":%02d.%03dZ", millis / 1_000, millis % 1_000);
      assertThat(Swar.millisOfMinute(eight(text))).as(text).isEqualTo(millis);
    }
  }

  @Test
  void readsNothingElseAsMillisecondsOfAMinute() {
    for (int index = 0; index < Long.BYTES; index++) {
      for (int b = 0; b < 256; b++) {
        StringBuilder text = new StringBuilder(":59.999Z");
        text.setCharAt(index, (char) b);
        boolean read = Swar.millisOfMinute(eight(text.toString())) >= 0;
        assertThat(read).as("%s", text).isEqualTo(OF_MINUTE.matcher(text).matches());
      }
    }
  }

  @Test
  void findsTheFirstMarkOfSixteenBytes() {
    for (int length = 0; length <= 16; length++) {
      String text = "abcdefgh".repeat(2).substring(0, length) + "\"\"ab\"".repeat(4);
      long first = Swar.quotes(eight(text));
      long second = Swar.quotes(eight(text.substring(8)));
      assertThat(Swar.before(first, second)).isEqualTo(length);
      long mask = Swar.maskBefore(first);
      assertThat(mask).isEqualTo(Swar.first(Math.min(length, 8), -1));
    }
  }

  private static long eight(String text) {
    return Swar.at(text.getBytes(ISO_8859_1), 0);
  }
}
