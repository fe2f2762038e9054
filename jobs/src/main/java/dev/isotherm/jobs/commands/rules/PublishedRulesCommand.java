package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.rules.LostVersions;
import dev.isotherm.jobs.kafka.rules.RuleRecordValidator;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the published versions of the rules. */
@Command(
    name = "published",
    description = {
      "Shows the versions of the rules that were published, and the file of the one in force.",
      "",
      "The versions are comments above the file of the one that is in force now, by the clock of",
      "this machine. A version that a stream has accepted and that is gone is an error.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all versions are there; 3 some are gone.",
      "",
      "Examples:",
      "  isotherm rules published",
      "  isotherm rules published > rules.yaml            # to change it, and publish it again"
    })
public final class PublishedRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;

  @Override
  public Integer call() {
    List<RuleRecordValidator.Entry> entries =
        new RulesTopic(kafka.clientProperties(), topics.names().rules(), StreamAbilities.ALL)
            .entries();
    String text = text(topics.names().rules(), entries, System.currentTimeMillis());
    spec.commandLine().getOut().print(text);
    List<ValidationResult> lost =
        LostVersions.find(
            kafka.clientProperties(),
            topics.names().rules(),
            topics.names().rulesStatus(),
            group -> true);
    for (ValidationResult one : lost) {
      String sentence = LostVersions.sentence(topics.names().rules(), one);
      spec.commandLine().getErr().println("isotherm: " + sentence);
    }
    return lost.isEmpty() ? CommandRunner.DONE : CommandRunner.DIFFERENT;
  }

  public static String text(String topic, List<RuleRecordValidator.Entry> entries, long nowMillis) {
    RuleRecordValidator.Entry active =
        entries.stream()
            .filter(one -> one.result().isAccepted())
            .filter(one -> one.published().effectiveFromMillis() <= nowMillis)
            .max(Comparator.comparingLong(one -> one.published().effectiveFromMillis()))
            .orElse(null);
    StringBuilder text = new StringBuilder();
    for (RuleRecordValidator.Entry one : entries) {
      ValidationResult result = one.result();
      long from = result.effectiveFromMillis();
      text.append("# from ").append(JsonLinesWriter.instant(from)).append(": ");
      if (!result.isAccepted()) {
        text.append("rejected: ").append(String.join("; ", result.errors()));
      } else {
        text.append("version ").append(result.version());
        if (one.equals(active)) {
          text.append(", in force");
        } else if (from > nowMillis) {
          text.append(", to come");
        }
      }
      text.append('\n');
    }
    if (active == null) {
      return text + "# " + topic + ": no version is in force; a stream's own --rules are\n";
    }
    String published = active.published().text();
    return text + published + (published.endsWith("\n") ? "" : "\n");
  }
}
