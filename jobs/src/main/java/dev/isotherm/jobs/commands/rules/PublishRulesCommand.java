package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.LostVersions;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RuleRecordValidator;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import dev.isotherm.yaml.YamlText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes rules for running streams. */
@Command(
    name = "publish",
    description = {
      "Publishes a version of the rules to running streams, which apply it without a restart.",
      "",
      "Readings from its instant on are evaluated by it, earlier ones by the version before."
          + " Alerts",
      "of rules with the same conditions and times go on; other alerts end. The file is checked",
      "first: with an error, nothing is published.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 published; 1 a stream rejects it; 2 nothing was published.",
      "",
      "Examples:",
      "  isotherm rules publish rules.yaml                # in force in 5 seconds",
      "  isotherm rules publish rules.yaml --at 2025-07-01T00:00:00Z"
    })
final class PublishRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file of rules.")
  private Path file;

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
  @Mixin private TopicOptions topics;

  @Override
  public Integer call() throws Exception {
    if (in != null && at != null) {
      throw new ConfigurationException("--at " + at + ": is mutually exclusive with --in");
    }
    String text = YamlText.text(file);
    RuleSet rules = RuleFile.parse(file.toString(), text);
    Properties client = kafka.clientProperties();
    try (Topics broker = Topics.connect(client)) {
      broker.createCompacted(broker.missing(Set.of(topics.names().rulesStatus())));
      broker.createKept(broker.missing(Set.of(topics.names().rules())));
      broker.requireKept("--rules-topic", topics.names().rules());
      long from = effectiveFrom();
      RulesTopic published = new RulesTopic(client, topics.names().rules(), StreamAbilities.ALL);
      if (!isLost(client, from, rules)) {
        requireLater(published, from);
      }
      RuleStatusReader statuses =
          new RuleStatusReader(client, broker, topics.names().rulesStatus());
      String source = published.publish(from, rules.fingerprint(), text);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "version %s is in force from %s (%s)%n",
          rules.fingerprint(), JsonLinesWriter.instant(from), source);
      out.flush();
      return report(out, statuses.await(source, timeout));
    }
  }

  private long effectiveFrom() {
    return at != null
        ? at.toEpochMilli()
        : System.currentTimeMillis() + (in == null ? RuleRecord.LEAD : in).toMillis();
  }

  /** A version that was deleted from the topic may come back, at its own instant only. */
  private boolean isLost(Properties client, long from, RuleSet rules) {
    return LostVersions.find(
            client, topics.names().rules(), topics.names().rulesStatus(), group -> true)
        .stream()
        .anyMatch(
            lost ->
                lost.effectiveFromMillis() == from && lost.version().equals(rules.fingerprint()));
  }

  private void requireLater(RulesTopic published, long from) {
    for (RuleRecordValidator.Entry entry : published.entries()) {
      ValidationResult before = entry.result();
      if (before.isAccepted() && before.effectiveFromMillis() >= from) {
        throw new ConfigurationException(
            (at != null ? "--at " + at : "--in")
                + ": must be later than the version published before, "
                + before.version()
                + " from "
                + JsonLinesWriter.instant(before.effectiveFromMillis()));
      }
    }
  }

  private int report(PrintWriter out, Optional<RuleStatusRecord> status) {
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
