package dev.isotherm.jobs.commands.replay;

import dev.isotherm.jobs.commands.options.ClockSkewOption;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.RangeOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.ResultOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.WindowOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.ReplayJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.OffsetRange;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The log of a topic, once more, as if it were a file. */
@Command(
    name = "replay",
    description = {
      "The log of a Kafka topic, once more, as if it were a file.",
      "",
      "Reads a part of the topic that has an end, and writes what isotherm batch writes. Nothing",
      "is late: every reading that the log still has is in its window. Belongs to no consumer",
      "group, so a running stream does not notice.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm replay                                  # all that is there, by day",
      "  isotherm replay --window 1h --from 2025-07-01T00:00:00Z --to 2025-07-02T00:00:00Z",
      "  isotherm replay --rules default --output history # the alerts that there would have been"
    })
public final class ReplayCommand implements Callable<Integer> {

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Readings come from here (default: ${DEFAULT-VALUE}).")
  private String topic = TopicNames.DEFAULTS.readings();

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      defaultValue = "none",
      description =
          "Alert under the rules of a file; default: those built in (temperature above 28 is a"
              + " warning, above 30 critical); none: no alerts (default: ${DEFAULT-VALUE}).")
  private RuleSet rules;

  @Mixin private RangeOptions part;
  @Mixin private WindowOptions windows = new WindowOptions("day");
  @Mixin private ClockSkewOption clockSkew;
  @Mixin private KafkaOptions kafka;
  @Mixin private ReadingOptions reading;
  @Mixin private ResultOptions results;
  @Mixin private JobOptions job;

  public ReplayCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public Integer call() throws Exception {
    Properties client = kafka.clientProperties();
    OffsetRange range = part.of(client, "--topic", topic);
    Windowing windowing = windows.windowing(reading.zone());
    ResultFolder folder = results.prepare();
    StreamExecutionEnvironment environment =
        environments.create(job.configuration(RuntimeExecutionMode.BATCH));
    BoundedJob.build(
        ReplayJob.read(
            environment, client, range, reading.options(), new FutureGuard(clockSkew.maximum())),
        windowing,
        rules,
        folder.path());
    spec.commandLine()
        .getErr()
        .printf(
            "%s at %s, from %s to %s%n",
            topic,
            kafka.bootstrapServers(),
            OffsetRange.text(range.from()),
            OffsetRange.text(range.to()));
    BoundedJob.execute(
        environment,
        "isotherm replay",
        folder,
        windowing.windowsPerReading(),
        results.print(),
        reading.zone(),
        rejection -> rejection.source() + " at offset " + rejection.position(),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
    return CommandRunner.DONE;
  }
}
