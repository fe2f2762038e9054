package dev.isotherm.jobs.clock;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.model.Transition;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Tells that a source has fallen silent, once, in place of all its sensors: event time stands still
 * then, so none of them is told silent. It is the one thing that takes a clock, and therefore
 * beside the source and not among the rules. There is one of it, whose input is idle when every
 * partition is.
 *
 * <p>Silent means that all partitions have been idle for a time, and that no message came
 * meanwhile, not even one that was rejected: those leave partitions idle, but count in the parts of
 * progress. It ends with a later watermark. An input that is active is not enough for that: after a
 * restart it is so without anything having come.
 *
 * <p>Both are decided such that no alert fires for ever. A silence is found with a checkpoint, when
 * it is known what has come, and told when that is complete. Else a crash could undo that it was
 * found, but not that it was told, and the source, being back, would have nothing to resolve.
 */
public final class SourceSilence extends AbstractStreamOperator<Transition>
    implements OneInputStreamOperator<ProgressPart, Transition> {

  private static final long serialVersionUID = 1;

  private final String topic;
  private final Duration silentAfter;

  private transient ListState<SourceStatus> kept;
  private transient SourceStatus status;
  private transient long foundWith;
  private transient boolean idle;
  private transient long quietSince;

  /**
   * Watches one source.
   *
   * @param topic that it reads
   * @param silentAfter how long all partitions must have been idle
   */
  public SourceSilence(String topic, Duration silentAfter) {
    this.topic = topic;
    this.silentAfter = silentAfter;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    kept =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("source-status", Types.POJO(SourceStatus.class)));
    status = SourceStatus.NEW;
    for (SourceStatus before : kept.get()) {
      status = before;
    }
    foundWith = 0;
    idle = false;
  }

  @Override
  public void processElement(StreamRecord<ProgressPart> element) {
    if (element.getValue().counted().messages() > 0) {
      quietSince = now();
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus watermarkStatus) throws Exception {
    idle = watermarkStatus.isIdle();
    quietSince = now();
    super.processWatermarkStatus(watermarkStatus);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > status.watermarkMillis() && !mark.equals(Watermark.MAX_WATERMARK)) {
      if (status.isSilent()) {
        tellSilence();
        output.collect(new StreamRecord<>(status.back(topic, mark.getTimestamp())));
      }
      status = status.reached(mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  /** All parts up to this checkpoint have come. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    boolean longEnough = now() - quietSince >= silentAfter.toMillis();
    if (idle && longEnough && status.hasSpoken() && !status.isSilent()) {
      status = status.silent(silentAfter);
      foundWith = checkpointId;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    kept.update(List.of(status));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    if (status.isSilent() && checkpointId >= foundWith) {
      tellSilence();
    }
  }

  private void tellSilence() {
    if (!status.told()) {
      output.collect(new StreamRecord<>(status.silence(topic)));
      status = status.afterTelling();
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
