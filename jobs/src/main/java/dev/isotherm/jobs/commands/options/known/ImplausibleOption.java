package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.sensors.PlausibilityChecks;
import picocli.CommandLine.Option;

/** What becomes of readings that are no measurements, by the sensor table. */
public final class ImplausibleOption {

  /** What becomes of such readings. */
  enum Treatment {
    EXCLUDE,
    COUNT
  }

  @Option(
      names = "--implausible",
      paramLabel = "HOW",
      defaultValue = "exclude",
      description =
          "Readings outside of the valid range that the sensor table has for them, and values that"
              + " stay the same for longer than its stuckAfter: exclude them from averages and rules,"
              + " and keep them in the late log; or count them like all others (default:"
              + " ${DEFAULT-VALUE}).")
  private Treatment how;

  /** How readings of a bounded input are checked with what is known. */
  public PlausibilityChecks checks(KnownOptions known) {
    return how == Treatment.COUNT ? PlausibilityChecks.NONE : PlausibilityChecks.of(known.tables());
  }

  /** How readings of a stream are checked. If its table may change, it is ready for any version. */
  public PlausibilityChecks checksOfStream(KnownOptions known) {
    return how == Treatment.EXCLUDE && known.sensorTopic() != null
        ? PlausibilityChecks.ALL
        : checks(known);
  }
}
