package dev.isotherm.flow.alert;

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
 * Holds the readings of a series back until a watermark that is itself held back has passed them,
 * and lets them go in the order of their instants; those of one instant in the order of their
 * values. One that comes behind that watermark goes on at once: whether it is too late is for those
 * to decide who evaluate it.
 *
 * <p>Scenario: the hold is 3 s. A reading of 12:00:07 waits until the watermark is at 12:00:10, and
 * goes on after one of 12:00:05 that came meanwhile. Event time behind this operator is then
 * 12:00:07, so a deadline of 12:00:06 has not passed without the reading of 12:00:05.
 *
 * <p>When the input falls silent nothing is held any longer. The state is bounded by the readings
 * of one hold and of what the watermark lags behind.
 */
public final class ReorderReadings extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<Reading, SeriesReadings>,
        Triggerable<Series, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final long holdMillis;

  private transient RestoredWatermark lastWatermark;
  private transient MaximumState keptLatest;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient MapState<Long, List<Double>> held;
  private transient long watermark;
  private transient long latest;
  private transient boolean idle;

  /**
   * Sets it up.
   *
   * @param hold how much longer than for the watermark readings wait
   */
  public ReorderReadings(Duration hold) {
    this.holdMillis = hold.toMillis();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastWatermark = new RestoredWatermark(context.getOperatorStateStore());
    watermark = lastWatermark.atLeast(Long.MIN_VALUE);
    keptLatest = new MaximumState(context.getOperatorStateStore(), "latest-instant");
    latest = keptLatest.before();
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("held-instants", VoidNamespaceSerializer.INSTANCE, this);
    held =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("held", Types.LONG, Types.LIST(Types.DOUBLE)));
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
    List<Double> before = held.get(instant);
    List<Double> values = before == null ? new ArrayList<>() : new ArrayList<>(before);
    values.add(reading.value());
    held.put(instant, values);
    if (before == null) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    long instant = timer.getTimestamp();
    double[] values = held.get(instant).stream().mapToDouble(value -> value).sorted().toArray();
    held.remove(instant);
    long[] instants = new long[values.length];
    Arrays.fill(instants, instant);
    output.collect(
        new StreamRecord<>(new SeriesReadings(timer.getKey(), instants, values), instant));
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no timers by the clock");
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      super.processWatermark(mark); // not a time: a job that goes on from there is not late
    } else {
      advance(Math.max(mark.getTimestamp(), Long.MIN_VALUE + holdMillis) - holdMillis);
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
    releaseInSilence();
    super.processWatermarkStatus(status);
  }

  /** Lets all go that came so far, if no watermark can be expected to do so. */
  private void releaseInSilence() throws Exception {
    if (idle && latest != Long.MIN_VALUE) {
      advance(latest);
    }
  }

  /**
   * A reading may come without an end of the silence: one that is older than the latest of all
   * moves no watermark. It must not be held until another comes.
   */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    releaseInSilence();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    lastWatermark.reached(watermark);
    lastWatermark.keep();
    keptLatest.keep(latest);
  }

  /** Of an idle input, Flink lets not even the last watermark pass. */
  @Override
  public void endInput() throws Exception {
    releaseInSilence();
  }
}
