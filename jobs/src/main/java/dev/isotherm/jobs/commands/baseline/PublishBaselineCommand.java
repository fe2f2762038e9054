package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.known.PublishOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.baseline.BaselineTopic;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.wire.BaselineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes a version of the baseline for running streams. */
@Command(
    name = "publish",
    description = {
      "Publishes a version of the baseline to running streams, which apply it without a restart.",
      "",
      "Signals with deviation(x) are evaluated by the version that is in force at their instant.",
      "Alerts go on: the next evaluation compares with the new version. The file is checked first:",
      "with an error, nothing is published.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 published, or nothing has changed; 2 nothing was published.",
      "",
      "Examples:",
      "  isotherm baseline publish usual.jsonl     # the first one: in force from the start",
      "  isotherm baseline publish usual.jsonl     # a later one: in force in 5 seconds",
      "  isotherm baseline publish usual.jsonl --at 2025-07-01T00:00:00Z",
      "  isotherm stream --rules rules.yaml --baseline topic"
    })
final class PublishBaselineCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "What baseline learn has written.")
  private Path file;

  @Option(
      names = "--baseline-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Versions of the baseline go here (default: ${DEFAULT-VALUE}).")
  private String topic = BaselineTopic.DEFAULT;

  @Mixin private PublishOptions options;

  @Override
  public Integer call() throws Exception {
    Baseline baseline = BaselineFile.read(file);
    Properties client = options.client();
    try (Topics broker = Topics.connect(client)) {
      return publish(
          baseline,
          new BaselineTopic(client, topic),
          options.prepare(broker, "--baseline-topic", topic));
    }
  }

  private int publish(Baseline baseline, BaselineTopic versions, RuleStatusReader answers)
      throws InterruptedException {
    Baselines before = versions.read(this::warn).versions();
    PrintWriter out = spec.commandLine().getOut();
    if (isLast(baseline, before)) {
      out.printf("%s has this baseline already; nothing was published%n", topic);
      return CommandRunner.DONE;
    }
    long from = options.from(lastOf(before));
    BaselineTopic.Published published = versions.publish(baseline, from);
    out.printf(
        "version %s is in force from %s: %d slots of %d series, in %d record%s (%s)%n",
        baseline.fingerprint(),
        PublishOptions.inWords(from),
        baseline.learned().size(),
        baseline.series().size(),
        published.records(),
        published.records() == 1 ? "" : "s",
        published.source());
    options.await(answers, published.source(), out);
    return CommandRunner.DONE;
  }

  private static boolean isLast(Baseline baseline, Baselines before) {
    return !before.versions().isEmpty()
        && before.latest().fingerprint().equals(baseline.fingerprint());
  }

  /** The instant of the last version; {@code null} if there is none. */
  private static @Nullable Long lastOf(Baselines before) {
    List<Baselines.Version> all = before.versions();
    return all.isEmpty() ? null : all.get(all.size() - 1).fromMillis();
  }

  private void warn(String rejected) {
    spec.commandLine().getErr().println("warning: " + rejected);
  }
}
