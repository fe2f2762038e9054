package dev.isotherm.flow.average;

import dev.isotherm.model.Accounting;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What a merge does with readings, as metrics. */
final class MergeCounters {

  private final Counter aggregated;
  private final Counter late;
  private Accounting taken = Accounting.NONE;

  MergeCounters(MetricGroup metrics) {
    aggregated = metrics.counter("aggregated");
    late = metrics.counter("late");
  }

  void aggregated(long readings) {
    aggregated.inc(readings);
  }

  void late() {
    late.inc();
  }

  /** What was counted since the last call. */
  Accounting takeCounted() {
    Accounting now = new Accounting(0, 0, Map.of(), 0, aggregated.getCount(), late.getCount());
    Accounting since = now.minus(taken);
    taken = now;
    return since;
  }
}
