package dev.isotherm.local.demo;

import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.model.DurationText;
import java.time.Duration;
import java.util.List;

/**
 * What the demo is to play.
 *
 * @param duration until it ends by itself; {@code null} for until Ctrl-C
 * @param sensors how many there are
 * @param rate messages per second of all sensors
 * @param malformed share of messages that are broken
 * @param window of the averages, as {@code --window} takes it
 * @param seed of the fleet
 * @param kafkaPort wanted for the broker; 0 for any
 * @param webPort wanted for Flink's web UI; 0 for none
 */
record DemoOptions(
    Duration duration,
    int sensors,
    Rate rate,
    double malformed,
    String window,
    long seed,
    int kafkaPort,
    int webPort) {

  /** Temperatures swing within half a minute to one and a half, so that alerts come soon. */
  private static final double PACE = 4;

  static final String GROUP = "sensor_processing_group";

  Fleet fleet() {
    return new Fleet(sensors, malformed, seed, PACE);
  }

  /** What the demo runs; a user could type the same. */
  List<String> streamCommand(String bootstrapServers) {
    return List.of(
        "stream",
        "--bootstrap-servers",
        bootstrapServers,
        "--create-topics",
        "--window",
        window,
        "--out-of-orderness",
        "1s",
        "--idle-timeout",
        "5s",
        "--checkpoint-interval",
        "2s",
        "--group",
        GROUP,
        "--web-port",
        Integer.toString(webPort));
  }

  /** {@code 5 sensors, 20 messages per second, 1 % malformed, seed 42}. */
  String fleetInWords() {
    return String.format(
        "%d %s, %s, %s %% malformed, seed %d",
        sensors, sensors == 1 ? "sensor" : "sensors", rate, percent(malformed * 100), seed);
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
