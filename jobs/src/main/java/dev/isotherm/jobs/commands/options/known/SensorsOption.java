package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sensor table of rules. */
public final class SensorsOption extends FileOrTopic<SensorTables, SensorTopic> {

  private static final String OPTION = "--sensors";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "The sensor table: a file of limits, labels and units for rules, of valid ranges, and of the"
              + " intervals of readings for averages, .csv, .yaml or .yml. isotherm sensors check"
              + " reports its errors. Or topic, or topic:NAME, for what isotherm sensors publish has"
              + " published, with stream, replay, verify and rules diff (default: none).")
  private @Nullable String given;

  public SensorsOption() {
    super(
        new Kind(OPTION, "sensor table", SensorTopic.DEFAULT, SensorFile.CHANGES),
        SensorTables.EMPTY);
  }

  @Override
  @Nullable String given() {
    return given;
  }

  @Override
  SensorTables read(Path file) {
    return new SensorTables(SensorFile.read(file));
  }

  @Override
  void write(SensorTables versions, Path file) throws IOException {
    SensorFile.write(versions, file);
  }

  @Override
  void add(StreamExecutionEnvironment environment, Path file, SensorTables versions) {
    JobSensors.add(environment, file, versions);
  }

  @Override
  String fingerprint(SensorTables versions) {
    return versions.fingerprint();
  }

  @Override
  SensorTopic topic(Properties client, String name, long position) {
    return new SensorTopic(client, name, position);
  }

  /** How operators of a stream get to know the table. */
  KnownSensors known() {
    return topic() == null ? KnownSensors.OF_JOB_FILE : topic();
  }

  /** One sentence for each rule that needs a table or contradicts it. */
  List<String> errors(RuleSet rules) {
    return isGiven()
        ? RulesInTable.errors(rules, content().latest())
        : missing(RulesInTable.needs(rules));
  }
}
