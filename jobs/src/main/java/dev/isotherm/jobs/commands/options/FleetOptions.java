package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.model.ValidationErrors;
import picocli.CommandLine.Option;

/** The simulated sensors. */
public final class FleetOptions implements Validated {

  @Option(
      names = "--sensors",
      paramLabel = "N",
      description = "Number of sensors (default: ${DEFAULT-VALUE}).")
  private int sensors = 5;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description =
          "Messages per second of all sensors together; max or 0 for as fast as possible (default:"
              + " ${DEFAULT-VALUE}).")
  private Rate rate;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      description = "Share of malformed messages, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double malformed;

  /** Options of a command with these defaults. */
  public FleetOptions(Rate rate, double malformed) {
    this.rate = rate;
    this.malformed = malformed;
  }

  @Override
  public void check(ValidationErrors errors) {
    if (sensors < 1 || sensors > 1_000_000) {
      errors.add("--sensors", sensors, "must be at least 1 and at most 1000000");
    }
    if (!(malformed >= 0 && malformed <= 1)) {
      errors.add("--malformed", malformed, "must be at least 0 and at most 1");
    }
  }

  public Rate rate() {
    return rate;
  }

  /** The fleet with these options; see {@link Fleet}. */
  public Fleet fleet(long seed, double pace) {
    return new Fleet(sensors, malformed, seed, pace);
  }
}
