package dev.isotherm.flow.reorder;

import dev.isotherm.flow.state.MaximumState;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Buffers values by key and instant until the delayed watermark of this operator passes them. They
 * are sent in the order of instants, before that watermark, so that none becomes late by waiting.
 *
 * <p>Scenario: the delay is 3 s. A value of 12:00:07 is buffered until the watermark is at
 * 12:00:10, and is sent after one of 12:00:05 that came meanwhile. The watermark behind this
 * operator is then 12:00:07, so a deadline of 12:00:06 does not pass without the value of 12:00:05.
 *
 * <p>When the input becomes idle, nothing is buffered any longer. The state is bounded by the
 * values of one delay and of the lag of the watermark.
 *
 * @param <I> its input
 * @param <H> what is buffered of it, beside its key and its instant
 * @param <O> its output
 */
abstract class ReorderOperator<I, H, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<I, O>, Triggerable<Series, VoidNamespace>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final long delayMillis;
  private final TypeInformation<H> heldType;

  private transient RestoredWatermark restoredWatermark;
  private transient MaximumState latestState;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient MapState<Long, List<H>> held;
  private transient long watermark;
  private transient long latest;
  private transient boolean idle;

  /**
   * Sorts with a delay.
   *
   * @param delay how long values are buffered in addition to the lag of the watermark
   * @param heldType how they are serialised
   */
  ReorderOperator(Duration delay, TypeInformation<H> heldType) {
    this.delayMillis = delay.toMillis();
    this.heldType = heldType;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
    watermark = restoredWatermark.max(Long.MIN_VALUE);
    latestState = new MaximumState(context.getOperatorStateStore(), "latest-instant");
    latest = latestState.restored();
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("held-instants", VoidNamespaceSerializer.INSTANCE, this);
    held =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("held", Types.LONG, Types.LIST(heldType)));
  }

  /** Whether the delayed watermark has passed an instant. */
  final boolean hasPassed(long instant) {
    return instant <= watermark;
  }

  /**
   * Buffers a value of the current key. If the watermark has passed its instant already, it is
   * buffered until the next watermark or the next checkpoint barrier.
   */
  final void hold(long instant, H value) throws Exception {
    latest = Math.max(latest, instant);
    List<H> before = held.get(instant);
    List<H> values = before == null ? new ArrayList<>() : new ArrayList<>(before);
    values.add(value);
    held.put(instant, values);
    if (before == null) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
    }
  }

  /**
   * Sends the values of a key and an instant.
   *
   * @param values in the order in which they came; may be changed
   */
  abstract void release(Series key, long instant, List<H> values);

  @Override
  public final void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    long instant = timer.getTimestamp();
    List<H> values = new ArrayList<>(held.get(instant));
    held.remove(instant);
    release(timer.getKey(), instant, values);
  }

  @Override
  public final void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  @Override
  public final void processWatermark(Watermark mark) throws Exception {
    if (RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      super.processWatermark(mark);
    } else {
      advance(Math.max(mark.getTimestamp(), Long.MIN_VALUE + delayMillis) - delayMillis);
    }
  }

  /** Sends what the watermark has passed, also if it does not move. */
  private void advance(long toMillis) throws Exception {
    if (toMillis > watermark) {
      watermark = toMillis;
      super.processWatermark(new Watermark(toMillis));
    } else {
      timeServiceManager.advanceWatermark(new Watermark(watermark));
    }
  }

  @Override
  public final void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    releaseWhileIdle();
    super.processWatermarkStatus(status);
  }

  /** Sends all buffered values if no watermark can be expected to do so. */
  private void releaseWhileIdle() throws Exception {
    if (idle) {
      advance(latest);
    }
  }

  /**
   * A value that is older than the latest one advances no watermark, so it does not end the
   * idleness. It must not stay in the buffer until another one comes. Nor does one that the
   * watermark has passed: with each checkpoint, all up to the watermark have been sent.
   */
  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    advance(idle ? latest : watermark);
  }

  @Override
  public final void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.advance(watermark);
    restoredWatermark.snapshot();
    latestState.snapshot(latest);
  }

  /** Flink holds back even the last watermark of an idle input. */
  @Override
  public final void endInput() throws Exception {
    releaseWhileIdle();
  }
}
