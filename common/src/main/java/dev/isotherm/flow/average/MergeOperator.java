package dev.isotherm.flow.average;

import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.model.Accounting;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Runs a merge, and sends its counts with each checkpoint. */
public final class MergeOperator<
        K, O, F extends KeyedProcessFunction<K, PartialBlock, O> & MergeOperator.Merge>
    extends KeyedProcessOperator<K, PartialBlock, O> implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final F merge;

  private transient boolean ended;

  public MergeOperator(F merge) {
    super(merge);
    this.merge = merge;
  }

  /** What a merge function tells its operator. */
  public interface Merge {

    /** The counts since the last call. */
    Accounting takeCounted();

    /** Takes note of a watermark, whether or not a timer fires with it. */
    void advanceWatermark(long watermark);
  }

  /** Also where no timer fires: what is late from here on must be late after a restart. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    merge.advanceWatermark(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendProgress();
    }
  }

  @Override
  public void endInput() {
    sendProgress();
    ended = true;
  }

  private void sendProgress() {
    output.collect(
        ProgressTypes.PROGRESS_PARTS, new StreamRecord<>(ProgressPart.of(merge.takeCounted())));
  }
}
