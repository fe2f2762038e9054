package dev.isotherm.jobs.commands.sensors;

import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.known.PublishOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.jobs.kafka.sensors.SensorPublisher;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes a version of the sensor table for running streams. */
@Command(
    name = "publish",
    description = {
      "Publishes a version of the sensor table to running streams, which apply it without a",
      "restart.",
      "",
      "Only what differs from the version before is written: one record for each sensor. Readings",
      "from its instant on are judged by it, earlier ones by the version before. Sensors that the",
      "file no longer names are removed: their alerts end. The file is checked first: with an",
      "error, nothing is published.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 published, or nothing has changed; 2 nothing was published.",
      "",
      "Examples:",
      "  isotherm sensors publish sensors.csv             # the first one: in force from the start",
      "  isotherm sensors publish sensors.csv             # a later one: in force in 5 seconds",
      "  isotherm sensors publish sensors.csv --at 2025-07-01T00:00:00Z"
    })
final class PublishSensorsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file of sensors: .csv, .yaml or .yml.")
  private Path file;

  @Option(
      names = "--sensors-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Versions of the sensor table go here (default: ${DEFAULT-VALUE}).")
  private String topic = SensorTopic.DEFAULT;

  @Mixin private PublishOptions options;

  @Override
  public Integer call() throws Exception {
    SensorTable table = SensorFile.read(file);
    Properties client = options.client();
    try (Topics broker = Topics.connect(client)) {
      return publish(table, client, options.prepare(broker, "--sensors-topic", topic));
    }
  }

  private int publish(SensorTable table, Properties client, RuleStatusReader answers)
      throws InterruptedException {
    SensorTables before = new SensorTopic(client, topic).read(this::warn).versions();
    long from = options.from(lastOf(before));
    SensorPublisher.Changes changes =
        new SensorPublisher(client, topic).publish(before.latest(), table, from);
    PrintWriter out = spec.commandLine().getOut();
    if (changes.isEmpty()) {
      out.printf("%s has this table already; nothing was published%n", topic);
    } else {
      out.printf(
          "%s in force from %s: %d added, %d changed, %d removed%n",
          changes.count() == 1 ? "1 change is" : changes.count() + " changes are",
          PublishOptions.inWords(from),
          changes.added(),
          changes.changed(),
          changes.removed());
      options.await(answers, changes.source(), out);
    }
    return CommandRunner.DONE;
  }

  private void warn(String rejected) {
    spec.commandLine().getErr().println("warning: " + rejected);
  }

  /** The instant of the last version; {@code null} if there is none. */
  private static @Nullable Long lastOf(SensorTables before) {
    boolean isFirst = before.isOne() && before.latest().isEmpty();
    return isFirst ? null : before.versions().get(before.versions().size() - 1).fromMillis();
  }
}
