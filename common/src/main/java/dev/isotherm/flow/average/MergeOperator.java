package dev.isotherm.flow.average;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.model.Accounting;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Runs a merge, and says with each checkpoint what it counted since the one before. */
public final class MergeOperator<
        K, O, F extends KeyedProcessFunction<K, PartialAggregate, O> & MergeOperator.Counts>
    extends KeyedProcessOperator<K, PartialAggregate, O> implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final F merge;
  private transient boolean ended;

  public MergeOperator(F merge) {
    super(merge);
    this.merge = merge;
  }

  /** Counts what it does with readings. */
  interface Counts {
    /** What was counted since the last call. */
    Accounting takeCounted();

    /** The watermark has come so far, whether or not there is something to do. */
    void reached(long watermark);
  }

  /** Also where no timer fires: what is late from here on must be late after a restart. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    merge.reached(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendPart();
    }
  }

  @Override
  public void endInput() {
    sendPart();
    ended = true;
  }

  private void sendPart() {
    output.collect(
        ProgressTypes.PROGRESS_PARTS, new StreamRecord<>(ProgressPart.of(merge.takeCounted())));
  }
}
