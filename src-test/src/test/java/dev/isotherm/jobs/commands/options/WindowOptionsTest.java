package dev.isotherm.jobs.commands.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.commands.run.CommandRunner;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class WindowOptionsTest {

  @Command(name = "job")
  static final class Job implements Callable<Integer> {
    @Mixin WindowOptions windows = new WindowOptions("day");

    @Override
    public Integer call() {
      return CommandRunner.DONE;
    }
  }

  private final Job job = new Job();

  private CommandTrial run(String arguments) {
    String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    return CommandTrial.run(CommandRunner.install(new CommandLine(job)), split);
  }

  @ParameterizedTest
  @CsvSource({
    "'', day in Europe/Berlin",
    "--window=week, week in Europe/Berlin",
    "-w 15min, 15min",
    "-w 1h --slide 10min, 1h every 10min",
    "-w 1h --slide 1h, 1h",
    "-w 10s --slide 1ms, 10s every 1ms",
    "-w 36500d --slide 36500d, 36500d",
    "--session-gap 90s, sessions with gaps of 90s",
    "--session-gap 36500d, sessions with gaps of 36500d"
  })
  void windowsAreWhatWasAskedFor(String arguments, String windowing) {
    assertThat(run(arguments)).isEqualTo(new CommandTrial(0, "", ""));
    assertThat(job.windows.windowing(ZoneId.of("Europe/Berlin"))).hasToString(windowing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slide 10s | --window day: must be a duration such as 15min, a whole multiple of --slide"
            + " 10s",
        "-w month --slide 1h | --window month: must be a duration such as 15min, a whole multiple"
            + " of --slide 1h",
        "-w 1min --slide 7s | --window 1min: must be a whole multiple of --slide 7s",
        "-w 10s --slide 20s | --window 10s: must be a whole multiple of --slide 20s",
        "-w 10001ms --slide 1ms | --slide 1ms: must be at least 1/10000 of --window 10001ms",
        "-w 36501d --slide 36501d | --window 36501d: must be at most 36500d with --slide",
        "-w 1min --slide 0s | --slide 0s: must be at least 1 ms",
        "-w 1x --slide 10s | --window 1x: must be whole numbers with ms, s, min, h, d or w, such as"
            + " 250ms, 5s, 1h30min or 1d",
        "--session-gap 0ms | --session-gap 0ms: must be at least 1 ms",
        "--session-gap 36501d | --session-gap 36501d: must be at most 36500d",
        "--session-gap 30min -w 1h | --window 1h: is mutually exclusive with --session-gap",
        "--session-gap 30min -w day | --window day: is mutually exclusive with --session-gap",
        "--session-gap 30min --slide 10s | --slide 10s: is mutually exclusive with --session-gap"
      })
  void aBadCombinationIsRefusedInOneSentence(String arguments, String fault) {
    assertThat(run(arguments)).isEqualTo(new CommandTrial(2, "", "isotherm: " + fault + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--window=1min", "--window=60s --slide=5000ms", "--session-gap=90000ms"})
  void whatItGivesBackAsTextMeansTheSame(String arguments) {
    run(arguments);
    String windowing = job.windows.windowing(ZoneId.of("UTC")).toString();
    String again = "";
    again += job.windows.window() == null ? "" : "--window=" + job.windows.window() + " ";
    again += job.windows.slide() == null ? "" : "--slide=" + job.windows.slide() + " ";
    again += job.windows.sessionGap() == null ? "" : "--session-gap=" + job.windows.sessionGap();
    assertThat(run(again.strip()).err()).isEmpty();
    assertThat(job.windows.windowing(ZoneId.of("UTC"))).hasToString(windowing);
  }

  @Test
  void helpShowsTheDefaultOfTheCommand() {
    assertThat(help("batch")).contains("10s or 15min (default: day)");
    assertThat(help("stream")).contains("10s or 15min (default: 1min)");
  }

  private static String help(String command) {
    return CommandTrial.isotherm("help", command).out().replaceAll("\\s+", " ");
  }

  @Test
  void bothCommandsRefuseWhatCannotBe() {
    String fault = "isotherm: --window 1min: must be a whole multiple of --slide 7s\n";
    assertThat(CommandTrial.isotherm("stream", "--slide=7s").err()).isEqualTo(fault);
    assertThat(CommandTrial.isotherm("batch", "/dev/null", "-w=1min", "--slide=7s").err())
        .contains(fault);
  }
}
