package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RuleLog;
import dev.isotherm.jobs.kafka.rules.RulePublisher;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Other rules for a stream that runs. */
@Command(
    name = "publish",
    description = {
      "Puts a version of the rules to the streams that run, which take it over without a restart.",
      "",
      "Readings from its instant on are judged by it, earlier ones by the version before. Alerts"
          + " of",
      "rules that mean the same as before go on; those of others end. The file is checked first:",
      "with a fault, nothing is published.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 published; 1 a stream rejects it; 2 nothing was published, and why.",
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
  private Duration in;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "From which instant it is in force; must lie ahead of the readings that streams have come"
              + " to (instead of --in).")
  private Instant at;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for the answer of a stream (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;

  @Override
  public Integer call() throws Exception {
    if (in != null && at != null) {
      throw new ConfigurationException("--at " + at + ": must not be there together with --in");
    }
    String text = RuleFile.text(file);
    RuleSet rules = RuleFile.parse(file.toString(), text);
    Properties client = kafka.clientProperties();
    try (Topics broker = Topics.connect(client)) {
      broker.createCompacted(
          broker.missing(Set.of(topics.names().rules(), topics.names().rulesStatus())));
      broker.requireCompacted("--rules-topic", topics.names().rules());
      long from = effectiveFrom();
      requireLater(client, from);
      RuleStatusReader answers =
          RuleStatusReader.from(client, broker, topics.names().rulesStatus());
      String place =
          RulePublisher.publish(
              client,
              RuleRecord.toPublish(topics.names().rules(), from, rules.fingerprint(), text));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "version %s is in force from %s (%s)%n",
          rules.fingerprint(), JsonLines.instant(from), place);
      out.flush();
      return report(out, answers.await(place, timeout));
    }
  }

  private long effectiveFrom() {
    return at != null
        ? at.toEpochMilli()
        : System.currentTimeMillis() + (in == null ? RuleRecord.LEAD : in).toMillis();
  }

  private void requireLater(Properties client, long from) {
    for (RuleLog.Entry entry : new RulesTopic(client, topics.names().rules(), true).entries()) {
      ValidationResult before = entry.result();
      if (before.isAccepted() && before.effectiveFromMillis() >= from) {
        throw new ConfigurationException(
            (at != null ? "--at " + at : "--in")
                + ": must be later than the version published before, "
                + before.version()
                + " from "
                + JsonLines.instant(before.effectiveFromMillis()));
      }
    }
  }

  private int report(PrintWriter out, Optional<RuleStatusRecord> answer) {
    if (answer.isEmpty()) {
      out.println(
          "no running stream has answered within "
              + DurationText.format(timeout)
              + "; one that starts later takes it over");
    } else if (answer.get().result().isAccepted()) {
      out.println("accepted by " + answer.get().group());
    } else {
      out.println("rejected by " + answer.get().group());
      answer.get().result().errors().forEach(out::println);
    }
    out.flush();
    return answer.isEmpty() || answer.get().result().isAccepted()
        ? CommandRunner.DONE
        : CommandRunner.JOB_FAILED;
  }
}
