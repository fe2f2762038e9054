package dev.isotherm.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LocalProcess;
import dev.isotherm.fixtures.RawHttp;
import dev.isotherm.local.machine.LoopbackPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo in the launcher's JVM, from its first line until nothing of it is left. */
final class DemoProcessIT {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final String IT_RUNS = "It ends: ";
  private static final String BLOCK = "temperature \u00b0C";

  private static final Pattern BROKER = Pattern.compile("Kafka broker: 127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern PAGE = Pattern.compile("The page: +http://localhost:(\\d+)/");
  private static final Pattern WEB_UI = Pattern.compile("Flink web UI: http://[^:]+:(\\d+)");
  private static final Pattern ROW =
      Pattern.compile("(?m)^  sensor_\\d.* (\\d+)(?: [\u2581-\u2588]+)?$");
  private static final Pattern REASON = Pattern.compile("(?m)^ {10,}(\\d+) [A-Z_]+$");
  private static final Pattern EVENT = Pattern.compile("(?m)^[0-9:]{8}  [\u25b2\u25bc] ");
  private static final Pattern ALERTS = Pattern.compile("Alerts: +(\\d+) published");
  private static final Pattern MESSAGES =
      Pattern.compile("Messages: (\\d+) sent = (\\d+) accepted \\+ (\\d+) rejected\n");
  private static final Pattern READINGS =
      Pattern.compile(
          "Readings: (\\d+) in the accepted messages = (\\d+) in averages \\+ (\\d+) late");

  @TempDir private Path folder;

  @Test
  void endsByItselfWithASummaryThatAddsUp() throws Exception {
    try (var demo =
        demo("--duration", "10s", "--window", "3s", "--malformed", "0.05", "--color", "never")) {
      demo.awaitWords(IT_RUNS, BOUND);
      assertThat(demo.children()).hasSize(1);
      assertThat(LoopbackPort.isFree(number(BROKER, demo.out(), 1))).isFalse();
      assertThat(LoopbackPort.isFree(number(WEB_UI, demo.out(), 1))).isFalse();
      assertThat(RawHttp.send(number(PAGE, demo.out(), 1), "GET", "/", "Host: localhost").status())
          .isEqualTo(200);

      assertThat(demo.awaitExit(BOUND)).as(demo.err()).isZero();

      String out = demo.out();
      int sent = number(MESSAGES, out, 1);
      int accepted = number(MESSAGES, out, 2);
      int rejected = number(MESSAGES, out, 3);
      assertThat(sent).isBetween(150, 205).isEqualTo(accepted + rejected);
      assertThat(rejected).isPositive().isEqualTo(sum(REASON, out));
      assertThat(number(READINGS, out, 1)).isEqualTo(2 * accepted);
      if (!out.contains("(again)")) {
        // Else this machine was so slow that a window was revised, and is there twice.
        assertThat(sum(ROW, out)).as("readings in the blocks of\n%s", out).isEqualTo(2 * accepted);
      }
      assertThat(number(READINGS, out, 2)).isEqualTo(2 * accepted);
      assertThat(number(READINGS, out, 3)).isZero();
      assertThat(EVENT.matcher(out).results().count()).isEqualTo(number(ALERTS, out, 1));
      assertThat(out).contains("\u2717 rejected  ").endsWith("It adds up: nothing got lost.\n");
      assertThat(out).doesNotContain("\u001b");
      assertThat(out.lines()).allMatch(line -> line.length() <= 80);
      assertNothingLeft(demo);
    }
  }

  @Test
  void ctrlCAfterTheFirstAveragesEndsItInTheSameWay() throws Exception {
    try (var demo = demo("--window", "2s", "--color", "always")) {
      demo.awaitWords(BLOCK, BOUND);
      demo.interrupt();
      assertThat(demo.awaitExit(BOUND)).isEqualTo(130);
      assertThat(demo.out())
          .contains("\u001b[1mSummary of ")
          .contains("It adds up: nothing got lost.");
      assertThat(number(MESSAGES, demo.out(), 1)).isPositive();
      assertNothingLeft(demo);
    }
  }

  @Test
  void ctrlCDuringTheStartLeavesNothingBehind() throws Exception {
    try (var demo = demo()) {
      demo.awaitWords("Starting ", BOUND);
      demo.interrupt();
      assertThat(demo.awaitExit(BOUND)).isEqualTo(130);
      assertThat(demo.out()).doesNotContain(IT_RUNS);
      demo.assertNothingLeft();
    }
  }

  @Test
  void saysSoWhenTheBrokerDiesAndLeavesNothingBehind() throws Exception {
    try (var demo = demo("--window", "2s")) {
      demo.awaitWords(BLOCK, BOUND);
      demo.children().forEach(ProcessHandle::destroyForcibly);
      assertThat(demo.awaitExit(BOUND)).isEqualTo(1);
      assertThat(demo.err())
          .contains("isotherm: demo failed: The Kafka broker has ended by itself.")
          .satisfies(err -> assertThat(err.lines()).as(err).hasSizeLessThan(40));
      assertNothingLeft(demo);
    }
  }

  private LocalProcess demo(String... options) throws Exception {
    String webPort = Integer.toString(LoopbackPort.free());
    String pagePort = Integer.toString(LoopbackPort.free());
    List<String> all = new ArrayList<>(List.of("demo", "--port", "0"));
    all.addAll(List.of("--web-port", webPort, "--page-port", pagePort));
    all.addAll(List.of(options));
    return LocalProcess.start(folder, all.toArray(String[]::new));
  }

  private static void assertNothingLeft(LocalProcess demo) throws Exception {
    demo.assertNothingLeft();
    assertThat(LoopbackPort.isFree(number(BROKER, demo.out(), 1))).isTrue();
    assertThat(LoopbackPort.isFree(number(WEB_UI, demo.out(), 1))).isTrue();
    assertThat(LoopbackPort.isFree(number(PAGE, demo.out(), 1))).isTrue();
  }

  private static int number(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in:\n%s", pattern, text).isTrue();
    return Integer.parseInt(matcher.group(group));
  }

  private static int sum(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .mapToInt(row -> Integer.parseInt(pattern.matcher(row).replaceAll("$1")))
        .sum();
  }
}
