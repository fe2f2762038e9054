package dev.isotherm.jobs.processingtime;

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
 * Emits one alert when a whole source is idle, in place of one for each sensor: event time stands
 * still then, so no sensor is found silent. This needs a clock, so it happens beside the source and
 * not in the rules. It runs with parallelism 1, and its input is idle when every partition is.
 *
 * <p>A source is silent if all partitions have been idle for a time and no message came meanwhile,
 * not even a rejected one: those leave partitions idle, but are counted in the parts of progress.
 * The silence ends with a later watermark. An active input does not end it: after a restart the
 * input is active before any message has come.
 *
 * <p>No alert may fire for ever. So a silence is found with a checkpoint, when all earlier messages
 * are known, and emitted when that checkpoint is complete. Otherwise a crash could undo that it was
 * found but not that it was emitted, and nothing would resolve it when the source is back.
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
  private transient long lastMessageMillis;

  /**
   * Watches one source.
   *
   * @param topic the topic of the source
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
  }

  @Override
  public void processElement(StreamRecord<ProgressPart> element) {
    if (element.getValue().counted().messages() > 0) {
      lastMessageMillis = now();
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus watermarkStatus) throws Exception {
    idle = watermarkStatus.isIdle();
    lastMessageMillis = now();
    super.processWatermarkStatus(watermarkStatus);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > status.watermarkMillis() && !mark.equals(Watermark.MAX_WATERMARK)) {
      if (status.isSilent()) {
        emitSilence();
        output.collect(new StreamRecord<>(status.back(topic, mark.getTimestamp())));
      }
      status = status.reached(mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  /** Called when all parts of progress up to this checkpoint have come. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    boolean longEnough = now() - lastMessageMillis >= silentAfter.toMillis();
    if (idle && longEnough && status.hasWatermark() && !status.isSilent()) {
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
      emitSilence();
    }
  }

  private void emitSilence() {
    if (!status.told()) {
      output.collect(new StreamRecord<>(status.silence(topic)));
      status = status.emitted();
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
