package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.wire.RuleStatusRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** When a version of what rules know is in force, and who answers that it was taken over. */
public final class PublishOptions implements Validated {

  /** A version that is in force at all instants. */
  public static final long FROM_THE_START = Long.MIN_VALUE;

  @Option(
      names = "--in",
      paramLabel = "DURATION",
      description =
          "How long after now, by the clock of this machine, it is in force; must be longer than"
              + " the clock of any sensor is ahead (default: 5s; the first version is in force from"
              + " the start).")
  private @Nullable Duration in;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "From which instant it is in force; must lie ahead of the readings that streams have come"
              + " to (instead of --in).")
  private @Nullable Instant at;

  @Option(
      names = "--rules-status-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Streams answer here (default: ${DEFAULT-VALUE}).")
  private String statusTopic = TopicNames.DEFAULTS.rulesStatus();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for the answer of a stream (default: ${DEFAULT-VALUE}).")
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
   * @return reads the answers that come from now on
   * @throws ConfigurationException if the topic of versions does not keep all of them
   */
  public RuleStatusReader prepare(Topics broker, String option, String topic) {
    broker.createKept(broker.missing(Set.of(topic)));
    broker.requireKept(option, topic);
    broker.createCompacted(broker.missing(Set.of(statusTopic)));
    return new RuleStatusReader(client(), broker, statusTopic);
  }

  /**
   * From which instant the version is in force, in milliseconds since the epoch.
   *
   * @param lastMillis that of the version before; {@code null} if there is none
   * @throws ConfigurationException if it is not later than that
   */
  public long from(@Nullable Long lastMillis) {
    if (at == null && in == null && lastMillis == null) {
      return FROM_THE_START;
    }
    long from =
        at != null
            ? at.toEpochMilli()
            : System.currentTimeMillis() + (in == null ? RuleRecord.LEAD : in).toMillis();
    if (lastMillis != null && from <= lastMillis) {
      throw new ConfigurationException(
          (at != null ? "--at " + at : "--in")
              + ": must be later than the version published before, from "
              + InstantText.of(lastMillis));
    }
    return from;
  }

  /** The instant for people. */
  public static String inWords(long fromMillis) {
    return fromMillis == FROM_THE_START ? "the start" : InstantText.of(fromMillis);
  }

  /**
   * Waits for the answer of a stream, and prints it.
   *
   * @param source of the last record of the version
   */
  public void await(RuleStatusReader answers, String source, PrintWriter out)
      throws InterruptedException {
    out.flush();
    Optional<RuleStatusRecord> answer = answers.await(source, timeout);
    if (answer.isEmpty()) {
      out.printf(
          "no running stream has answered within %s; one that starts later takes it over%n",
          DurationText.format(timeout));
      return;
    }
    boolean isAccepted = answer.get().result().isAccepted();
    out.println((isAccepted ? "taken over by " : "rejected by ") + answer.get().group());
    answer.get().result().errors().forEach(out::println);
  }
}
