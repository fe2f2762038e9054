package dev.isotherm.jobs.verify.job;

import dev.isotherm.model.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * What a comparison has counted.
 *
 * @param averages how many averages of series agree
 * @param groups how many averages of groups agree; empty if the stream has no groups
 * @param transitions how many transitions agree
 * @param rejected how many rejected messages agree
 * @param lateLogEntries number of entries of the late log
 * @param earliestMillis the first instant of the earliest window whose published average was
 *     compared; {@code Long.MAX_VALUE} if there is none
 */
public record ComparisonCounts(
    long averages,
    OptionalLong groups,
    long transitions,
    long rejected,
    long lateLogEntries,
    long earliestMillis) {

  /**
   * Reads the accumulators of a comparison.
   *
   * @throws ConfigurationException if a topic contains a record that no stream with these settings
   *     has published, so that nothing can be verified
   */
  public static ComparisonCounts read(JobExecutionResult job) {
    for (Map.Entry<String, Object> result : job.getAllAccumulatorResults().entrySet()) {
      if (result.getKey().startsWith(ParsePublished.FOREIGN)
          && result.getValue() instanceof List<?> sentences
          && !sentences.isEmpty()) {
        throw new ConfigurationException(sentences.get(0).toString());
      }
    }
    return new ComparisonCounts(
        count(job, CompareAverages.MATCHES),
        groups(job),
        count(job, CompareAlerts.MATCHES),
        count(job, CompareRejections.MATCHES),
        count(job, PublishedTopics.LATE_ENTRIES),
        count(job, CompareAverages.EARLIEST));
  }

  private static OptionalLong groups(JobExecutionResult job) {
    Long count = job.getAccumulatorResult(CompareAverages.MATCHES_OF_GROUPS);
    return count == null ? OptionalLong.empty() : OptionalLong.of(count);
  }

  private static long count(JobExecutionResult job, String name) {
    Long count = job.getAccumulatorResult(name);
    if (count == null) {
      throw new IllegalStateException("the job did not count its " + name);
    }
    return count;
  }
}
