package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.baseline.JobBaseline;
import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.jobs.kafka.baseline.BaselineTopic;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.baseline.RulesInBaseline;
import dev.isotherm.wire.BaselineFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The baseline of rules. */
public final class BaselineOption extends FileOrTopic<Baselines, BaselineTopic> {

  private static final String OPTION = "--baseline";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "The baseline: what is usual for each series, for rules with deviation(x). isotherm"
              + " baseline learn writes the file. Or topic, or topic:NAME, for what isotherm"
              + " baseline publish has published, with stream, replay, verify and rules diff"
              + " (default: none).")
  private @Nullable String given;

  public BaselineOption() {
    super(new Kind(OPTION, "baseline", BaselineTopic.DEFAULT, ".versions"), Baselines.EMPTY);
  }

  @Override
  @Nullable String given() {
    return given;
  }

  @Override
  Baselines read(Path file) {
    return Baselines.of(BaselineFile.read(file));
  }

  @Override
  void write(Baselines versions, Path file) throws IOException {
    BaselineFile.writeVersions(file, versions);
  }

  @Override
  void add(StreamExecutionEnvironment environment, Path file, Baselines versions) {
    JobBaseline.add(environment, file, versions);
  }

  @Override
  String fingerprint(Baselines versions) {
    return versions.fingerprint();
  }

  @Override
  BaselineTopic topic(Properties client, String name, long position) {
    return new BaselineTopic(client, name, position);
  }

  /** How operators of a stream get to know the baseline. */
  KnownBaselines known() {
    return topic() == null ? KnownBaselines.OF_JOB_FILE : topic();
  }

  /** One sentence for each rule that needs a baseline, if none is given. */
  List<String> errors(RuleSet rules) {
    if (isGiven()) {
      content();
      return List.of();
    }
    return missing(RulesInBaseline.needs(rules));
  }
}
