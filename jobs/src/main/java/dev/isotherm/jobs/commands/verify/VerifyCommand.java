package dev.isotherm.jobs.commands.verify;

import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.files.ScratchFolder;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.verify.Verification;
import dev.isotherm.jobs.verify.VerificationReport;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.StreamProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves from the log that what a stream has published is right. */
@Command(
    name = "verify",
    description = {
      "Proves from the log that what a stream has published is right, bit for bit.",
      "",
      "Replays the messages that the stream had read at its last checkpoint, leaves out what is in",
      "the ledger, and compares every closed window, every transition and every rejected message",
      "with the topics. Knows from the topics under which settings the stream runs, and works"
          + " while",
      "it runs. The alert source_silent is left out: it takes a clock, and no log gives it.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 identical; 3 something differs; 2 nothing can be said, and why; 1 it failed.",
      "",
      "Examples:",
      "  isotherm verify                                  # broker on localhost:9092",
      "  isotherm verify -b kafka:9092 --group audit --output replayed",
      "  isotherm verify --since 2025-07-01T00:00:00Z     # where retention has cut the log"
    })
public final class VerifyCommand implements Callable<Integer> {

  private static final int MOST_SHOWN = 100;

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = TopicOptions.GROUP,
      description = "Consumer group of the stream (default: ${DEFAULT-VALUE}).")
  private String group;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description =
          "The rules that the stream must have used: default, none or a file (default: those that"
              + " it did use, unless they were in a file).")
  private RuleSet rules;

  @Option(
      names = "--since",
      paramLabel = "INSTANT",
      description =
          "Compare only windows that begin, and what happened, at this instant or later; needed"
              + " once retention has cut a topic (default: all).")
  private Instant since;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "1min",
      description =
          "How long to wait for results that are not committed yet (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Keep here what the log gives (default: a temporary folder). On a cluster it must be"
              + " one that all can reach.")
  private String output;

  @Option(names = "--overwrite", description = "Replace results that are in DIR already.")
  private boolean overwrite;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;
  @Mixin private JobOptions job;

  public VerifyCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public Integer call() throws Exception {
    Properties client = kafka.clientProperties();
    try (Topics broker = Topics.connect(client)) {
      StreamProgress progress =
          ProgressTopic.last(client, broker, topics.names().progress(), group).progress();
      requireTopic(progress.range().topic());
      Verification verification =
          new Verification(client, broker, topics.names(), progress, timeline(client, progress));
      try (ScratchFolder scratch = ScratchFolder.prepare(output, overwrite)) {
        StreamExecutionEnvironment environment =
            environments.create(job.configuration(RuntimeExecutionMode.BATCH));
        return report(verification.run(environment, scratch.folder(), sinceMillis(), timeout));
      }
    }
  }

  /** The rules that the stream was started with, and those that were published. */
  private RuleSetHistory timeline(Properties client, StreamProgress progress) {
    RuleSet first = used(progress.settings().rules());
    boolean takesAverages = first.watches(Selector.Source.AVERAGES);
    return RuleSetHistory.of(first)
        .with(new RulesTopic(client, topics.names().rules(), takesAverages).read());
  }

  private long sinceMillis() {
    return since == null ? Long.MIN_VALUE : since.toEpochMilli();
  }

  private void requireTopic(String read) {
    if (!read.equals(topics.names().readings())
        && !topics.names().readings().equals(TopicNames.DEFAULTS.readings())) {
      throw new ConfigurationException(
          "--topic "
              + topics.names().readings()
              + ": the stream of group "
              + group
              + " reads "
              + read);
    }
  }

  private RuleSet used(String fingerprint) {
    Optional<RuleSet> known =
        Stream.of(RuleFile.builtIn(), RuleSet.NONE)
            .filter(set -> set.fingerprint().equals(fingerprint))
            .findFirst();
    if (rules != null && rules.fingerprint().equals(fingerprint)) {
      return rules;
    }
    if (rules != null) {
      throw new ConfigurationException(
          "--rules: the stream of group "
              + group
              + " runs under other rules"
              + known.map(set -> " (" + (set.isEmpty() ? "none" : "default") + ")").orElse("")
              + ", so its transitions cannot be verified with these");
    }
    return known.orElseThrow(
        () ->
            new ConfigurationException(
                "--rules: is needed, because the stream of group "
                    + group
                    + " runs under rules of a file; name that file, as it was"));
  }

  private int report(VerificationReport outcome) {
    PrintWriter out = spec.commandLine().getOut();
    outcome.differences().stream()
        .limit(MOST_SHOWN)
        .forEach(difference -> out.println(difference.sentence()));
    int more = outcome.differences().size() - MOST_SHOWN;
    if (more > 0) {
      out.println("… and " + more + " more");
    }
    out.println(outcome.summary());
    out.flush();
    return outcome.isIdentical() ? CommandRunner.DONE : CommandRunner.DIFFERENT;
  }
}
