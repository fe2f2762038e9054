package dev.isotherm.jobs.graph;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.ingest.DropDuplicates;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.GroupTopology;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.PlausibilityTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.group.GroupBy;
import dev.isotherm.jobs.files.FileRanges;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.LineBlockFormat;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchReport;
import dev.isotherm.jobs.report.BatchRequest;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.jobs.report.html.RunReport;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.wire.GroupAverageLine;
import dev.isotherm.wire.JsonLinesWriter;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A job with bounded input that computes averages and alerts and writes them to files. */
public final class BoundedJob {
  private BoundedJob() {}

  /** Reads and parses the lines of files that have no order. */
  public static ParsedMessages readFiles(
      StreamExecutionEnvironment environment, List<Path> inputs, FileParsers parsers) {
    return readFiles(environment, inputs, parsers, false);
  }

  /**
   * Reads and parses the lines of files.
   *
   * @param keepOrder whether the files have the order in which they are given; else they have none
   */
  public static ParsedMessages readFiles(
      StreamExecutionEnvironment environment,
      List<Path> inputs,
      FileParsers parsers,
      boolean keepOrder) {
    FileSource<LineBlock> source =
        FileSource.forBulkFileFormat(new LineBlockFormat(parsers), inputs.toArray(new Path[0]))
            .setFileEnumerator(() -> new FileRanges(keepOrder))
            .build();
    DataStream<LineBlock> blocks =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "read files")
            .uid("read-files");
    return Topology.parse(blocks, parsers);
  }

  /**
   * Builds the job from messages of any source to a folder of results.
   *
   * @param spec which averages are computed; nothing is late in BATCH mode, because windows close
   *     when all of the input has been read
   * @param groups by which labels sensors are grouped; {@code null} for no groups
   */
  public static void build(
      PlausibilityTopology.Plausible input,
      AverageSpec spec,
      @Nullable GroupBy groups,
      RuleSet rules,
      Duplicates duplicates,
      Path output) {
    ParsedMessages messages = input.messages();
    DataStream<ReadingBlock> readings = readings(messages, duplicates);
    Topology.Averages averages = Topology.average(readings, spec);
    JsonLinesSink.writeAverages(averages.updates(), output);
    if (groups != null) {
      JsonLinesSink.write(
          GroupTopology.average(averages, groups, spec),
          output,
          ResultFolder.GROUP_AVERAGES,
          GroupAverageLine::of);
    }
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLinesWriter::of);
    JsonLinesSink.write(
        input.addTo(averages.late()),
        output,
        ResultFolder.LATE,
        late -> JsonLinesWriter.of(late.withoutPosition()));
    if (!rules.isEmpty()) {
      DataStream<Transition> transitions =
          AlertTopology.alertUntilEnd(
              readings, averages::updates, spec.windowing(), RuleSetHistory.of(rules));
      JsonLinesSink.write(transitions, output, ResultFolder.TRANSITIONS, JsonLinesWriter::of);
    }
  }

  /** The readings that count. */
  public static DataStream<ReadingBlock> readings(ParsedMessages messages, Duplicates duplicates) {
    return switch (duplicates) {
      case COUNT -> messages.blocks();
      case DROP -> distinct(messages, DropDuplicates.Keep.ONE_EACH);
      case LAST -> distinct(messages, DropDuplicates.Keep.LAST);
    };
  }

  private static DataStream<ReadingBlock> distinct(
      ParsedMessages messages, DropDuplicates.Keep keep) {
    return Topology.pack(
        Topology.withoutDuplicates(messages.readings(), keep), "distinct readings");
  }

  /**
   * Runs a job made by {@link #build}, publishes its results and prints them.
   *
   * @param command name of the command that runs the job
   * @param page appears when the results do; {@code null} for none
   * @return the results, which are published
   * @throws IllegalStateException if the accounting does not add up: then nothing is published
   * @throws ConfigurationException if the job would be submitted detached
   */
  public static BatchResults execute(
      Environments environments,
      StreamExecutionEnvironment environment,
      String command,
      ResultFolder folder,
      BatchRequest request,
      BatchReport report,
      @Nullable RunReport page)
      throws Exception {
    JobExecutionResult job = executeAttached(environments, environment, command);
    BatchResults results = BatchResults.read(folder, job, request, report.maxAverages());
    if (!results.addsUp()) {
      throw new IllegalStateException(
          "the accounting does not add up, so something got lost: " + results.counts());
    }
    folder.writeSummary(results.summary());
    if (page != null) {
      page.write(results, folder);
    }
    folder.publish();
    String told = page == null ? null : page.publish();
    report.print(results, folder);
    if (told != null) {
      report.tell(told);
    }
    return results;
  }

  /**
   * Runs the job of a command and waits for its end.
   *
   * @throws ConfigurationException if the job would be submitted detached
   */
  public static JobExecutionResult executeAttached(
      Environments environments, StreamExecutionEnvironment environment, String command)
      throws Exception {
    if (!environment.getConfiguration().get(DeploymentOptions.ATTACHED)) {
      throw new ConfigurationException(
          command
              + " waits for the end of its job, to publish all results at once: it must not be"
              + " submitted detached");
    }
    return environments.runToEnd(environment, "isotherm " + command);
  }
}
