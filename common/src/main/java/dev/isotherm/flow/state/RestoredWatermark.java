package dev.isotherm.flow.state;

import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * The highest watermark that any subtask of an operator has seen. Flink does not checkpoint
 * watermarks, so this class does: a window that was closed before a restart stays closed after it.
 */
public final class RestoredWatermark {

  private final MaximumState state;
  private long highest;

  /** Restores the watermark of the last checkpoint, if there is one. */
  public RestoredWatermark(OperatorStateStore store) throws Exception {
    state = new MaximumState(store, "watermark");
    highest = state.restored();
  }

  /**
   * Whether a watermark is the one that Flink sends at the end of the input. That is not a time: a
   * job that continues from a savepoint taken there must not treat its first readings as late.
   */
  public static boolean isEndOfInput(long watermark) {
    return watermark == Watermark.MAX_WATERMARK.getTimestamp();
  }

  /**
   * The higher one of a watermark and the restored one. The highest one seen does not count: in
   * BATCH mode the watermark of each key begins at {@code Long.MIN_VALUE} again.
   */
  public long max(long currentWatermark) {
    return Math.max(currentWatermark, state.restored());
  }

  /** Takes note of a watermark. */
  public void advance(long currentWatermark) {
    if (!isEndOfInput(currentWatermark)) {
      highest = Math.max(highest, currentWatermark);
    }
  }

  /** Writes the highest watermark to the state that is about to be checkpointed. */
  public void snapshot() throws Exception {
    state.snapshot(highest);
  }
}
