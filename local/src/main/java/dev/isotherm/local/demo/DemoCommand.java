package dev.isotherm.local.demo;

import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.window.WindowSpec;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All of it on this machine. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "All of it on this machine, to look at.",
      "",
      "Starts a Kafka broker, a Flink cluster with its web UI, simulated sensors, and the very job",
      "of isotherm stream; shows averages, alerts and rejected messages as they come out of their",
      "topics. At the end all of it is gone.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm demo                                   # until Ctrl-C",
      "  isotherm demo --duration 60s --color never > demo.txt",
      "  isotherm demo --sensors 50 --rate 2000 --malformed 0.05 --window 5s"
    })
public final class DemoCommand implements Callable<Integer>, Validated {

  private static final int HIGHEST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "End after so long (default: at Ctrl-C).")
  private Duration duration;

  @Option(
      names = "--sensors",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many sensors there are (default: ${DEFAULT-VALUE}).")
  private int sensors;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "20",
      description =
          "Messages per second of all sensors together; max or 0 for as fast as possible (default:"
              + " ${DEFAULT-VALUE}).")
  private Rate rate;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Share of messages that are broken, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double malformed;

  @Option(
      names = {"-w", "--window"},
      paramLabel = "WINDOW",
      defaultValue = "10s",
      description = "What to average over, as in isotherm stream (default: ${DEFAULT-VALUE}).")
  private WindowSpec window;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Another seed makes other sensors (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description =
          "Port of the Kafka broker; another one if it is taken, or for 0 (default:"
              + " ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description =
          "Port of Flink's web UI; another one if it is taken; 0 for none (default:"
              + " ${DEFAULT-VALUE}).")
  private int webPort;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      converter = Paint.When.Converter.class,
      description =
          "auto (on a terminal, unless NO_COLOR is set), always or never (default:"
              + " ${DEFAULT-VALUE}).")
  private Paint.When color;

  @Override
  public void check(ValidationErrors faults) {
    if (sensors < 1 || sensors > 1_000_000) {
      faults.add("--sensors", sensors, "must be at least 1 and at most 1000000");
    }
    if (!(malformed >= 0 && malformed <= 1)) {
      faults.add("--malformed", malformed, "must be at least 0 and at most 1");
    }
    checkPort(faults, "--port", port);
    checkPort(faults, "--web-port", webPort);
  }

  private static void checkPort(ValidationErrors faults, String option, int value) {
    if (value < 0 || value > HIGHEST_PORT) {
      faults.add(option, value, "must be a port, at least 0 and at most " + HIGHEST_PORT);
    }
  }

  @Override
  public Integer call() throws Exception {
    DemoOptions plan =
        new DemoOptions(duration, sensors, rate, malformed, window.text(), seed, port, webPort);
    Paint paint = color.decide(isTerminal(), System.getenv());
    Demo demo = new Demo(plan, paint, spec.commandLine().getOut());
    return Interruption.during(demo::play, demo::stop);
  }

  @SuppressWarnings("SystemConsoleNull") // the launcher asks for the console of java.base
  private static boolean isTerminal() {
    return System.console() != null;
  }
}
