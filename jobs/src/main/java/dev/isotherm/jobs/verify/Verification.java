package dev.isotherm.jobs.verify;

import dev.isotherm.flow.roster.Expectation;
import dev.isotherm.jobs.archive.ArchivedLog;
import dev.isotherm.jobs.archive.ArchivedMessages;
import dev.isotherm.jobs.archive.ArchivedPartition;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.VerifyJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.jobs.verify.compare.ArchiveComparison;
import dev.isotherm.jobs.verify.compare.CommittedRanges;
import dev.isotherm.jobs.verify.compare.Comparison;
import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.jobs.verify.compare.WatermarkTransitions;
import dev.isotherm.jobs.verify.job.ComparisonCounts;
import dev.isotherm.jobs.verify.job.ComparisonJob;
import dev.isotherm.jobs.verify.job.Found;
import dev.isotherm.jobs.verify.job.PartialWindowsJob;
import dev.isotherm.jobs.verify.job.PublishedTopics;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Compares the published results of a stream with a replay of its log.
 *
 * <p>The topics of a running stream cannot be read at a single point in time. So a verification
 * begins with the last progress that the stream has committed, waits until all earlier records are
 * visible, and compares the results with a replay of the log up to that progress. The results may
 * then include later messages. Differences that these may explain are undecided.
 *
 * <p>The comparison is a job, which needs no more memory for a large topic than for a small one.
 *
 * @param progress the last committed progress of the stream
 * @param rules the rules of the stream and their later versions
 * @param registry how the schema registry of the stream is accessed, if there is one
 * @param archive the files of the archive to replay in place of the log; empty for the log
 * @param checks which readings the stream has excluded as no measurements
 */
public record Verification(
    Topics broker,
    TopicNames topics,
    StreamProgress progress,
    RuleSetHistory rules,
    RegistryAccess registry,
    List<Path> archive,
    PlausibilityChecks checks) {

  /**
   * Runs the replay and compares.
   *
   * @param environments runs the jobs
   * @param environment environment of the jobs, one of {@code environments}
   * @param output folder for the results of the replay and all differences; {@code null} for none
   * @param sinceMillis earlier results are not compared; {@code Long.MIN_VALUE} for no limit
   * @param timeout how long to wait for open transactions
   * @throws ConfigurationException if the comparison is not possible; the message says why
   */
  public VerificationReport run(
      Environments environments,
      StreamExecutionEnvironment environment,
      @Nullable Path output,
      long sinceMillis,
      Duration timeout)
      throws Exception {
    long maxSkewMillis = progress.settings().bounds().maxClockSkew().toMillis();
    CommittedRanges committed = new CommittedRanges(broker, sinceMillis, maxSkewMillis);
    List<ArchivedPartition> archived = archived(environments, environment);
    ComparisonScope scope = ComparisonScope.of(committed, progress, archived);
    ArchivedLog log = archive.isEmpty() ? null : divided(archived, scope.log());
    PublishedTopics published =
        new PublishedTopics(
            committed.awaitCommitted(topics.averages(), timeout),
            progress.settings().groups().isPresent()
                ? committed.awaitCommitted(topics.groupAverages(), timeout)
                : null,
            committed.awaitCommitted(topics.alerts(), timeout),
            committed.awaitCommitted(topics.rejected(), timeout),
            committed.awaitCommitted(topics.late(), timeout));
    Comparison comparison =
        Comparison.of(scope, WatermarkTransitions.of(rules, progress.settings(), checks), progress);
    published.requireOwn(committed, progress.settings().windowing(), comparison);
    OffsetRange later = committed.after(scope.log());
    ComparisonJob.build(
        environment,
        broker.client(),
        new ComparisonJob.Plan(replay(scope.log(), log), published, later, comparison),
        output);
    JobExecutionResult job = BoundedJob.executeAttached(environments, environment, "verify");
    ComparisonCounts counts = ComparisonCounts.read(job);
    Accounting replayed = BatchResults.counted(job);
    Found differences =
        Found.read(job, ResultFolder.DIFFERENCES)
            .plus(ArchiveComparison.of(archived, scope, replayed, progress.allRuns()))
            .plus(comparison.counts(replayed, progress.allRuns()))
            .plus(
                partialWindows(
                    environments, environment, committed, published, scope, counts, output));
    Found undecided = later.isEmpty() ? Found.NONE : Found.read(job, ResultFolder.UNDECIDED);
    return new VerificationReport(
        progress, scope, counts, differences, undecided, log == null ? "" : log.inWords());
  }

  private VerifyJob.Plan replay(OffsetRange log, @Nullable ArchivedLog from) {
    return new VerifyJob.Plan(
        log,
        progress.settings(),
        rules,
        Expectation.since(progress.expectedSinceMillis()),
        registry,
        from,
        checks);
  }

  /** Looks at the offsets in the archive, in a job of its own. */
  private List<ArchivedPartition> archived(
      Environments environments, StreamExecutionEnvironment environment) throws Exception {
    if (archive.isEmpty()) {
      return List.of();
    }
    String topic = progress.range().topic();
    ArchivedMessages.check(ArchivedMessages.read(environment, archive, null));
    List<ArchivedPartition> found =
        ArchivedPartition.of(BoundedJob.executeAttached(environments, environment, "verify"))
            .stream()
            .filter(one -> one.topic().equals(topic))
            .toList();
    if (found.isEmpty()) {
      throw new ConfigurationException("--archive: has no message of topic " + topic);
    }
    return found;
  }

  private ArchivedLog divided(List<ArchivedPartition> archived, OffsetRange log) {
    return ArchivedLog.of(archive, archived, log, broker.beginnings(log.topic()));
  }

  /**
   * Finds the windows in the middle of which the stream began. The log is read only from the first
   * message on that may be of a published window.
   */
  private Found partialWindows(
      Environments environments,
      StreamExecutionEnvironment environment,
      CommittedRanges committed,
      PublishedTopics published,
      ComparisonScope scope,
      ComparisonCounts counts,
      @Nullable Path output)
      throws Exception {
    if (counts.earliestMillis() == Long.MAX_VALUE) {
      return Found.NONE;
    }
    Windowing windowing = progress.settings().windowing();
    long gapMillis = windowing instanceof SessionWindows sessions ? sessions.gap().toMillis() : 0;
    OffsetRange earlier = committed.before(scope.log(), counts.earliestMillis() - gapMillis);
    if (earlier.isEmpty()) {
      return Found.NONE;
    }
    PartialWindowsJob.build(
        environment, broker.client(), replay(earlier, null), published, scope, output);
    return Found.read(
        BoundedJob.executeAttached(environments, environment, "verify"), ResultFolder.PARTIAL);
  }
}
