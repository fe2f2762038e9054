package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.VerifyJob;
import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.model.Average;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The job that finds published averages of windows in the middle of which the stream began: the log
 * holds readings of them before the first message that the stream has read.
 */
public final class PartialWindowsJob {
  private PartialWindowsJob() {}

  /**
   * Builds the job.
   *
   * @param earlier the messages before the first ones of the stream
   * @param output folder for the differences; {@code null} for none
   */
  public static void build(
      StreamExecutionEnvironment environment,
      Properties client,
      VerifyJob.Plan earlier,
      PublishedTopics topics,
      ComparisonScope scope,
      @Nullable Path output) {
    Windowing windowing = earlier.settings().windowing();
    ParsedMessages messages = earlier.read(environment, client);
    DataStream<WindowResult> averages =
        Topology.average(messages, AverageSpec.of(windowing, Duration.ZERO))
            .updates()
            .transform(
                "averages before the stream",
                ResultTypes.WINDOW_RESULT,
                new InOrder<>(
                    (update, number) -> WindowResult.ofLog(update.average()),
                    result -> order(result, windowing)))
            .uid("averages-before-stream");
    DataStream<WindowResult> published =
        topics
            .averages(environment, client, windowing)
            .keyBy(WindowResult::key, ResultTypes.WINDOW_KEY)
            .process(new LastPublished(), ResultTypes.WINDOW_RESULT)
            .name("last averages")
            .uid("last-averages")
            .transform(
                "last averages by series",
                ResultTypes.WINDOW_RESULT,
                new InOrder<>((last, number) -> last, result -> order(result, windowing)))
            .uid("last-averages-by-series");
    ComparisonJob.count(
        averages
            .union(published)
            .keyBy(WindowResult::series, ModelTypes.SERIES)
            .process(new FindPartialWindows(scope, windowing), ResultTypes.DIFFERENCE)
            .name("find partial windows")
            .uid("find-partial-windows"),
        ResultFolder.PARTIAL,
        output);
  }

  /**
   * A published average comes after all earlier averages that may be of its window: those that
   * start when it starts, or of sessions those that start before it ends.
   */
  static long order(WindowResult result, Windowing windowing) {
    Average average = result.average();
    if (result.isOfLog()) {
      return 2 * average.windowStartMillis();
    }
    boolean ofSession = windowing instanceof SessionWindows;
    return 2 * (ofSession ? average.windowEndMillis() : average.windowStartMillis()) + 1;
  }
}
