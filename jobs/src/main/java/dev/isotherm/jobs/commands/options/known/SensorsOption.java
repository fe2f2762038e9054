package dev.isotherm.jobs.commands.options.sensors;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sensor table of rules. */
public final class SensorsOption implements Validated {

  private static final String OPTION = "--sensors";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "The sensor table: a file of limits, labels and units for rules, .csv, .yaml or .yml."
              + " isotherm sensors check reports its errors (default: none).")
  private @Nullable Path file;

  private SensorTable table = SensorTable.EMPTY;

  @Override
  public void check(ValidationErrors errors) {
    if (file != null) {
      try {
        table = SensorFile.read(file);
      } catch (ConfigurationException wrong) {
        wrong.errors().forEach(error -> errors.add(OPTION + " " + error));
      }
    }
  }

  public boolean isGiven() {
    return file != null;
  }

  /** The table; empty if none is given. */
  public SensorTable table() {
    return table;
  }

  /** The fingerprint of the table; {@code null} if none is given. */
  public @Nullable String fingerprint() {
    return file == null ? null : table.fingerprint();
  }

  /**
   * Checks that rules have what they need of the table.
   *
   * @throws ConfigurationException if they need a table and none is given, or if limits of a sensor
   *     contradict each other
   */
  public void require(List<RuleSet> sets) {
    ValidationErrors errors = new ValidationErrors();
    for (RuleSet rules : sets) {
      errors(rules).forEach(errors::add);
    }
    errors.throwIfAny();
  }

  /** One sentence for each rule that needs a table or contradicts it. */
  public List<String> errors(RuleSet rules) {
    return file == null
        ? RulesInTable.needs(rules).stream()
            .map(need -> need + "; name its file with " + OPTION)
            .toList()
        : RulesInTable.errors(rules, table);
  }

  /** Gives the table to the operators of a job. */
  public void addTo(StreamExecutionEnvironment environment) {
    if (file != null) {
      JobSensors.add(environment, file, table);
    }
  }
}
