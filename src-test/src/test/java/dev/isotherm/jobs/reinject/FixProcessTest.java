package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixProcessTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static String fixed(String command, String value) throws Exception {
    return new String(new FixProcess(command, BOUND).apply(value.getBytes(UTF_8)).value(), UTF_8);
  }

  private static String complaint(String command) throws Exception {
    FixProcess.Fixed fixed = new FixProcess(command, BOUND).apply("{".getBytes(UTF_8));
    assertThat(fixed.value()).isNull();
    return fixed.complaint();
  }

  @Test
  void takesTheValueAndWritesTheCorrectedOne() throws Exception {
    assertThat(fixed("sed 's/,}/}/'", "{\"a\":1,}")).isEqualTo("{\"a\":1}");
    assertThat(fixed("printf 'ä'", "")).isEqualTo("ä");
  }

  @Test
  void onlyOneLineEndAtTheVeryEndIsTakenOff() throws Exception {
    assertThat(fixed("printf ' a\\n\\n'", "")).isEqualTo(" a\n");
    assertThat(fixed("printf 'a\\r\\n'", "")).isEqualTo("a");
    assertThat(fixed("printf '\\na '", "")).isEqualTo("\na ");
  }

  @Test
  void everyByteGoesThroughAndMuchOfThem() throws Exception {
    byte[] value = new byte[3 << 20];
    new Random(1).nextBytes(value);
    value[value.length - 1] = 'x';
    assertThat(new FixProcess("cat", BOUND).apply(value).value()).isEqualTo(value);
  }

  @Test
  void aCommandNeedNotReadWhatItIsGiven() throws Exception {
    byte[] value = new byte[3 << 20];
    assertThat(new FixProcess("echo 1", BOUND).apply(value).value()).containsExactly('1');
  }

  @Test
  void aFailureIsToldWithTheFirstLineOfWhatItSays() throws Exception {
    assertThat(complaint("echo; echo >&2; echo no good >&2; echo more >&2; exit 3"))
        .isEqualTo("exit status 3: no good");
    assertThat(complaint("false")).isEqualTo("exit status 1");
    assertThat(complaint("no-such-command-at-all")).startsWith("exit status 127: ");
  }

  @Test
  void nothingIsNoValue() throws Exception {
    assertThat(complaint("true")).isEqualTo("wrote nothing");
    assertThat(complaint("echo; echo hm >&2")).isEqualTo("wrote nothing: hm");
  }

  @Test
  void whatTakesTooLongIsEnded() throws Exception {
    FixProcess endless = new FixProcess("while :; do :; done", Duration.ofMillis(200));
    assertThat(endless.apply(new byte[1]).complaint()).isEqualTo("took longer than 200ms");
    FixProcess closed = new FixProcess("exec >&- 2>&-; sleep 60", Duration.ofMillis(200));
    assertThat(closed.apply(new byte[1]).complaint()).isEqualTo("took longer than 200ms");
  }

  @Test
  void whatNeverStopsWritingIsEnded() throws Exception {
    assertThat(complaint("yes")).isEqualTo("wrote more than 33554432 bytes");
    assertThat(complaint("yes >&2 & head -c 1 /dev/zero; kill $!; exit 1"))
        .startsWith("exit status 1");
  }
}
