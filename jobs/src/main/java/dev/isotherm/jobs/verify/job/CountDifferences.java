package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts differences by kind, and keeps the sentences of a few in an accumulator, because
 * accumulators are held in memory and sent with heartbeats. Has one subtask.
 */
final class CountDifferences extends ProcessFunction<Difference, Difference> {

  /** How many are kept in all. */
  static final int MAX_KEPT = 100;

  /** How many of each kind are kept at least, so that none hides another. */
  static final int MIN_KEPT_OF_KIND = 10;

  private static final long serialVersionUID = 1;

  private final String name;

  private transient ListAccumulator<String> kept;
  private transient Map<Kind, LongCounter> counts;

  /**
   * Counts differences.
   *
   * @param name what they are, for the names of the accumulators
   */
  CountDifferences(String name) {
    this.name = name;
  }

  /** The name of the accumulator of the number of differences of a kind. */
  static String countOf(String name, Kind kind) {
    return name + " of kind " + kind;
  }

  @Override
  public void open(OpenContext context) {
    kept = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(name, kept);
    counts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      LongCounter count = new LongCounter();
      counts.put(kind, count);
      getRuntimeContext().addAccumulator(countOf(name, kind), count);
    }
  }

  @Override
  public void processElement(Difference difference, Context context, Collector<Difference> out) {
    LongCounter count = counts.get(difference.kind());
    if (kept.getLocalValue().size() < MAX_KEPT
        || count.getLocalValuePrimitive() < MIN_KEPT_OF_KIND) {
      kept.add(difference.sentence());
    }
    count.add(1);
    out.collect(difference);
  }
}
