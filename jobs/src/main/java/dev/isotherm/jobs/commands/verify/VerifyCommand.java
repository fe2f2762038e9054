package dev.isotherm.jobs.commands.verify;

import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.options.known.KnownOptions;
import dev.isotherm.jobs.commands.run.CancellableEnvironments;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.commands.run.RefusedInput;
import dev.isotherm.jobs.files.InputFiles;
import dev.isotherm.jobs.files.LineNumbers;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.LostVersions;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.jobs.verify.Verification;
import dev.isotherm.jobs.verify.VerificationReport;
import dev.isotherm.jobs.verify.job.Found;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies the published results of a stream by a replay of its log. */
@Command(
    name = "verify",
    description = {
      "Proves by a replay of the log that the published results of a stream are right, bit by bit.",
      "",
      "Replays the messages that the stream had read at its last checkpoint, excludes the readings",
      "in the late log, and compares every closed window, every transition, the last state of"
          + " every",
      "alert and every rejected message with the topics. Needs no more memory for large topics."
          + " Reads",
      "the settings of the stream from the topics, and works while it runs. The alert"
          + " source_silent",
      "is not compared: it depends on a clock, not on the log.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 identical; 3 different; 2 the comparison is not possible; 1 it failed.",
      "",
      "Examples:",
      "  isotherm verify                                  # broker on localhost:9092",
      "  isotherm verify -b kafka:9092 --group audit --output replayed",
      "  isotherm verify --archive archive                # what stream --archive has kept",
      "  isotherm verify --since 2025-07-01T00:00:00Z     # if retention has truncated the log"
    })
public final class VerifyCommand implements Callable<Integer> {

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description =
          "The rules that the stream was started with: default, none or a file (default: those that"
              + " it was started with, unless they are those of a file).")
  private RuleSet rules;

  @Option(
      names = "--since",
      paramLabel = "INSTANT",
      description =
          "Compare only windows that begin, and events that happened, at this instant or later;"
              + " required once retention has truncated a topic (default: all).")
  private Instant since;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "1min",
      description = "How long to wait for uncommitted results (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Write the results of the replay, and all differences, to this folder (default: none are"
              + " written). On a cluster, all nodes must be able to reach it.")
  private String output;

  @Option(names = "--overwrite", description = "Replace results of an earlier run in DIR.")
  private boolean overwrite;

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description =
          "Replay the messages that stream --archive has kept in DIR, and take from the topic only"
              + " what is not there yet; for when retention has deleted them. Says which messages"
              + " are missing or there twice.")
  private @Nullable String archive;

  @Mixin private KnownOptions known;
  @Mixin private KafkaOptions kafka;
  @Mixin private ValueOptions.Registry registry;
  @Mixin private TopicOptions topics;
  @Mixin private TopicOptions.Group group;
  @Mixin private JobOptions job;

  public VerifyCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public Integer call() throws Exception {
    Properties client = kafka.clientProperties();
    try (Topics broker = Topics.connect(client)) {
      StreamProgress progress = lastProgress(broker);
      requireTopic(progress.range().topic());
      Verification verification =
          new Verification(
              broker,
              topics.names(),
              progress,
              history(client, progress),
              registry.access(),
              archive(),
              checks(progress.settings()));
      CancellableEnvironments cancellable = new CancellableEnvironments(environments);
      return Interruption.during(() -> verify(verification, cancellable), cancellable::cancel);
    } catch (Exception e) {
      throw RefusedInput.explained(e, new LineNumbers(DialectOptions.NONE));
    }
  }

  private PlausibilityChecks checks(StreamSettings settings) {
    if (!settings.excludesImplausible()) {
      return PlausibilityChecks.NONE;
    }
    return known.sensorTopic() == null
        ? PlausibilityChecks.of(known.tables())
        : PlausibilityChecks.ALL;
  }

  private List<Path> archive() {
    if (archive == null) {
      return List.of();
    }
    InputFiles found = InputFiles.find(List.of(archive), null);
    ValidationErrors errors = new ValidationErrors();
    found.errors().forEach(error -> errors.add("--archive " + error));
    errors.throwIfAny();
    return found.files();
  }

  private StreamProgress lastProgress(Topics broker) {
    StreamProgress last =
        ProgressTopic.last(broker, topics.names().progress(), group.name()).progress();
    return last.withParsing(registry.reached(last.settings().parsing()));
  }

  private int verify(Verification verification, CancellableEnvironments cancellable)
      throws Exception {
    StreamExecutionEnvironment environment =
        cancellable.create(job.configuration(RuntimeExecutionMode.BATCH));
    known.addTo(environment);
    long sinceMillis = since == null ? Long.MIN_VALUE : since.toEpochMilli();
    if (output == null) {
      return print(verification.run(cancellable, environment, null, sinceMillis, timeout));
    }
    try (ResultFolder folder = ResultFolder.prepare(output, overwrite)) {
      VerificationReport report =
          verification.run(cancellable, environment, folder.path(), sinceMillis, timeout);
      folder.publish();
      return print(report);
    }
  }

  /** The rules that the stream was started with, and all published versions. */
  private RuleSetHistory history(Properties client, StreamProgress progress) {
    RuleSet first = initialRules(progress.settings().rules());
    known.requireThoseOf(group.name(), progress.settings(), client);
    StreamAbilities abilities = StreamAbilities.of(first, progress.settings());
    requireRules(client);
    return RuleSetHistory.of(first)
        .with(new RulesTopic(client, topics.names().rules(), abilities).read());
  }

  /** Without a version that the stream has applied, the replay would prove nothing. */
  private void requireRules(Properties client) {
    ValidationErrors errors = new ValidationErrors();
    LostVersions.find(
            client, topics.names().rules(), topics.names().rulesStatus(), group.name()::equals)
        .forEach(lost -> errors.add(LostVersions.sentence(topics.names().rules(), lost)));
    errors.throwIfAny();
  }

  private void requireTopic(String read) {
    if (!read.equals(topics.names().readings())
        && !topics.names().readings().equals(TopicNames.DEFAULTS.readings())) {
      throw new ConfigurationException(
          String.format(
              "--topic %s: the stream of group %s reads %s",
              topics.names().readings(), group.name(), read));
    }
  }

  private RuleSet initialRules(String fingerprint) {
    Optional<RuleSet> known =
        Stream.of(RuleFile.builtIn(), RuleSet.NONE)
            .filter(set -> set.fingerprint().equals(fingerprint))
            .findFirst();
    if (rules != null && rules.fingerprint().equals(fingerprint)) {
      return rules;
    }
    if (rules != null) {
      throw new ConfigurationException(
          String.format(
              "--rules: the stream of group %s runs under other rules%s, so its transitions cannot"
                  + " be verified with these",
              group.name(), known.map(set -> set.isEmpty() ? " (none)" : " (default)").orElse("")));
    }
    return known.orElseThrow(
        () ->
            new ConfigurationException(
                String.format(
                    "--rules: is required, because the stream of group %s runs under the rules of"
                        + " a file; name that file in its version of then",
                    group.name())));
  }

  private int print(VerificationReport report) {
    print(report.differences(), "differences");
    print(report.undecided(), "undecided");
    spec.commandLine().getOut().println(report.summary());
    return report.isIdentical() ? CommandRunner.DONE : CommandRunner.DIFFERENT;
  }

  private void print(Found found, String what) {
    PrintWriter out = spec.commandLine().getOut();
    found.sentences().forEach(out::println);
    long more = found.count() - found.sentences().size();
    if (more > 0) {
      out.println("… and " + more + " more " + what);
    }
  }
}
