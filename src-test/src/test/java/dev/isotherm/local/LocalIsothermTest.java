package dev.isotherm.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalIsothermTest {

  @Test
  void knowsTheDemoBesideTheCommandsOfTheJar() {
    String help = isotherm("--help").out();
    assertThat(help.indexOf("  produce ")).isPositive().isLessThan(help.indexOf("  demo "));
    assertThat(help.indexOf("  demo ")).isLessThan(help.indexOf("  help "));
    assertThat(isotherm("help", "demo").out())
        .contains("--duration=DURATION", "--verbose", "Examples:\n  isotherm demo ")
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 100));
  }

  @Test
  void theListOfCommandsHasAWholeSentenceForEach() {
    for (String help : List.of(isotherm("--help").out(), isotherm("rules", "--help").out())) {
      String commands = help.substring(help.indexOf("Commands:\n"), help.indexOf("\nExamples:"));
      // An entry begins at the margin and may go on in further lines.
      String[] entries = commands.split("\n(?= {2}\\S)");
      assertThat(entries).hasSizeGreaterThan(6);
      assertThat(Arrays.stream(entries).skip(1))
          .allSatisfy(entry -> assertThat(entry.stripTrailing()).endsWith("."));
    }
  }

  @Test
  void listsAllFaultsOfTheDemoAtOnce() {
    CommandTrial trial =
        isotherm(
            "demo",
            "--duration",
            "soon",
            "--sensors",
            "0",
            "--malformed",
            "2",
            "--rate",
            "fast",
            "--window",
            "0s",
            "--port",
            "70000",
            "--web-port",
            "-1",
            "--color",
            "red");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err())
        .isEqualTo(
            """
            isotherm: --duration soon: must be whole numbers with ms, s, min, h, d or w, such as \
            250ms, 5s, 1h30min or 1d
            isotherm: --rate fast: must be a number of messages per second from 0.001 up, or max
            isotherm: --window 0s: must be at least 1 ms
            isotherm: --color red: must be auto, always or never
            isotherm: --port 70000: must be a port, at least 0 and at most 65535
            isotherm: --web-port -1: must be a port, at least 0 and at most 65535
            isotherm: --sensors 0: must be at least 1 and at most 1000000
            isotherm: --malformed 2.0: must be at least 0 and at most 1
            """);
  }

  private static CommandTrial isotherm(String... arguments) {
    return CommandTrial.run(
        LocalIsotherm.commandLine(
            configuration -> {
              throw new AssertionError("no job was to be started");
            }),
        arguments);
  }
}
