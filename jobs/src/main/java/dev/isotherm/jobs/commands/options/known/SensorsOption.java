package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sensor table of rules. */
public final class SensorsOption extends KnownFile<SensorTables> {

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

  private @Nullable SensorTopic topic;

  public SensorsOption() {
    super(
        new Kind<>(
            OPTION,
            "sensor table",
            SensorTables.EMPTY,
            file -> new SensorTables(SensorFile.read(file)),
            SensorTables::fingerprint,
            JobSensors::add));
  }

  @Override
  @Nullable Path file() {
    return given == null || isTopic() ? null : Path.of(given);
  }

  private boolean isTopic() {
    return SensorTopic.isNamedBy(given);
  }

  @Override
  boolean isGiven() {
    return given != null;
  }

  @Override
  @Nullable String fingerprint() {
    return isTopic() ? SensorTopic.text(given) : super.fingerprint();
  }

  @Override
  SensorTables content() {
    if (isTopic() && topic == null) {
      throw new ConfigurationException(
          OPTION + " " + given + ": is not for this command, which reads no topic; name a file");
    }
    return super.content();
  }

  /** Reads the topic, if one is named. */
  void connect(Properties client) {
    if (isTopic() && topic == null) {
      SensorTopic named = new SensorTopic(client, SensorTopic.nameIn(given));
      SensorTopic.Content content = named.read(sentence -> {});
      topic = named.knownTo(content.position());
      setContent(content.tables());
    }
  }

  /** Makes the topic, if one is named and missing. */
  void prepare(Properties client) {
    if (isTopic()) {
      String name = SensorTopic.nameIn(given);
      try (Topics topics = Topics.connect(client)) {
        topics.createKept(topics.missing(Set.of(name)));
        topics.requireKept(OPTION + " topic:", name);
      }
    }
  }

  /** The topic that the table may change by; {@code null} if it may not. */
  @Nullable SensorTopic topic() {
    return topic;
  }

  /** How operators of a stream get to know the table. */
  KnownSensors known() {
    return topic == null ? KnownSensors.OF_JOB_FILE : topic;
  }

  @Override
  void addTo(StreamExecutionEnvironment environment) {
    if (topic == null) {
      super.addTo(environment);
      return;
    }
    try {
      Path file = Files.createTempFile("isotherm-sensors", SensorFile.CHANGES);
      file.toFile().deleteOnExit();
      SensorFile.write(content(), file);
      JobSensors.add(environment, file, content());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  void requireThatOf(String group, @Nullable String ofStream, ValidationErrors errors) {
    if (given == null && SensorTopic.isNamedBy(ofStream)) {
      given = ofStream;
    }
    super.requireThatOf(group, ofStream, errors);
  }

  /** One sentence for each rule that needs a table or contradicts it. */
  List<String> errors(RuleSet rules) {
    return isGiven()
        ? RulesInTable.errors(rules, content().latest())
        : RulesInTable.needs(rules).stream()
            .map(need -> need + "; name its file with " + OPTION)
            .toList();
  }
}
