package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.VerifyJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
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
public final class Verification {

  private final Properties client;
  private final Topics broker;
  private final TopicNames topics;
  private final StreamProgress progress;
  private final RuleSetHistory rules;

  public Verification(
      Properties client,
      Topics broker,
      TopicNames topics,
      StreamProgress progress,
      RuleSetHistory rules) {
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
  public VerificationReport run(
      StreamExecutionEnvironment environment,
      ResultFolder folder,
      long sinceMillis,
      Duration patience)
      throws Exception {
    long skewMillis = progress.settings().guard().maxClockSkew().toMillis();
    ConsistentCut cut = new ConsistentCut(client, broker, sinceMillis, skewMillis);
    ComparisonScope extent = cut.extent(progress);
    PublishedResults.Ranges ranges =
        new PublishedResults.Ranges(
            cut.settled(topics.averages(), patience),
            cut.settled(topics.alerts(), patience),
            cut.settled(topics.rejected(), patience),
            cut.settled(topics.late(), patience));
    PublishedResults published =
        PublishedResults.read(client, ranges, progress.settings().windowing());
    List<OffsetRange> around = cut.around(extent.log());
    WatermarkTransitions byWatermark = WatermarkTransitions.of(rules, progress.settings());
    Comparison comparison = new Comparison(published, extent, byWatermark);
    replay(environment, extent.log(), ranges.late(), folder, comparison);
    List<Difference> all = comparison.finish();
    OutOfScopeMessages outside =
        new OutOfScopeMessages(all, progress.settings().windowing(), byWatermark, extent);
    if (!all.isEmpty()) {
      around.forEach(range -> outside.scan(client, range, progress.settings()));
    }
    List<Difference> differences = all.stream().filter(one -> !outside.explains(one)).toList();
    return new VerificationReport(
        progress,
        extent,
        comparison.same(),
        differences,
        all.size() - differences.size(),
        published.ledgerEntries());
  }

  private void replay(
      StreamExecutionEnvironment environment,
      OffsetRange read,
      OffsetRange ledger,
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
    comparison.counts(BatchResults.counted(result), progress.accounting());
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
