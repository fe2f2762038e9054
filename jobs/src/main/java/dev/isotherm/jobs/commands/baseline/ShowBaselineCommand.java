package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Usual;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.publish.PublishOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.baseline.BaselineTopic;
import dev.isotherm.jobs.kafka.kept.TopicText;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.Series;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.wire.BaselineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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

/** Shows what a baseline says of a sensor, or which series it has. */
@Command(
    name = "show",
    description = {
      "Shows what is usual for a sensor, as a baseline has learned it.",
      "",
      "Without SENSOR, shows how the baseline was learned, and of which series; and which versions a",
      "topic has.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 2 it is no baseline, or has nothing of the sensor.",
      "",
      "Examples:",
      "  isotherm baseline show usual.jsonl",
      "  isotherm baseline show usual.jsonl boiler-7 --metric temperature",
      "  isotherm baseline show topic boiler-7 --at 2025-07-01T00:00:00Z"
    })
final class ShowBaselineCommand implements Callable<Integer>, Validated {

  private static final int MOST_SERIES = 50;
  private static final String ROW = "  %-6s %9s %12s %12s %12s %12s %12s %12s %12s%n";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "What baseline learn has written; or topic, or topic:NAME, for what baseline publish has"
              + " published.")
  private String file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SENSOR",
      description = "The name of a sensor (default: which series there are).")
  private @Nullable String sensor;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "Show this metric only (default: all of the sensor).")
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
    PrintWriter out = spec.commandLine().getOut();
    Baseline baseline = TopicText.isTopic(file) ? published(out) : BaselineFile.read(Path.of(file));
    if (sensor == null) {
      showAll(baseline, out);
    } else {
      showSensor(baseline, out);
    }
    out.flush();
    return CommandRunner.DONE;
  }

  /** The version of a topic; without a sensor, says which versions there are. */
  private Baseline published(PrintWriter out) {
    PrintWriter err = spec.commandLine().getErr();
    String topic = TopicText.nameIn(file, BaselineTopic.DEFAULT);
    Baselines versions =
        new BaselineTopic(kafka.clientProperties(), topic)
            .read(rejected -> err.println("warning: " + rejected))
            .versions();
    if (versions.versions().isEmpty()) {
      throw new ConfigurationException("FILE " + file + ": nothing was published on " + topic);
    }
    if (sensor == null && at == null) {
      for (Baselines.Version one : versions.versions()) {
        out.printf(
            "version %s is in force from %s%n",
            one.baseline().fingerprint(), PublishOptions.inWords(one.fromMillis()));
      }
    }
    return at == null ? versions.latest() : versions.at(at.toEpochMilli());
  }

  private void showAll(Baseline baseline, PrintWriter out) {
    BaselineSummary summary = BaselineSummary.of(baseline);
    out.println(file + ": " + summary.text());
    baseline.series().stream().limit(MOST_SERIES).forEach(one -> out.println("  " + one));
    if (baseline.series().size() > MOST_SERIES) {
      out.printf("  and %d more%n", baseline.series().size() - MOST_SERIES);
    }
    PrintWriter err = spec.commandLine().getErr();
    summary.warnings().forEach(one -> err.println("warning: " + one));
  }

  private void showSensor(Baseline baseline, PrintWriter out) {
    List<Series> found =
        baseline.series().stream()
            .filter(one -> one.sensorId().equals(sensor))
            .filter(one -> metric == null || one.metric().equals(metric))
            .toList();
    if (found.isEmpty()) {
      throw new ConfigurationException(unknown(baseline));
    }
    for (Series series : found) {
      out.println(series);
      out.printf(ROW, "slot", "readings", "mean", "stddev", "p5", "p25", "p50", "p75", "p95");
      baseline.learned().stream()
          .filter(one -> one.series().equals(series))
          .forEach(one -> printRow(out, baseline, one));
    }
  }

  private static void printRow(PrintWriter out, Baseline baseline, LearnedSlot learned) {
    Usual usual = learned.usual();
    List<Object> cells = new ArrayList<>();
    cells.add(baseline.slots().name(learned.slot()));
    cells.add(usual.count());
    cells.add(NumberText.of(usual.mean()));
    cells.add(NumberText.of(usual.stddev()));
    usual.percentiles().forEach(one -> cells.add(NumberText.of(one)));
    out.printf(ROW, cells.toArray());
  }

  private String unknown(Baseline baseline) {
    Set<String> sensors = new LinkedHashSet<>();
    baseline.series().forEach(one -> sensors.add(one.sensorId()));
    if (sensors.contains(sensor)) {
      return String.format(
          "--metric %s: %s has learned nothing of it for %s", metric, file, sensor);
    }
    List<String> near = DidYouMean.of(sensor, sensors);
    return String.format(
        "SENSOR %s: %s has learned nothing of it%s",
        sensor, file, near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }
}
