package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * The differences that a job has found.
 *
 * @param counts how many of each kind
 * @param sentences of the first of them
 */
public record Found(Map<Kind, Long> counts, List<String> sentences) {

  /** Nothing differs. */
  public static final Found NONE = new Found(Map.of(), List.of());

  /**
   * Reads the accumulators of {@link CountDifferences}.
   *
   * @param name what they count
   * @throws IllegalStateException if they are missing: then nobody knows whether anything differs
   */
  public static Found read(JobExecutionResult job, String name) {
    List<String> sentences = job.getAccumulatorResult(name);
    if (sentences == null) {
      throw new IllegalStateException("the job did not count its " + name);
    }
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      Long count = job.getAccumulatorResult(CountDifferences.countOf(name, kind));
      if (count > 0) {
        counts.put(kind, count);
      }
    }
    return new Found(counts, sentences);
  }

  /** Adds differences. */
  public Found plus(Found others) {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    sums.putAll(counts);
    others.counts.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
    List<String> both = new ArrayList<>(sentences);
    both.addAll(others.sentences);
    return new Found(sums, both);
  }

  /** Adds a few differences. */
  public Found plus(List<Difference> others) {
    Map<Kind, Long> added = new EnumMap<>(Kind.class);
    others.forEach(one -> added.merge(one.kind(), 1L, Long::sum));
    return plus(new Found(added, others.stream().map(Difference::sentence).toList()));
  }

  /** The number of all differences. */
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
