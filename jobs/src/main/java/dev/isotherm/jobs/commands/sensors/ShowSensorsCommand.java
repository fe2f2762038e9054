package dev.isotherm.jobs.commands.sensors;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.kept.TopicText;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.sensors.KnownField;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.sensors.file.SensorWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is known of a sensor, or the whole table. */
@Command(
    name = "show",
    description = {
      "Shows what a file of sensors says of one sensor, and on which line; or what was published.",
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
      "  isotherm sensors show sensors.yaml > sensors.csv",
      "  isotherm sensors show topic boiler-7 --at 2025-07-01T00:00:00Z"
    })
final class ShowSensorsCommand implements Callable<Integer>, Validated {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "A file of sensors: .csv, .yaml or .yml; or topic, or topic:NAME, for what isotherm sensors"
              + " publish has published.")
  private String file;

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

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "Of a topic, show the version of this instant (default: the last one).")
  private @Nullable Instant at;

  @Mixin private KafkaOptions kafka;

  @Override
  public void check(ValidationErrors errors) {
    if (at != null && !TopicText.isTopic(file)) {
      errors.add("--at", at, "is for a topic; a file has one version");
    }
    if (metric != null && sensor == null) {
      errors.add("--metric", metric, "needs a SENSOR");
    }
  }

  @Override
  public Integer call() {
    SensorTable table = read();
    PrintWriter out = spec.commandLine().getOut();
    if (sensor == null) {
      SensorWriter.write(table, out::println);
      return CommandRunner.DONE;
    }
    if (!table.knows(sensor)) {
      throw new ConfigurationException(unknown(table, sensor));
    }
    out.println(sensor);
    List<KnownField> labels = KnownField.labels(table, sensor);
    Collection<String> metrics = metric == null ? metrics(table, sensor) : List.of(metric);
    if (!labels.isEmpty() || metrics.isEmpty()) {
      print(out, labels);
    }
    for (String one : metrics) {
      out.println(one.equals(SensorRow.ALL_METRICS) ? "all metrics" : one);
      print(out, KnownField.spec(table, sensor, one));
    }
    return CommandRunner.DONE;
  }

  private SensorTable read() {
    if (!TopicText.isTopic(file)) {
      return SensorFile.read(Path.of(file));
    }
    PrintWriter err = spec.commandLine().getErr();
    SensorTables tables =
        new SensorTopic(kafka.clientProperties(), TopicText.nameIn(file, SensorTopic.DEFAULT))
            .read(rejected -> err.println("warning: " + rejected))
            .versions();
    return at == null ? tables.latest() : tables.at(at.toEpochMilli());
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
      String text = "  %-" + names + "s  %-" + values + "s  %s";
      out.println(text.formatted(one.name(), one.value(), place(one)).stripTrailing());
    }
    if (fields.isEmpty()) {
      out.println("  nothing is known");
    }
  }

  /** The line of a file, and the glob if it is one. What was published has no lines. */
  private String place(KnownField field) {
    List<String> parts = new ArrayList<>();
    if (field.line() > 0) {
      parts.add("line " + field.line());
    }
    if (!field.sensor().equals(sensor)) {
      parts.add(field.sensor());
    }
    return String.join(", ", parts);
  }
}
