package dev.isotherm.pipeline;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Where Flink sends a key. */
final class KeyPlacement {
  private KeyPlacement() {}

  static int subtaskOf(Object key, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        key, RecordedMetrics.MAX_PARALLELISM, parallelism);
  }
}
