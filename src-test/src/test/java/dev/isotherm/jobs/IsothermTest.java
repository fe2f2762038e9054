package dev.isotherm.jobs;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IsothermTest {

  @Test
  void withoutACommandShowsThoseToBeginWithAndIsBadUsage() {
    CommandTrial trial = isotherm();
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err().lines().filter(line -> line.startsWith("  isotherm ")))
        .extracting(line -> line.replaceFirst("  isotherm (\\w+) .*", "$1"))
        .containsExactly("inspect", "batch", "stream");
    assertThat(trial.err())
        .endsWith("\nisotherm help lists all commands, isotherm help batch the options of one.\n");
  }

  @Test
  void aGroupOfCommandsWithoutOneShowsTheUsage() {
    CommandTrial trial = isotherm("rules");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).startsWith("Usage: isotherm rules ");
  }

  @Test
  void namesTheCommandThatWasMeant() {
    CommandTrial trial = isotherm("prodcue", "--rate", "5");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualTo("isotherm: prodcue: unknown command; did you mean produce?\n");
  }

  @Test
  void reportsAnUnknownCommandAlsoWhenHelpIsRequested() {
    for (String[] arguments :
        new String[][] {
          {"prodcue", "--help"},
          {"prodcue", "--rate", "5", "-h"},
          {"-h", "prodcue"},
          {"help", "prodcue"}
        }) {
      assertThat(isotherm(arguments))
          .isEqualTo(
              new CommandTrial(
                  2, "", "isotherm: prodcue: unknown command; did you mean produce?\n"));
    }
    for (String[] arguments :
        new String[][] {{"rules", "chek", "--help"}, {"help", "rules", "chek"}}) {
      assertThat(isotherm(arguments))
          .isEqualTo(
              new CommandTrial(2, "", "isotherm: chek: unknown command; did you mean check?\n"));
    }
  }

  @Test
  void helpShowsTheUsageOfASubcommand() {
    assertThat(isotherm("help", "rules", "check"))
        .isEqualTo(isotherm("rules", "check", "--help"))
        .satisfies(trial -> assertThat(trial.out()).startsWith("Usage: isotherm rules check "));
    assertThat(isotherm("help", "rules")).isEqualTo(isotherm("rules", "--help"));
    assertThat(isotherm("help")).isEqualTo(isotherm("--help"));
  }

  @Test
  void namesTheOptionThatWasMeant() {
    assertThat(isotherm("produce", "--ratee", "5"))
        .isEqualTo(
            new CommandTrial(2, "", "isotherm: --ratee: unknown option; did you mean --rate?\n"));
  }

  @Test
  void pointsToTheHelpWhereNothingIsNear() {
    assertThat(isotherm("produce", "--foo=1", "bar").err())
        .isEqualTo(
            """
            isotherm: --foo: unknown option; see isotherm produce --help
            isotherm: bar: is not expected; see isotherm produce --help
            """);
  }

  @Test
  void listsAllFaultsAtOnce() {
    CommandTrial trial =
        isotherm(
            "produce",
            "--rate",
            "abc",
            "--sensors",
            "x",
            "--malformed",
            "2",
            "--count",
            "0",
            "-b",
            "nope",
            "--topic",
            "a b",
            "--start",
            "yesterday",
            "--kafka-config",
            "no-such-file");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err())
        .isEqualTo(
            """
            isotherm: --rate abc: must be a number of messages per second from 0.001 up, or max
            isotherm: --sensors x: must be a whole number
            isotherm: --bootstrap-servers nope: must be host:port, or several of them with commas \
            between
            isotherm: --topic a b: must be 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'
            isotherm: --start yesterday: must be an instant with Z or an offset, such as \
            2025-07-01T12:00:00Z
            isotherm: --kafka-config no-such-file: there is no such file
            isotherm: --count 0: must be at least 1
            isotherm: --malformed 2.0: must be at least 0 and at most 1
            """);
  }

  @Test
  void anUnknownOptionWithADayStandsForTheOptionOfDays() {
    String said = "isotherm: --date-of: unknown option; did you mean --day?\n";
    assertThat(isotherm("batch", "in", "--date-of", "yesterday").err()).contains(said);
    assertThat(isotherm("batch", "in", "--date-of=today").err()).contains(said);
    assertThat(isotherm("batch", "in", "--date-of", "2025-07-01").err())
        .contains("--date-of: unknown option; did you mean --date?\n");
  }

  @Test
  void saysWhenAnOptionIsRepeatedOrHasNoValue() {
    assertThat(isotherm("produce", "--rate", "1", "--rate", "2").err())
        .isEqualTo("isotherm: --rate: may be given only once\n");
    assertThat(isotherm("produce", "--rate").err())
        .isEqualTo("isotherm: --rate: needs a value, RATE\n");
  }

  @Test
  void helpTeachesByExampleWithinAHundredColumns() {
    for (String[] arguments :
        new String[][] {
          {"--help"},
          {"help"},
          {"help", "produce"},
          {"batch", "-h"},
          {"help", "stream"},
          {"help", "reinject"}
        }) {
      CommandTrial trial = isotherm(arguments);
      assertThat(trial.code()).isZero();
      assertThat(trial.out()).contains("Examples:\n  isotherm ");
      assertThat(trial.out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void tellsTheVersionOfThePom() throws IOException {
    assertThat(isotherm("--version").out())
        .startsWith("isotherm " + Isotherm.VERSION + "\nFlink 2.");
    assertThat(Files.readString(Path.of("..", "pom.xml")))
        .contains(
            "<artifactId>isotherm</artifactId>\n  <version>" + Isotherm.VERSION + "</version>");
  }
}
