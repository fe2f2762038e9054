package dev.isotherm.jobs.commands.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What of a topic is taken for the future. */
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
