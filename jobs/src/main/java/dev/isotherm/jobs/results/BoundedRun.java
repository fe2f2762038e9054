package dev.isotherm.jobs.results;

import dev.isotherm.alert.RuleSet;
import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.average.Windowing;
import dev.isotherm.jobs.cli.CommandRunner;
import dev.isotherm.jobs.format.JsonLines;
import dev.isotherm.model.Transition;
import dev.isotherm.pipeline.AlertFlow;
import dev.isotherm.pipeline.Flow;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A run over an input that has an end: through the flow that is the same for all, to files. */
public final class BoundedRun {
  private BoundedRun() {}

  /** From messages, whatever they were read from, to a folder of results. */
  public static void build(
      Flow.Messages messages, Windowing windowing, RuleSet rules, Path output) {
    // Nothing is late in BATCH mode: windows close when all of the input has been read.
    Flow.Averages averages = Flow.average(messages, windowing, Duration.ZERO);
    JsonLinesSink.writeAverages(averages.updates(), output);
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLines::of);
    JsonLinesSink.write(averages.late(), output, ResultFolder.LATE, JsonLines::of);
    if (!rules.isEmpty()) {
      DataStream<Transition> transitions =
          AlertFlow.alertUntilEnd(messages.readings(), averages::updates, RuleTimeline.of(rules));
      JsonLinesSink.write(transitions, output, ResultFolder.TRANSITIONS, JsonLines::of);
    }
  }

  /**
   * Runs a job that {@link #build} made to its end, completes its folder and shows what is in it.
   *
   * @return the exit code
   * @throws IllegalStateException if the accounting does not add up
   */
  public static int execute(
      StreamExecutionEnvironment environment,
      String jobName,
      ResultFolder folder,
      int windowsPerReading,
      Report.Print print,
      ZoneId zone,
      Report.RejectionPlace place,
      PrintWriter out,
      PrintWriter err)
      throws Exception {
    JobExecutionResult job = environment.execute(jobName);
    if (job instanceof DetachedJobExecutionResult) {
      err.println("Submitted as job " + job.getJobID());
      return CommandRunner.DONE;
    }
    Results results = Results.read(folder, job, windowsPerReading, Report.mostAverages(print));
    folder.writeSummary(JsonLines.of(results.accounting()));
    new Report(out, err, place).print(results, print, zone, folder);
    if (!results.accounting().addsUp()) {
      throw new IllegalStateException(
          "the accounting does not add up, so something got lost: " + results.accounting());
    }
    return CommandRunner.DONE;
  }
}
