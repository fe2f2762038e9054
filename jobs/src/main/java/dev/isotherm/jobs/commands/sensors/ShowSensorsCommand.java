package dev.isotherm.jobs.commands.sensors;

import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.sensors.KnownField;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.sensors.file.SensorWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is known of a sensor, or the whole table. */
@Command(
    name = "show",
    description = {
      "Shows what a file of sensors says of one sensor, and on which line.",
      "",
      "Without SENSOR, writes the whole table as CSV. Sensors and columns have a fixed order:",
      "equal tables give equal text.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 2 the file has an error, or says nothing of the sensor.",
      "",
      "Examples:",
      "  isotherm sensors show sensors.csv boiler-7",
      "  isotherm sensors show sensors.csv boiler-7 --metric temperature",
      "  isotherm sensors show sensors.yaml > sensors.csv"
    })
final class ShowSensorsCommand implements Callable<Integer>, Validated {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A file of sensors: .csv, .yaml or .yml.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SENSOR",
      description = "The name of a sensor (default: the whole table).")
  private @Nullable String sensor;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "Show this metric only (default: all that the file names for the sensor).")
  private @Nullable String metric;

  @Override
  public void check(ValidationErrors errors) {
    if (metric != null && sensor == null) {
      errors.add("--metric", metric, "needs a SENSOR");
    }
  }

  @Override
  public Integer call() {
    SensorTable table = SensorFile.read(file);
    PrintWriter out = spec.commandLine().getOut();
    if (sensor == null) {
      SensorWriter.write(table, out::println);
      return CommandRunner.DONE;
    }
    if (!table.knows(sensor)) {
      throw new ConfigurationException(unknown(table, sensor));
    }
    out.println(sensor);
    print(out, KnownField.labels(table, sensor));
    for (String one : metric == null ? metrics(table, sensor) : List.of(metric)) {
      out.println(one.equals(SensorRow.ALL_METRICS) ? "all metrics" : one);
      print(out, KnownField.spec(table, sensor, one));
    }
    return CommandRunner.DONE;
  }

  private String unknown(SensorTable table, String name) {
    List<String> sensors = new ArrayList<>();
    table.sensors().forEach(sensors::add);
    List<String> near = DidYouMean.of(name, sensors);
    return String.format(
        "SENSOR %s: %s has no row of this name, and no glob that matches it%s",
        name, file, near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }

  /** All metrics at once comes first, if anything is known of them. */
  private static Collection<String> metrics(SensorTable table, String name) {
    List<String> metrics = new ArrayList<>();
    Set<String> named = table.metrics(name);
    if (!KnownField.spec(table, name, SensorRow.ALL_METRICS).isEmpty()) {
      metrics.add(SensorRow.ALL_METRICS);
    }
    metrics.addAll(named);
    return metrics;
  }

  private void print(PrintWriter out, List<KnownField> fields) {
    int names = fields.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    int values = fields.stream().mapToInt(one -> one.value().length()).max().orElse(0);
    for (KnownField one : fields) {
      out.printf(
          "  %-" + names + "s  %-" + values + "s  line %d%s%n",
          one.name(),
          one.value(),
          one.line(),
          one.sensor().equals(sensor) ? "" : ", " + one.sensor());
    }
    if (fields.isEmpty()) {
      out.println("  nothing is known");
    }
  }
}
