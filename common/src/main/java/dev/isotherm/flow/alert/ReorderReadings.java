package dev.isotherm.flow.alert;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.MaximumState;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Sorts the readings of a series by instant, and those of one instant by position. Readings are
 * buffered until the delayed watermark of this operator passes them. A reading behind that
 * watermark is sent at once; the rule evaluation decides whether it is late.
 *
 * <p>Scenario: the delay is 3 s. A reading of 12:00:07 is buffered until the watermark is at
 * 12:00:10, and is sent after one of 12:00:05 that came meanwhile. The watermark behind this
 * operator is then 12:00:07, so a deadline of 12:00:06 does not pass without the reading of
 * 12:00:05.
 *
 * <p>When the input becomes idle, nothing is buffered any longer. The state is bounded by the
 * readings of one delay and of the lag of the watermark.
 */
public final class ReorderReadings extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<Reading, SeriesReadings>,
        Triggerable<Series, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final long delayMillis;

  private transient RestoredWatermark restoredWatermark;
  private transient MaximumState latestState;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient MapState<Long, List<PlacedValue>> held;
  private transient long watermark;
  private transient long latest;
  private transient boolean idle;

  /**
   * Sorts with a delay.
   *
   * @param delay how long readings are buffered in addition to the lag of the watermark
   */
  public ReorderReadings(Duration delay) {
    this.delayMillis = delay.toMillis();
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
            .getMapState(
                new MapStateDescriptor<>("held", Types.LONG, Types.LIST(AlertTypes.PLACED_VALUE)));
  }

  @Override
  public void processElement(StreamRecord<Reading> element) throws Exception {
    Reading reading = element.getValue();
    long instant = reading.epochMillis();
    latest = Math.max(latest, instant);
    if (instant <= watermark) {
      output.collect(new StreamRecord<>(SeriesReadings.of(reading), instant));
      return;
    }
    List<PlacedValue> before = held.get(instant);
    List<PlacedValue> values = before == null ? new ArrayList<>() : new ArrayList<>(before);
    values.add(PlacedValue.of(reading));
    held.put(instant, values);
    if (before == null) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    long instant = timer.getTimestamp();
    List<PlacedValue> values = new ArrayList<>(held.get(instant));
    held.remove(instant);
    values.sort(PlacedValue.ORDER);
    long[] instants = new long[values.size()];
    Arrays.fill(instants, instant);
    output.collect(
        new StreamRecord<>(
            new SeriesReadings(
                timer.getKey(),
                instants,
                values.stream().mapToDouble(PlacedValue::value).toArray(),
                values.stream().mapToLong(PlacedValue::position).toArray()),
            instant));
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      super.processWatermark(mark);
    } else {
      advance(Math.max(mark.getTimestamp(), Long.MIN_VALUE + delayMillis) - delayMillis);
    }
  }

  private void advance(long toMillis) throws Exception {
    if (toMillis > watermark) {
      watermark = toMillis;
      super.processWatermark(new Watermark(toMillis));
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    releaseWhileIdle();
    super.processWatermarkStatus(status);
  }

  /** Sends all buffered readings if no watermark can be expected to do so. */
  private void releaseWhileIdle() throws Exception {
    if (idle && latest != Long.MIN_VALUE) {
      advance(latest);
    }
  }

  /**
   * A reading that is older than the latest one advances no watermark, so it does not end the
   * idleness. It must not stay in the buffer until another one comes.
   */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    releaseWhileIdle();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.advance(watermark);
    restoredWatermark.snapshot();
    latestState.snapshot(latest);
  }

  /** Flink holds back even the last watermark of an idle input. */
  @Override
  public void endInput() throws Exception {
    releaseWhileIdle();
  }
}
