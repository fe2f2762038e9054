package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.publish.PublishCommand;
import dev.isotherm.jobs.kafka.baseline.BaselineTopic;
import dev.isotherm.wire.BaselineFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a version of the baseline for running streams. */
@Command(
    name = "publish",
    description = {
      "Publishes a version of the baseline to running streams, which apply it without a restart.",
      "",
      "Signals with deviation(x) are evaluated by the version that is in force at their instant.",
      "Alerts go on: the next evaluation compares with the new version. The first version is in",
      "force from the start, unless --in or --at is given. The file is checked first: with an",
      "error, nothing is published.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 published, or nothing has changed; 1 a stream rejects it; 2 nothing was published.",
      "",
      "Examples:",
      "  isotherm baseline publish usual.jsonl     # the first one: in force from the start",
      "  isotherm baseline publish usual.jsonl     # a later one: in force in 5 seconds",
      "  isotherm baseline publish usual.jsonl --at 2025-07-01T00:00:00Z",
      "  isotherm stream --rules rules.yaml --baseline topic"
    })
final class PublishBaselineCommand extends PublishCommand<Baseline, Baselines> {

  @Parameters(paramLabel = "FILE", description = "What baseline learn has written.")
  private Path file;

  @Option(
      names = "--baseline-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Versions of the baseline go here (default: ${DEFAULT-VALUE}).")
  private String topic = BaselineTopic.DEFAULT;

  PublishBaselineCommand() {
    super("baseline", "--baseline-topic");
  }

  @Override
  protected Baseline read() {
    return BaselineFile.read(file);
  }

  @Override
  protected BaselineTopic topic(Properties client) {
    return new BaselineTopic(client, topic);
  }

  @Override
  protected @Nullable Long lastMillis(Baselines versions) {
    List<Baselines.Version> all = versions.versions();
    return all.isEmpty() ? null : all.get(all.size() - 1).fromMillis();
  }

  @Override
  protected Optional<Written> write(
      Properties client, Baseline baseline, Baselines before, LongSupplier fromMillis)
      throws InterruptedException {
    if (isLast(baseline, before)) {
      return Optional.empty();
    }
    long from = fromMillis.getAsLong();
    BaselineTopic.Published published = topic(client).publish(baseline, from);
    return Optional.of(
        new Written(
            published.source(),
            from,
            "version " + baseline.fingerprint() + " is",
            "%d slots of %d series, in %d record%s (%s)"
                .formatted(
                    baseline.learned().size(),
                    baseline.series().size(),
                    published.records(),
                    published.records() == 1 ? "" : "s",
                    published.source())));
  }

  private static boolean isLast(Baseline baseline, Baselines before) {
    return !before.versions().isEmpty()
        && before.latest().fingerprint().equals(baseline.fingerprint());
  }
}
