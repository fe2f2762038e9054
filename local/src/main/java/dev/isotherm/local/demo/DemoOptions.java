package dev.isotherm.local.demo;

import dev.isotherm.jobs.commands.options.FleetOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the demo shows. */
final class DemoOptions implements Validated {

  /** Temperatures swing within 30 to 90 s, so that alerts come soon. */
  private static final double PACE = 4;

  private static final int HIGHEST_PORT = 65_535;

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

  @Override
  public void check(ValidationErrors errors) {
    checkPort(errors, "--port", port);
    checkPort(errors, "--web-port", webPort);
  }

  private static void checkPort(ValidationErrors errors, String option, int value) {
    if (value < 0 || value > HIGHEST_PORT) {
      errors.add(option, value, "must be a port, at least 0 and at most " + HIGHEST_PORT);
    }
  }

  /** When the demo ends by itself; {@code null} for never. */
  @Nullable Duration duration() {
    return duration;
  }

  /** The port for the broker; 0 for any. */
  int kafkaPort() {
    return port;
  }

  Rate rate() {
    return fleet.rate();
  }

  Fleet fleet() {
    return fleet.fleet(seed, PACE);
  }

  /** What the demo runs; a user could type the same. */
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
    return String.format(
        "%d %s, %s, %s %% malformed, seed %d",
        fleet.sensors(),
        fleet.sensors() == 1 ? "sensor" : "sensors",
        fleet.rate(),
        percent(fleet.malformed() * 100),
        seed);
  }

  private static String percent(double value) {
    double rounded = Math.rint(value * 100) / 100;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  String endInWords() {
    return duration == null
        ? "Ctrl-C"
        : "by itself after " + DurationText.format(duration) + ", or Ctrl-C";
  }
}
