package dev.isotherm.jobs.verify;

import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.jobs.cli.ConfigurationException;
import dev.isotherm.jobs.cli.TopicOptions;
import dev.isotherm.jobs.format.JsonLinesReader;
import dev.isotherm.jobs.kafka.LogRange;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.progress.StreamProgress;
import dev.isotherm.jobs.results.ResultFolder;
import dev.isotherm.jobs.results.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Compares what a stream has published with what its log gives.
 *
 * <p>While a stream runs, nothing can be read at one point of time. So this begins with the last
 * progress that the stream has committed, waits until everything that was written before it can be
 * seen, reads all results, and replays the log as far as that progress had come. The results may
 * then tell of later messages, too: only where something differs are these looked at, and what they
 * bear on is left open.
 */
final class Verification {

  private final Properties client;
  private final Topics broker;
  private final TopicOptions topics;
  private final StreamProgress progress;
  private final RuleTimeline rules;

  Verification(
      Properties client,
      Topics broker,
      TopicOptions topics,
      StreamProgress progress,
      RuleTimeline rules) {
    this.client = client;
    this.broker = broker;
    this.topics = topics;
    this.progress = progress;
    this.rules = rules;
  }

  /**
   * Does it.
   *
   * @param environment of the replay
   * @param folder where that writes
   * @param sinceMillis what came earlier is not compared; {@code Long.MIN_VALUE} for no limit
   * @param patience how long to wait for open transactions
   * @throws ConfigurationException if nothing can be said, and why
   */
  Outcome run(
      StreamExecutionEnvironment environment,
      ResultFolder folder,
      long sinceMillis,
      Duration patience)
      throws Exception {
    long skewMillis = progress.settings().guard().maxClockSkew().toMillis();
    Cut cut = new Cut(client, broker, sinceMillis, skewMillis);
    Extent extent = cut.extent(progress);
    Published.Ranges ranges =
        new Published.Ranges(
            cut.settled(topics.averages(), patience),
            cut.settled(topics.alerts(), patience),
            cut.settled(topics.rejected(), patience),
            cut.settled(topics.late(), patience));
    Published published = Published.read(client, ranges, progress.settings().windowing());
    List<LogRange> around = cut.around(extent.log());
    ByWatermark byWatermark = ByWatermark.of(rules, progress.settings());
    Comparison comparison = new Comparison(published, extent, byWatermark);
    replay(environment, extent.log(), ranges.late(), folder, comparison);
    List<Difference> all = comparison.finish();
    Outside outside = new Outside(all, progress.settings().windowing(), byWatermark, extent);
    if (!all.isEmpty()) {
      around.forEach(range -> outside.scan(client, range, progress.settings()));
    }
    List<Difference> differences = all.stream().filter(one -> !outside.explains(one)).toList();
    return new Outcome(
        progress,
        extent,
        comparison.same(),
        differences,
        all.size() - differences.size(),
        published.ledgerEntries());
  }

  private void replay(
      StreamExecutionEnvironment environment,
      LogRange read,
      LogRange ledger,
      ResultFolder folder,
      Comparison comparison)
      throws Exception {
    VerifyJob.build(environment, client, read, ledger, progress.settings(), rules, folder.path());
    JobExecutionResult result = environment.execute("isotherm verify");
    if (result instanceof DetachedJobExecutionResult) {
      throw new ConfigurationException(
          "verify waits for its job: it must not be submitted detached");
    }
    compare(folder, comparison);
    comparison.counts(Results.counted(result), progress.accounting());
  }

  private static void compare(ResultFolder folder, Comparison comparison) throws IOException {
    folder.forEachLine(
        ResultFolder.AVERAGES, line -> comparison.average(JsonLinesReader.readAverage(line)));
    folder.forEachLine(
        ResultFolder.TRANSITIONS,
        line -> comparison.transition(JsonLinesReader.readTransition(line)));
    folder.forEachLine(
        ResultFolder.AFTER_LAST,
        line -> comparison.afterLast(JsonLinesReader.readTransition(line)));
    folder.forEachLine(
        ResultFolder.REJECTED, line -> comparison.rejection(JsonLinesReader.readRejection(line)));
    folder.forEachLine(
        ResultFolder.UNMATCHED, line -> comparison.unmatched(JsonLinesReader.readLate(line)));
  }
}
