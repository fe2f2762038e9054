package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.publish.PublishOptions;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.LostVersions;
import dev.isotherm.jobs.kafka.rules.RuleRecordValidator;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.yaml.YamlText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private PublishOptions options;
  @Mixin private TopicOptions topics;

  @Override
  public Integer call() throws Exception {
    String text = YamlText.text(file);
    RuleSet rules = RuleFile.parse(file.toString(), text);
    Properties client = options.client();
    TopicNames names = topics.names();
    try (Topics broker = Topics.connect(client)) {
      RuleStatusReader statuses =
          options.prepare(broker, "--rules-topic", names.rules(), names.rulesStatus());
      long from = options.fromMillis();
      RulesTopic published = new RulesTopic(client, names.rules(), StreamAbilities.ALL);
      if (!isLost(client, from, rules)) {
        requireLater(published, from);
      }
      String source = published.publish(from, rules.fingerprint(), text);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "version %s is in force from %s (%s)%n",
          rules.fingerprint(), JsonLinesWriter.instant(from), source);
      return options.await(statuses, source, out);
    }
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
      if (entry.result().isAccepted()) {
        options.requireLater(from, entry.result().effectiveFromMillis());
      }
    }
  }
}
