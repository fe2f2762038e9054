package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sensor table of rules. */
public final class SensorsOption extends KnownFile<SensorTable> {

  private static final String OPTION = "--sensors";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "The sensor table: a file of limits, labels and units for rules, of valid ranges, and of the"
              + " intervals of readings for averages, .csv, .yaml or .yml. isotherm sensors check"
              + " reports its errors (default: none).")
  private @Nullable Path file;

  public SensorsOption() {
    super(
        new Kind<>(
            OPTION,
            "sensor table",
            SensorTable.EMPTY,
            SensorFile::read,
            SensorTable::fingerprint,
            JobSensors::add));
  }

  @Override
  @Nullable Path file() {
    return file;
  }

  /** One sentence for each rule that needs a table or contradicts it. */
  List<String> errors(RuleSet rules) {
    return file == null
        ? RulesInTable.needs(rules).stream()
            .map(need -> need + "; name its file with " + OPTION)
            .toList()
        : RulesInTable.errors(rules, content());
  }
}
