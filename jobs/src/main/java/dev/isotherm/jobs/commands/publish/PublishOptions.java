package dev.isotherm.jobs.commands.publish;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * When a version that is published is in force, and how long to wait for the status of a stream.
 */
public final class PublishOptions implements Validated {

  /** A version that is in force at all instants. */
  static final long FROM_THE_START = Long.MIN_VALUE;

  @Option(
      names = "--in",
      paramLabel = "DURATION",
      description =
          "How long after now, by the clock of this machine, it is in force; must be longer than"
              + " the clock of any sensor is ahead (default: 5s).")
  private @Nullable Duration in;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "From which instant it is in force; must lie ahead of the readings that streams have come"
              + " to (instead of --in).")
  private @Nullable Instant at;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for the status of a stream (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Mixin private KafkaOptions kafka;

  @Override
  public void check(ValidationErrors errors) {
    if (in != null && at != null) {
      errors.add("--at", at, "is mutually exclusive with --in");
    }
  }

  /** The settings that all Kafka clients share. */
  public Properties client() {
    return kafka.clientProperties();
  }

  /**
   * Makes the topics that are missing.
   *
   * @param option that names the topic of versions
   * @param statusTopic the topic in which streams say what became of a version
   * @return reads each status that is written from now on
   * @throws ConfigurationException if the topic of versions does not keep all of them
   */
  public RuleStatusReader prepare(Topics broker, String option, String topic, String statusTopic) {
    broker.createCompacted(broker.missing(Set.of(statusTopic)));
    broker.createKept(broker.missing(Set.of(topic)));
    broker.requireKept(option, topic);
    return new RuleStatusReader(client(), broker, statusTopic);
  }

  /** Whether neither {@code --in} nor {@code --at} is given. */
  public boolean isDefault() {
    return at == null && in == null;
  }

  /** From which instant a version is in force, in milliseconds since the epoch. */
  public long fromMillis() {
    return at != null
        ? at.toEpochMilli()
        : System.currentTimeMillis() + (in == null ? RuleRecord.LEAD : in).toMillis();
  }

  /**
   * Checks that a version is in force later than the one before.
   *
   * @throws ConfigurationException if it is not
   */
  public void requireLater(long fromMillis, long beforeMillis) {
    if (fromMillis <= beforeMillis) {
      throw new ConfigurationException(
          (at != null ? "--at " + at : "--in")
              + ": must be later than the version published before, from "
              + InstantText.of(beforeMillis));
    }
  }

  /** The instant from which a version is in force, for people. */
  public static String inWords(long fromMillis) {
    return fromMillis == FROM_THE_START ? "the start" : InstantText.of(fromMillis);
  }

  /**
   * Waits for the status of a stream, and prints it.
   *
   * @param source of the last record of the version
   * @return the exit code
   */
  public int await(RuleStatusReader statuses, String source, PrintWriter out)
      throws InterruptedException {
    out.flush();
    Optional<RuleStatusRecord> status = statuses.await(source, timeout);
    if (status.isEmpty()) {
      out.printf(
          "no running stream has answered within %s; one that starts later takes it over%n",
          DurationText.format(timeout));
      return CommandRunner.DONE;
    }
    ValidationResult result = status.get().result();
    out.println((result.isAccepted() ? "accepted by " : "rejected by ") + status.get().group());
    result.errors().forEach(out::println);
    return result.isAccepted() ? CommandRunner.DONE : CommandRunner.JOB_FAILED;
  }
}
