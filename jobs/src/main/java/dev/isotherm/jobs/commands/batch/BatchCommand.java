package dev.isotherm.jobs.commands.batch;

import dev.isotherm.jobs.commands.options.FileOptions;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.ResultOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.WindowOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.files.InputFiles;
import dev.isotherm.jobs.files.LineNumbers;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BatchJob;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.report.ProgressBar;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Averages of files. */
@Command(
    name = "batch",
    description = {
      "Averages of files: per sensor, metric and day, or any other window.",
      "",
      "Reads JSON lines, tables (CSV) and text with one number per line, also packed as .gz or",
      ".zst. A line that cannot be used is skipped, counted by its reason, and kept in",
      "DIR/rejected. With --rules, the alerts that there would have been are in DIR/transitions.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm batch daily_readings.txt                # one number per line",
      "  isotherm batch logs/ --window 1h                 # a folder, hourly averages",
      "  isotherm batch logs/ --window 1h --slide 10min   # of the last hour, each 10 minutes",
      "  isotherm batch 'logs/*.csv.gz' --zone Europe/Berlin --print csv > averages.csv",
      "  isotherm batch readings.jsonl --print json | jq 'select(.max > 28)'",
      "  isotherm batch readings.jsonl --rules default    # alerts of history, too"
    })
public final class BatchCommand implements Callable<Integer>, Validated {

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders (with all folders in them) or quoted globs.")
  private List<String> paths = List.of();

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      defaultValue = "none",
      description =
          "Alert under the rules of a file; default: those built in (temperature above 28 is a"
              + " warning, above 30 critical); none: no alerts (default: ${DEFAULT-VALUE}).")
  private RuleSet rules;

  @Mixin private WindowOptions windows = new WindowOptions("day");
  @Mixin private ReadingOptions reading;
  @Mixin private FileOptions files;
  @Mixin private ResultOptions results;
  @Mixin private JobOptions job;

  private InputFiles inputs;

  public BatchCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public void check(ValidationErrors faults) {
    inputs = InputFiles.find(paths, ResultFolder.absolute(results.folder()));
    inputs.faults().forEach(faults::add);
  }

  @Override
  public Integer call() throws Exception {
    ResultFolder folder = results.prepare();
    StreamExecutionEnvironment environment = environment();
    Windowing windowing = windows.windowing(reading.zone());
    BoundedJob.build(
        BatchJob.read(environment, inputs.files(), files.parsers(reading.options())),
        windowing,
        rules,
        folder.path());
    BoundedJob.execute(
        environment,
        "isotherm batch",
        folder,
        windowing.windowsPerReading(),
        results.print(),
        reading.zone(),
        LineNumbers::place,
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
    return CommandRunner.DONE;
  }

  private StreamExecutionEnvironment environment() throws IOException {
    Configuration configuration = job.configuration(RuntimeExecutionMode.BATCH);
    if (!ProgressBar.isWanted()) {
      return environments.create(configuration);
    }
    ProgressBar.configure(configuration);
    StreamExecutionEnvironment environment = environments.create(configuration);
    long totalBytes = ProgressBar.totalBytes(inputs.files());
    environment.registerJobListener(new ProgressBar(spec.commandLine().getErr(), totalBytes));
    return environment;
  }
}
