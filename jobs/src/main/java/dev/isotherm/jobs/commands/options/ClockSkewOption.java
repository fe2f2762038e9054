package dev.isotherm.jobs.commands.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** When a reading of a topic counts as a future one. */
public final class ClockSkewOption {

  @Option(
      names = "--max-clock-skew",
      paramLabel = "DURATION",
      defaultValue = "1min",
      converter = DurationConverter.OrZero.class,
      description =
          "Reject readings that lie further than this after the timestamp of their Kafka record"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration maxClockSkew;

  /** How far a reading may lie after the timestamp of its Kafka record. */
  public Duration maximum() {
    return maxClockSkew;
  }
}
