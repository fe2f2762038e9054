package dev.isotherm.local.demo;

import dev.isotherm.jobs.commands.options.TextConverter;
import dev.isotherm.jobs.commands.run.Interruption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a broker, a cluster, sensors and the streaming job in this process. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Runs everything on this machine, to look at.",
      "",
      "Starts a Kafka broker, a Flink cluster with its web UI, simulated sensors and the job of",
      "isotherm stream. Shows averages, alerts and rejected messages as they arrive in their",
      "topics. Everything is deleted at the end.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm demo                                   # until Ctrl-C",
      "  isotherm demo --duration 60s --color never > demo.txt",
      "  isotherm demo --sensors 50 --rate 2000 --malformed 0.05 --window 5s"
    })
public final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DemoOptions options;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      converter = ColorConverter.class,
      description =
          "auto (on a terminal, unless NO_COLOR is set), always or never (default:"
              + " ${DEFAULT-VALUE}).")
  private Ansi color;

  static final class ColorConverter extends TextConverter<Ansi> {
    ColorConverter() {
      super(ColorConverter::parse);
    }

    private static Ansi parse(String text) {
      return switch (text) {
        case "auto" ->
            System.getenv().getOrDefault("TERM", "dumb").equals("dumb") ? Ansi.OFF : Ansi.AUTO;
        case "always" -> Ansi.ON;
        case "never" -> Ansi.OFF;
        default -> throw new IllegalArgumentException("must be auto, always or never");
      };
    }
  }

  @Override
  public Integer call() throws Exception {
    Demo demo = new Demo(options, color, spec.commandLine().getOut());
    return Interruption.during(demo::play, demo::stop);
  }
}
