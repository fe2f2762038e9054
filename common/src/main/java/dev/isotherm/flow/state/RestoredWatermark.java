package dev.isotherm.flow.state;

import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * The last watermark that any subtask saw. Watermarks are not part of a checkpoint, so this keeps
 * it: what was closed for good before a restart stays closed after it.
 */
public final class RestoredWatermark {

  private final MaximumState kept;
  private long latest;

  /** Takes up what was kept, if this is a restart. */
  public RestoredWatermark(OperatorStateStore store) throws Exception {
    kept = new MaximumState(store, "watermark");
    latest = kept.before();
  }

  /**
   * What counts as the watermark when the current one is this. Not the latest seen: in BATCH mode
   * each key begins at the beginning of time again.
   */
  public long atLeast(long currentWatermark) {
    return Math.max(currentWatermark, kept.before());
  }

  /** Notes a watermark. */
  public void reached(long currentWatermark) {
    if (currentWatermark != Watermark.MAX_WATERMARK.getTimestamp()) {
      // The end of the input is not a time: a job that goes on from there is not late.
      latest = Math.max(latest, currentWatermark);
    }
  }

  /** Keeps it in the state that a checkpoint is about to take. */
  public void keep() throws Exception {
    kept.keep(latest);
  }
}
