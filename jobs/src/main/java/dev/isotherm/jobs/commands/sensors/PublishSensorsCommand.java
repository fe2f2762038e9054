package dev.isotherm.jobs.commands.sensors;

import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.publish.PublishCommand;
import dev.isotherm.jobs.kafka.sensors.SensorPublisher;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a version of the sensor table for running streams. */
@Command(
    name = "publish",
    description = {
      "Publishes a version of the sensor table to running streams, which apply it without a",
      "restart.",
      "",
      "Only what differs from the version before is written: one record for each sensor. Readings",
      "from its instant on are judged by it, earlier ones by the version before. Sensors that the",
      "file no longer names are removed: their alerts end. The first version is in force from the",
      "start, unless --in or --at is given. The file is checked first: with an error, nothing is",
      "published.",
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
final class PublishSensorsCommand extends PublishCommand<SensorTable, SensorTables> {

  @Parameters(paramLabel = "FILE", description = "A file of sensors: .csv, .yaml or .yml.")
  private Path file;

  @Option(
      names = "--sensors-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Versions of the sensor table go here (default: ${DEFAULT-VALUE}).")
  private String topic = SensorTopic.DEFAULT;

  PublishSensorsCommand() {
    super("table", "--sensors-topic");
  }

  @Override
  protected SensorTable read() {
    return SensorFile.read(file);
  }

  @Override
  protected SensorTopic topic(Properties client) {
    return new SensorTopic(client, topic);
  }

  @Override
  protected @Nullable Long lastMillis(SensorTables versions) {
    boolean isFirst = versions.isOne() && versions.latest().isEmpty();
    return isFirst ? null : versions.versions().get(versions.versions().size() - 1).fromMillis();
  }

  @Override
  protected Optional<Written> write(
      Properties client, SensorTable table, SensorTables before, LongSupplier fromMillis)
      throws InterruptedException {
    long from = fromMillis.getAsLong();
    SensorPublisher.Changes changes =
        new SensorPublisher(client, topic).publish(before.latest(), table, from);
    return Optional.ofNullable(changes.source())
        .map(source -> new Written(source, from, subject(changes), content(changes)));
  }

  private static String subject(SensorPublisher.Changes changes) {
    return changes.count() == 1 ? "1 change is" : changes.count() + " changes are";
  }

  private static String content(SensorPublisher.Changes changes) {
    return "%d added, %d changed, %d removed"
        .formatted(changes.added(), changes.changed(), changes.removed());
  }
}
