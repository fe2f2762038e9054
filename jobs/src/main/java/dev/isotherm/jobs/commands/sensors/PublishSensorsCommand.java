package dev.isotherm.jobs.commands.sensors;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.jobs.kafka.sensors.SensorPublisher;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
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
final class PublishSensorsCommand implements Callable<Integer>, Validated {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file of sensors: .csv, .yaml or .yml.")
  private Path file;

  @Option(
      names = "--in",
      paramLabel = "DURATION",
      description =
          "How long after now, by the clock of this machine, it is in force; must be longer than"
              + " the clock of any sensor is ahead (default: 5s; the first version is in force from"
              + " the start).")
  private @Nullable Duration in;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "From which instant it is in force; must lie ahead of the readings that streams have come"
              + " to (instead of --in).")
  private @Nullable Instant at;

  @Option(
      names = "--sensors-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Versions of the sensor table go here (default: ${DEFAULT-VALUE}).")
  private String topic = SensorTopic.DEFAULT;

  @Option(
      names = "--rules-status-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Streams answer here (default: ${DEFAULT-VALUE}).")
  private String statusTopic = TopicNames.DEFAULTS.rulesStatus();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for the answer of a stream (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Mixin private KafkaOptions kafka;

  @Override
  public void check(ValidationErrors errors) {
    if (in != null && at != null) {
      errors.add("--at", at, "is mutually exclusive with --in");
    }
  }

  @Override
  public Integer call() throws Exception {
    SensorTable table = SensorFile.read(file);
    Properties client = kafka.clientProperties();
    try (Topics broker = Topics.connect(client)) {
      broker.createKept(broker.missing(Set.of(topic)));
      broker.requireKept("--sensors-topic", topic);
      broker.createCompacted(broker.missing(Set.of(statusTopic)));
      return publish(table, client, new RuleStatusReader(client, broker, statusTopic));
    }
  }

  private int publish(SensorTable table, Properties client, RuleStatusReader statuses)
      throws InterruptedException {
    SensorTables before = new SensorTopic(client, topic).read(this::warn).tables();
    long from = effectiveFrom(before);
    SensorPublisher.Changes changes =
        new SensorPublisher(client, topic).publish(before.latest(), table, from);
    PrintWriter out = spec.commandLine().getOut();
    if (changes.isEmpty()) {
      out.printf("%s has this table already; nothing was published%n", topic);
    } else {
      out.printf(
          "%s in force from %s: %d added, %d changed, %d removed%n",
          changes.count() == 1 ? "1 change is" : changes.count() + " changes are",
          from == SensorChange.FROM_THE_START ? "the start" : InstantText.of(from),
          changes.added(),
          changes.changed(),
          changes.removed());
      out.flush();
      out.println(
          statuses
              .await(changes.source(), timeout)
              .map(status -> "taken over by " + status.group())
              .orElse(
                  "no running stream has answered within %s; one that starts later takes it over"
                      .formatted(DurationText.format(timeout))));
    }
    return CommandRunner.DONE;
  }

  private void warn(String rejected) {
    spec.commandLine().getErr().println("warning: " + rejected);
  }

  private long effectiveFrom(SensorTables before) {
    long last = before.versions().get(before.versions().size() - 1).fromMillis();
    boolean isFirst = before.isOne() && before.latest().isEmpty();
    if (at == null && in == null && isFirst) {
      return SensorChange.FROM_THE_START;
    }
    long from =
        at != null
            ? at.toEpochMilli()
            : System.currentTimeMillis() + (in == null ? RuleRecord.LEAD : in).toMillis();
    if (from <= last) {
      throw new ConfigurationException(
          (at != null ? "--at " + at : "--in")
              + ": must be later than the version published before, from "
              + InstantText.of(last));
    }
    return from;
  }
}
