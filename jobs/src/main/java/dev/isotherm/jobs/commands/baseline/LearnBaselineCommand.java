package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.flow.topology.BaselineTopology;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CancellableEnvironments;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.BaselineFile;
import dev.isotherm.wire.BaselineLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns what is usual for each series of history. */
@Command(
    name = "learn",
    description = {
      "Learns from history what is usual for each series: mean, standard deviation, percentiles.",
      "",
      "They are learned for each hour of the week, so that a Monday morning is compared with other",
      "Monday mornings. The last days of each series count, up to the day of its latest reading.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 the job failed; 2 bad usage, or no message could be used.",
      "",
      "Examples:",
      "  isotherm baseline learn logs/ -o usual.jsonl",
      "  isotherm baseline learn logs/ --by hour-of-day --days 7 --zone Europe/Berlin",
      "  isotherm baseline learn topic:boilers -o boilers.jsonl",
      "  isotherm stream --rules rules.yaml --baseline usual.jsonl   # deviation(x) in rules"
    })
public final class LearnBaselineCommand implements Callable<Integer>, Validated {

  private static final String LEARNED = "learned";

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Mixin private HistoryOfBaseline history;

  @Option(
      names = "--by",
      paramLabel = "SLOTS",
      defaultValue = "hour-of-week",
      converter = SlotsConverter.class,
      description =
          "Which times are alike, in --zone: hour-of-week, hour-of-day, or none, for all times"
              + " (default: ${DEFAULT-VALUE}).")
  private Slots.By by;

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      defaultValue = "28",
      description =
          "Learn from the last days of each series, up to the day of its latest reading (default:"
              + " ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the baseline to FILE (default: print it).")
  private @Nullable Path output;

  @Mixin private JobOptions job;

  public LearnBaselineCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public void check(ValidationErrors errors) {
    if (days < 1 || days > Baseline.MOST_DAYS) {
      errors.add("--days", days, "must be from 1 to " + Baseline.MOST_DAYS);
    }
    if (output != null && Files.isDirectory(output)) {
      errors.add("--output", output, "is a folder; name a file in it");
    } else if (output != null && !Files.isDirectory(output.toAbsolutePath().getParent())) {
      errors.add("--output", output, "there is no folder " + output.toAbsolutePath().getParent());
    }
    history.check(null, output == null ? null : output.toString(), errors);
  }

  @Override
  public Integer call() throws Exception {
    CancellableEnvironments cancellable = new CancellableEnvironments(environments);
    return history.reading(
        spec.commandLine().getErr(),
        () -> Interruption.during(() -> learn(cancellable), cancellable::cancel));
  }

  private int learn(CancellableEnvironments cancellable) throws Exception {
    Slots slots = new Slots(by, history.zone());
    try (ResultFolder folder = ResultFolder.prepare(null, true)) {
      StreamExecutionEnvironment environment =
          cancellable.create(job.configuration(RuntimeExecutionMode.BATCH));
      JsonLinesSink.write(
          BaselineTopology.learn(
              history.readings(environment, PlausibilityChecks.NONE), slots, days),
          folder.path(),
          LEARNED,
          learned -> BaselineLines.of(slots, learned));
      JobExecutionResult result =
          BoundedJob.executeAttached(cancellable, environment, "baseline learn");
      List<LearnedSlot> learned = new ArrayList<>();
      folder.forEachLine(LEARNED, line -> learned.add(BaselineLines.read(slots, line)));
      Accounting read = BatchResults.counted(result);
      history.unused().forEach(this::warn);
      if (learned.isEmpty()) {
        warn(
            String.format(
                "none of %d messages could be used; isotherm batch says why", read.messages()));
        return CommandRunner.BAD_USAGE;
      }
      write(new Baseline(slots, days, learned));
      spec.commandLine()
          .getErr()
          .printf(
              "%d messages, %d of them rejected; %d readings%n",
              read.messages(), read.messages() - read.accepted(), read.readings());
      return CommandRunner.DONE;
    }
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("warning: " + warning);
  }

  private void write(Baseline baseline) throws IOException {
    List<byte[]> lines = BaselineLines.of(baseline);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      lines.forEach(line -> out.println(new String(line, StandardCharsets.UTF_8)));
      out.flush();
    } else {
      BaselineFile.write(output, lines);
    }
    BaselineSummary summary = BaselineSummary.of(baseline);
    spec.commandLine().getErr().println(summary.text());
    summary.warnings().forEach(this::warn);
  }
}
