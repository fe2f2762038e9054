package dev.isotherm.local.demo;

import dev.isotherm.jobs.commands.options.FleetOptions;
import dev.isotherm.jobs.commands.options.TextConverter;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "topics, here and on the page of isotherm watch. Everything is deleted at the end.",
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

  /** Temperatures swing within 30 to 90 s, so that alerts come soon. */
  private static final double PACE = 4;

  private static final int HIGHEST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "Stop after this time (default: at Ctrl-C).")
  private @Nullable Duration duration;

  @Mixin private FleetOptions fleet = new FleetOptions(new Rate(20), 0.01);

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
      names = "--page-port",
      paramLabel = "PORT",
      defaultValue = "8090",
      description =
          "Port of the live page; another one if it is taken; 0 for none (default:"
              + " ${DEFAULT-VALUE}).")
  private int pagePort;

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
    Demo demo = new Demo(this, color, spec.commandLine().getOut());
    return Interruption.during(demo::play, demo::stop);
  }

  @Override
  public void check(ValidationErrors errors) {
    checkPort(errors, "--port", port);
    checkPort(errors, "--web-port", webPort);
    checkPort(errors, "--page-port", pagePort);
  }

  private static void checkPort(ValidationErrors errors, String option, int value) {
    if (value < 0 || value > HIGHEST_PORT) {
      errors.add(option, value, "must be a port, at least 0 and at most " + HIGHEST_PORT);
    }
  }

  /** After which time the demo ends; {@code null} for never. */
  @Nullable Duration duration() {
    return duration;
  }

  /** The port for the broker; 0 for any. */
  int kafkaPort() {
    return port;
  }

  /** The port for the live page; 0 for no page. */
  int pagePort() {
    return pagePort;
  }

  Rate rate() {
    return fleet.rate();
  }

  Fleet fleet() {
    return fleet.fleet(seed, PACE);
  }

  /** The command that the demo runs, as a user could type it. */
  List<String> streamCommand(String bootstrapServers) {
    return List.of(
        "stream",
        "--bootstrap-servers",
        bootstrapServers,
        "--create-topics",
        "--window",
        window.text(),
        "--out-of-orderness",
        "1s",
        "--idle-timeout",
        "5s",
        "--checkpoint-interval",
        "2s",
        "--group",
        TopicOptions.GROUP,
        "--web-port",
        Integer.toString(webPort));
  }

  /** {@code 5 sensors, 20 messages per second, 1 % malformed, seed 42}. */
  String fleetInWords() {
    Fleet shown = fleet();
    return String.format(
        "%d %s, %s, %s %% malformed, seed %d",
        shown.sensors(),
        shown.sensors() == 1 ? "sensor" : "sensors",
        fleet.rate(),
        EventLines.number(Math.rint(shown.malformedShare() * 100 * 100) / 100),
        seed);
  }

  String endInWords() {
    return duration == null
        ? "Ctrl-C"
        : "by itself after " + DurationText.format(duration) + ", or Ctrl-C";
  }
}
