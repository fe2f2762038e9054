package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.RuleStatusRecord;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What was published. */
@Command(
    name = "published",
    description = {
      "Shows the versions of the rules that were published, and the file of the one in force.",
      "",
      "The versions are comments above the file of the one that is in force now, by the clock of",
      "this machine.",
      ""
    },
    footer = {
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
    List<RulesTopic.Entry> entries =
        new RulesTopic(kafka.clientProperties(), topics.names().rules(), true).entries();
    PrintWriter out = spec.commandLine().getOut();
    out.print(text(topics.names().rules(), entries, System.currentTimeMillis()));
    out.flush();
    return CommandRunner.DONE;
  }

  public static String text(String topic, List<RulesTopic.Entry> entries, long nowMillis) {
    RulesTopic.Entry inForce =
        entries.stream()
            .filter(one -> one.judged().verdict().isAccepted())
            .filter(one -> one.published().effectiveFromMillis() <= nowMillis)
            .max(Comparator.comparingLong(one -> one.published().effectiveFromMillis()))
            .orElse(null);
    StringBuilder text = new StringBuilder();
    for (RulesTopic.Entry one : entries) {
      RuleStatusRecord verdict = one.judged().verdict();
      long from = verdict.effectiveFromMillis();
      text.append("# from ").append(JsonLines.instant(from)).append(": ");
      if (!verdict.isAccepted()) {
        text.append("rejected: ").append(String.join("; ", verdict.faults()));
      } else {
        text.append("version ").append(verdict.version());
        text.append(one.equals(inForce) ? ", in force" : from > nowMillis ? ", to come" : "");
      }
      text.append('\n');
    }
    if (inForce == null) {
      return text + "# " + topic + ": no version is in force; a stream's own --rules are\n";
    }
    String published = inForce.published().text();
    return text + published + (published.endsWith("\n") ? "" : "\n");
  }
}
