package dev.isotherm.flow.average;

import dev.isotherm.model.Accounting;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts what a merge does with readings, and mirrors the counts into metrics. */
final class MergeCounters {

  private final Counter aggregatedCounter;
  private final Counter lateCounter;
  private long aggregated;
  private long late;

  MergeCounters(MetricGroup metrics) {
    aggregatedCounter = metrics.counter("aggregated");
    lateCounter = metrics.counter("late");
  }

  void aggregated(long readings) {
    aggregated += readings;
    aggregatedCounter.inc(readings);
  }

  void late() {
    late++;
    lateCounter.inc();
  }

  /** The counts since the last call. */
  Accounting takeCounted() {
    Accounting counted = new Accounting(0, 0, Map.of(), 0, aggregated, late);
    aggregated = 0;
    late = 0;
    return counted;
  }
}
