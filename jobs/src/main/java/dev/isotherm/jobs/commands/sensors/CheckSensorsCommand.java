package dev.isotherm.jobs.commands.sensors;

import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.TableSummary;
import dev.isotherm.sensors.TableWarnings;
import dev.isotherm.sensors.file.SensorFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports the errors of a file of sensors, or what is in it. */
@Command(
    name = "check",
    description = {
      "Reads a file of sensors and reports all errors.",
      "",
      "Each error has file, line, key, value, and what is allowed. A file without errors is",
      "summed up. What looks like a mistake is a warning.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the file has no error; 2 it has one.",
      "",
      "Examples:",
      "  isotherm sensors check sensors.csv",
      "  isotherm sensors check sensors.yaml"
    })
final class CheckSensorsCommand implements Callable<Integer> {

  private static final int MOST_NAMES = 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file of sensors: .csv, .yaml or .yml.")
  private Path file;

  @Override
  public Integer call() {
    SensorTable table = SensorFile.read(file);
    TableSummary summary = TableSummary.of(table);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %s, %s; version %s%n",
        file,
        counted(summary.sensors(), "sensor"),
        counted(summary.globs(), "glob"),
        table.fingerprint());
    print(out, "metrics", summary.metrics());
    print(
        out,
        "labels",
        summary.labels().entrySet().stream()
            .map(label -> label.getKey() + " (" + counted(label.getValue(), "value") + ")")
            .toList());
    print(out, "limits", summary.limits());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    TableWarnings.of(file.toString(), table).forEach(one -> err.println("warning: " + one));
    return CommandRunner.DONE;
  }

  private static String counted(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private static void print(PrintWriter out, String what, Collection<String> names) {
    List<String> shown = names.stream().limit(MOST_NAMES).toList();
    int left = names.size() - shown.size();
    if (!names.isEmpty()) {
      out.printf(
          "  %-8s %s%s%n",
          what, String.join(", ", shown), left == 0 ? "" : " and " + left + " more");
    }
  }
}
