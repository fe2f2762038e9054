package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.history.HistoryOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** The history on which rules are compared. */
public final class HistoryOfRules extends HistoryOptions {

  private static final String ON = "--on";

  @Option(
      names = ON,
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description =
          "History: files, folders (with all folders in them) or quoted globs, as for batch; or"
              + " topic for the log of sensor_readings, topic:NAME for that of another topic. A"
              + " file of that name is ./topic.")
  private List<String> on = List.of();

  @Override
  protected List<String> paths() {
    return on;
  }

  @Override
  protected String option() {
    return ON;
  }
}
