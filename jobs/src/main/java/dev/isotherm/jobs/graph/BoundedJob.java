package dev.isotherm.jobs.graph;

import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchReport;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLines;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A run over an input that has an end: through the flow that is the same for all, to files. */
public final class BoundedJob {
  private BoundedJob() {}

  /** From messages, whatever they were read from, to a folder of results. */
  public static void build(
      Topology.Messages messages, Windowing windowing, RuleSet rules, Path output) {
    // Nothing is late in BATCH mode: windows close when all of the input has been read.
    Topology.Averages averages = Topology.average(messages, windowing, Duration.ZERO);
    JsonLinesSink.writeAverages(averages.updates(), output);
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLines::of);
    JsonLinesSink.write(averages.late(), output, ResultFolder.LATE, JsonLines::of);
    if (!rules.isEmpty()) {
      DataStream<Transition> transitions =
          AlertTopology.alertUntilEnd(
              messages.readings(), averages::updates, RuleSetHistory.of(rules));
      JsonLinesSink.write(transitions, output, ResultFolder.TRANSITIONS, JsonLines::of);
    }
  }

  /**
   * Runs a job that {@link #build} made to its end, completes its folder and shows what is in it.
   *
   * @throws IllegalStateException if the accounting does not add up
   */
  public static void execute(
      StreamExecutionEnvironment environment,
      String jobName,
      ResultFolder folder,
      int windowsPerReading,
      BatchReport.Print print,
      ZoneId zone,
      BatchReport.RejectionPlace place,
      PrintWriter out,
      PrintWriter err)
      throws Exception {
    JobExecutionResult job = environment.execute(jobName);
    if (job instanceof DetachedJobExecutionResult) {
      err.println("Submitted as job " + job.getJobID());
      return;
    }
    BatchResults results =
        BatchResults.read(folder, job, windowsPerReading, BatchReport.mostAverages(print));
    folder.writeSummary(JsonLines.of(results.accounting()));
    new BatchReport(out, err, place).print(results, print, zone, folder);
    if (!results.accounting().addsUp()) {
      throw new IllegalStateException(
          "the accounting does not add up, so something got lost: " + results.accounting());
    }
  }
}
