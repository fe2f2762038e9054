package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.VerifyJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.source.MessageBlockBuilder;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Compares the published results of a stream with a replay of its log.
 *
 * <p>The topics of a running stream cannot be read at a single point in time. So a verification
 * begins with the last progress that the stream has committed, waits until all earlier records are
 * visible, reads all results, and replays the log up to that progress. The results may then include
 * later messages. These are read only if there are differences, and differences that they may
 * explain are undecided.
 *
 * @param progress the last committed progress of the stream
 * @param rules the rules of the stream and their later versions
 */
public record Verification(
    Topics broker, TopicNames topics, StreamProgress progress, RuleSetHistory rules) {

  /**
   * Runs the replay and compares.
   *
   * @param environments runs the replay
   * @param environment environment of the replay, one of {@code environments}
   * @param folder folder of the results of the replay
   * @param sinceMillis earlier results are not compared; {@code Long.MIN_VALUE} for no limit
   * @param timeout how long to wait for open transactions
   * @throws ConfigurationException if the comparison is not possible; the message says why
   */
  public VerificationReport run(
      Environments environments,
      StreamExecutionEnvironment environment,
      ResultFolder folder,
      long sinceMillis,
      Duration timeout)
      throws Exception {
    long maxSkewMillis = progress.settings().guard().maxClockSkew().toMillis();
    CommittedRanges committed = new CommittedRanges(broker, sinceMillis, maxSkewMillis);
    ComparisonScope scope = ComparisonScope.of(committed, progress);
    PublishedResults.Ranges ranges =
        new PublishedResults.Ranges(
            committed.awaitCommitted(topics.averages(), timeout),
            committed.awaitCommitted(topics.alerts(), timeout),
            committed.awaitCommitted(topics.rejected(), timeout),
            committed.awaitCommitted(topics.late(), timeout));
    PublishedResults published =
        PublishedResults.read(broker.client(), ranges, progress.settings().windowing());
    List<OffsetRange> around = committed.around(scope.log());
    WatermarkTransitions watermarkTransitions = WatermarkTransitions.of(rules, progress.settings());
    Comparison comparison = new Comparison(published, scope, watermarkTransitions);
    buildReplay(environment, scope.log(), ranges.late(), folder);
    JobExecutionResult result = BoundedJob.executeAttached(environments, environment, "verify");
    compare(folder, comparison);
    comparison.counts(BatchResults.counted(result), progress.accounting());
    List<Difference> all = comparison.finish();
    Set<Difference> undecided = all.isEmpty() ? Set.of() : undecided(all, around);
    List<Difference> differences = all.stream().filter(one -> !undecided.contains(one)).toList();
    return new VerificationReport(
        progress,
        scope,
        comparison.matches(),
        differences,
        all.size() - differences.size(),
        published.lateLogEntries());
  }

  /**
   * Reads the messages outside of the comparison, and finds the differences that they may explain:
   * those in their windows and series.
   */
  private Set<Difference> undecided(List<Difference> differences, List<OffsetRange> around) {
    Map<Series, List<Difference>> unexplained = new HashMap<>();
    for (Difference difference : differences) {
      if (difference.dependsOn() != null) {
        unexplained
            .computeIfAbsent(difference.dependsOn().series(), series -> new ArrayList<>())
            .add(difference);
      }
    }
    Set<Difference> explained = new HashSet<>();
    MessageBlockBuilder blocks =
        new MessageBlockBuilder(progress.settings().parsing(), progress.settings().guard());
    for (OffsetRange range : around) {
      TopicReader.forEach(
          broker.client(),
          range,
          message -> {
            blocks.add(message);
            ReadingBlock readings = blocks.take(true).readings();
            for (int i = 0; i < readings.count(); i++) {
              moveExplained(readings.reading(i), unexplained, explained);
            }
          });
    }
    return explained;
  }

  /** Each difference is moved once, so that many messages of its series cost little. */
  private void moveExplained(
      Reading reading, Map<Series, List<Difference>> unexplained, Set<Difference> explained) {
    List<Difference> ofSeries = unexplained.getOrDefault(reading.series(), List.of());
    if (ofSeries.isEmpty()) {
      return;
    }
    Windowing windowing = progress.settings().windowing();
    SeriesWindow windows =
        new SeriesWindow(
            reading.series(),
            windowing.startOf(reading.epochMillis()),
            windowing.lastEndOf(reading.epochMillis()));
    ofSeries.removeIf(one -> one.mayDependOn(reading, windows) && explained.add(one));
  }

  private void buildReplay(
      StreamExecutionEnvironment environment,
      OffsetRange log,
      OffsetRange lateLog,
      ResultFolder folder) {
    VerifyJob.build(
        environment,
        broker.client(),
        new VerifyJob.Plan(log, lateLog, progress.settings(), rules),
        folder.path());
  }

  private static void compare(ResultFolder folder, Comparison comparison) throws IOException {
    folder.forEachLine(
        ResultFolder.AVERAGES, line -> comparison.average(JsonLinesReader.readAverage(line)));
    folder.forEachLine(
        ResultFolder.TRANSITIONS,
        line -> comparison.transition(JsonLinesReader.readTransition(line)));
    folder.forEachLine(
        ResultFolder.AFTER_END_OF_INPUT,
        line -> comparison.afterEndOfInput(JsonLinesReader.readTransition(line)));
    folder.forEachLine(
        ResultFolder.REJECTED, line -> comparison.rejection(JsonLinesReader.readRejection(line)));
    folder.forEachLine(
        ResultFolder.UNMATCHED, line -> comparison.unmatched(JsonLinesReader.readLate(line)));
  }
}
