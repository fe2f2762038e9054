package dev.isotherm.jobs.commands.run;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.PlausibilityTopology;
import dev.isotherm.jobs.commands.options.DuplicatesOption;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.ResultOptions;
import dev.isotherm.jobs.commands.options.WindowOptions;
import dev.isotherm.jobs.commands.options.averages.PercentilesOption;
import dev.isotherm.jobs.commands.options.known.GroupByOption;
import dev.isotherm.jobs.commands.options.known.ImplausibleOption;
import dev.isotherm.jobs.commands.options.known.KnownOptions;
import dev.isotherm.jobs.commands.postgres.FolderToTables;
import dev.isotherm.jobs.commands.postgres.PostgresOption;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.report.BatchReport;
import dev.isotherm.jobs.report.BatchRequest;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.jobs.report.html.ReportRun;
import dev.isotherm.jobs.report.html.RunReport;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that computes averages and alerts of a bounded input. */
public abstract class BoundedCommand implements Callable<Integer> {

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      defaultValue = "none",
      description =
          "Alert under the rules of a file; default: those built in (temperature above 28 is a"
              + " warning, above 30 critical); none: no alerts (default: ${DEFAULT-VALUE}).")
  private RuleSet rules;

  @Mixin private KnownOptions known;
  @Mixin private GroupByOption groups;
  @Mixin private ImplausibleOption implausible;
  @Mixin private WindowOptions windows = new WindowOptions("day");
  @Mixin private PercentilesOption percentiles;
  @Mixin protected ReadingOptions reading;
  @Mixin protected DuplicatesOption duplicates;
  @Mixin protected ResultOptions results;
  @Mixin private PostgresOption postgres;
  @Mixin private JobOptions job;

  protected BoundedCommand(Environments environments) {
    this.environments = environments;
  }

  protected final Configuration configuration() {
    return job.configuration(RuntimeExecutionMode.BATCH);
  }

  protected final CommandSpec spec() {
    return spec;
  }

  /** Reads sensor table and baseline, as far as they are in topics. */
  protected final void readKnown(Properties client) {
    known.connect(client);
  }

  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /**
   * Runs the job, publishes its results and prints them. If the process is interrupted, the job is
   * cancelled and nothing is published. Published results are written to the database, too.
   *
   * @param inputs name the input, the same for the same input
   * @param input adds the input to the job
   * @param files the files that are read; {@link BatchRequest.Files#NONE} for a topic
   * @param warnings one sentence for each option without effect
   * @param position formats the position of a rejected message
   * @return the exit code: that of bad usage if no message could be used
   */
  protected final int run(
      Configuration configuration,
      List<String> inputs,
      Function<StreamExecutionEnvironment, ParsedMessages> input,
      BatchRequest.Files files,
      List<String> warnings,
      BatchReport.RejectionPosition position)
      throws Exception {
    known.require(List.of(rules), groups);
    Windowing windowing = windows.windowing(reading.zone());
    postgres.warnIfDown(err()::println, PostgresOption.FILES_COME_FIRST);
    ReportRun described =
        new ReportRun(
            spec.name(),
            spec.root().version()[0],
            inputs,
            windows.text(),
            windowing,
            rules,
            reading.zone(),
            position);
    CancellableEnvironments cancellable = new CancellableEnvironments(environments);
    return Interruption.during(
        () -> {
          try (ResultFolder folder = results.prepare();
              RunReport page = results.report(described)) {
            StreamExecutionEnvironment environment = cancellable.create(configuration);
            known.addTo(environment);
            BoundedJob.build(
                PlausibilityTopology.checkSorted(
                    input.apply(environment), implausible.checks(known)),
                AverageSpec.bounded(windowing, percentiles.wanted()),
                groups.by(),
                rules,
                duplicates.how(),
                folder.path());
            BatchResults published =
                BoundedJob.execute(
                    cancellable,
                    environment,
                    spec.name(),
                    folder,
                    new BatchRequest(
                        rules,
                        known.sensors(),
                        known.baseline(),
                        windowing,
                        groups.by(),
                        reading.options(),
                        files,
                        spec.commandLine().getParseResult().hasMatchedOption("--zone"),
                        warnings),
                    new BatchReport(
                        results.print(),
                        reading.zone(),
                        position,
                        spec.commandLine().getOut(),
                        err()),
                    page);
            writeToDatabase(folder, published, windowing, String.join(" ", inputs));
            return published.usable() ? CommandRunner.DONE : CommandRunner.BAD_USAGE;
          }
        },
        cancellable::cancel);
  }

  private void writeToDatabase(
      ResultFolder folder, BatchResults published, Windowing windowing, String inputName)
      throws IOException {
    if (postgres.settings().isPresent()) {
      String run = "%s %s by %s".formatted(spec.name(), inputName, windowing);
      err()
          .println(
              FolderToTables.write(
                  folder, published.accounting(), windowing, run, postgres.settings().get()));
    }
  }
}
