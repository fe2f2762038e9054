package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.plausibility.EqualRun.Verdict;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.series.InstantOrder;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.MaximumState;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.ReadingBuffer;
import dev.isotherm.sensors.SensorTables;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
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
import org.jspecify.annotations.Nullable;

/**
 * Excludes stuck values, see {@link EqualRun}, in the order of event time. Readings are buffered
 * until the watermark passes them, and are sent before that watermark, so that none becomes late by
 * waiting. When the input becomes idle, nothing is buffered any longer.
 *
 * <p>A reading behind the watermark is judged at once. If readings of its series after it have been
 * judged, and it is not one of the same value among the last of them, it is passed on without being
 * checked. The late log says so, so that a replay can leave it out of its check, too.
 *
 * <p>The state is bounded by the readings that are buffered, and by the series that had a reading
 * in a time of twice the longest silence before the watermark. A reading that comes later than the
 * longest silence, of a series that is not known, is not checked: so it does not matter when a
 * series was forgotten.
 */
public final class FindStuckValues extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<Reading, ReadingBlock>,
        Triggerable<Series, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;

  /** Readings that are passed on together. */
  private static final int BLOCK = 1 << 10;

  private final KnownSensors sensors;

  private transient SensorTables tables;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<EqualRun> last;
  private transient MapState<Long, SeriesReadings> held;
  private transient RestoredWatermark restoredWatermark;
  private transient MaximumState latestState;
  private transient ExcludedReadings excluded;
  private transient Counter notChecked;

  /** Readings that were judged and not sent; empty between any two calls of Flink. */
  private transient ReadingBuffer judged;

  private transient long reached;
  private transient long latest;
  private transient long bufferedSinceLastPart;
  private transient boolean idle;
  private transient boolean ended;

  public FindStuckValues(KnownSensors sensors) {
    this.sensors = sensors;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
    reached = restoredWatermark.max(Long.MIN_VALUE);
    latestState = new MaximumState(context.getOperatorStateStore(), "latest-instant");
    latest = latestState.restored();
  }

  @Override
  public void open() throws Exception {
    super.open();
    tables = sensors.of(getRuntimeContext());
    timers = getInternalTimerService("held-instants", VoidNamespaceSerializer.INSTANCE, this);
    last =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("equal-run", PlausibilityTypes.EQUAL_RUN));
    held =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("held", Types.LONG, PlausibilityTypes.SERIES_READINGS));
    excluded = new ExcludedReadings(output, getMetricGroup(), getRuntimeContext());
    notChecked = getMetricGroup().counter("notChecked");
    judged = new ReadingBuffer(BLOCK);
  }

  @Override
  public void processElement(StreamRecord<Reading> element) throws Exception {
    Reading reading = element.getValue();
    long instant = reading.epochMillis();
    latest = Math.max(latest, instant);
    if (instant <= timers.currentWatermark()) {
      judge(reading);
      send(false);
      return;
    }
    SeriesReadings before = held.get(instant);
    held.put(instant, before == null ? SeriesReadings.of(reading) : before.plus(reading));
    bufferedSinceLastPart++;
    if (before == null) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    long instant = timer.getTimestamp();
    SeriesReadings readings = held.get(instant);
    if (readings != null) {
      held.remove(instant);
      bufferedSinceLastPart -= readings.size();
      for (Reading reading : inOrder(readings)) {
        judge(reading);
      }
    }
    forgetIfSilent(timer.getKey(), instant);
  }

  private static Iterable<Reading> inOrder(SeriesReadings readings) {
    return IntStream.range(0, readings.size())
        .mapToObj(readings::reading)
        .sorted(InstantOrder.OF_READINGS)
        .toList();
  }

  /** Judges a reading of the current series, which is passed on unless it is stuck. */
  private void judge(Reading reading) throws Exception {
    long stuckAfter = EqualRun.stuckAfterMillis(tables, reading.series(), reading.epochMillis());
    EqualRun before = last.value();
    Verdict verdict =
        stuckAfter != EqualRun.ANY_TIME
                && before == null
                && isForgotten(reading.epochMillis(), stuckAfter)
            ? Verdict.NOT_CHECKED
            : EqualRun.judge(before, reading, stuckAfter);
    if (verdict == Verdict.NOT_CHECKED) {
      notChecked.inc();
      LateReading entry = new LateReading(reading, Exclusion.STUCK_CHECK, null);
      output.collect(
          PlausibilityTypes.IMPLAUSIBLE, new StreamRecord<>(entry, reading.epochMillis()));
    } else {
      remember(before, EqualRun.with(before, reading, stuckAfter), stuckAfter);
    }
    if (verdict == Verdict.STUCK) {
      excluded.exclude(reading, Exclusion.IMPLAUSIBLE_STUCK);
    } else {
      judged.add(reading);
      if (judged.isFull()) {
        send(true);
      }
    }
  }

  /**
   * Passes on what was judged.
   *
   * @param hasMore whether more readings, or a watermark, follow at once
   */
  private void send(boolean hasMore) {
    if (!judged.isEmpty()) {
      ReadingBlock block = judged.take(hasMore);
      output.collect(new StreamRecord<>(block, block.latestMillis()));
    }
  }

  /** Whether readings of a series that is not known may have been judged shortly before. */
  private boolean isForgotten(long instant, long stuckAfter) {
    return reached >= Long.MIN_VALUE + EqualRun.longestSilence(stuckAfter)
        && instant <= reached - EqualRun.longestSilence(stuckAfter);
  }

  private void remember(@Nullable EqualRun before, EqualRun after, long stuckAfter)
      throws Exception {
    if (before == null) {
      wakeUp(after, forgottenAt(after, stuckAfter));
    } else if (!after.equals(before)) {
      last.update(after);
    }
  }

  private static long forgottenAt(EqualRun run, long stuckAfter) {
    return run.lastMillis() + 2 * EqualRun.longestSilence(stuckAfter);
  }

  private void wakeUp(EqualRun run, long instant) throws Exception {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
    last.update(run.wakingUpAt(instant));
  }

  private void forgetIfSilent(Series series, long instant) throws Exception {
    EqualRun run = last.value();
    if (run == null || run.wakeUpMillis() != instant) {
      return;
    }
    long forgotten = forgottenAt(run, EqualRun.stuckAfterMillis(tables, series, instant));
    if (forgotten <= instant) {
      last.clear();
    } else {
      wakeUp(run, forgotten);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    timeServiceManager.advanceWatermark(mark);
    send(true);
    output.emitWatermark(mark);
    reach(mark.getTimestamp());
  }

  /** Not before the readings up to the instant have been judged. */
  private void reach(long instant) {
    if (!RestoredWatermark.isEndOfInput(instant)) {
      reached = Math.max(reached, instant);
      restoredWatermark.advance(instant);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    releaseWhileIdle();
    super.processWatermarkStatus(status);
  }

  /** Judges all buffered readings if no watermark can be expected to do so. */
  private void releaseWhileIdle() throws Exception {
    if (idle && latest > timers.currentWatermark()) {
      timeServiceManager.advanceWatermark(new Watermark(latest));
      send(false);
      reach(latest);
    }
  }

  /**
   * A reading that is older than the latest one advances no watermark, so it does not end the
   * idleness. It must not stay in the buffer until another one comes.
   */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    releaseWhileIdle();
    if (!ended) {
      sendProgress();
    }
  }

  /** Flink holds back even the last watermark of an idle input. */
  @Override
  public void endInput() throws Exception {
    releaseWhileIdle();
    sendProgress();
    ended = true;
  }

  private void sendProgress() {
    excluded.sendCount(bufferedSinceLastPart);
    bufferedSinceLastPart = 0;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.snapshot();
    latestState.snapshot(latest);
  }
}
