package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.jobs.commands.history.HistoryOptions;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The history from which a baseline is learned. */
public final class HistoryOfBaseline extends HistoryOptions {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files, folders (with all folders in them) or quoted globs, as for batch; or topic for the"
              + " log of sensor_readings, topic:NAME for that of another topic. A file of that name"
              + " is ./topic.")
  private List<String> paths = List.of();

  @Override
  protected List<String> paths() {
    return paths;
  }

  @Override
  protected String option() {
    return "";
  }
}
