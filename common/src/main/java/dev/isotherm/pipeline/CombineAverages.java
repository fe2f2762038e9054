package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.SeriesWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Before the shuffle: folds the readings of a subtask into partial averages, and sends a late
 * reading to the ledger as it is. What is folded leaves before a watermark, before a checkpoint
 * barrier (so nothing folded is ever state), when there is much of it, and at the end of the input.
 *
 * <p>A reading is late once the end of its window and the allowed lateness lie behind the watermark
 * of this subtask. {@link MergeAverages} comes to the same verdict, because its watermark is never
 * ahead of this one. That fails in one situation: this subtask was idle, the others moved on
 * without it, and now it resumes. So from then on, and after a restart until the watermark is back
 * where it was, readings go out one by one, and the merge, which can still tell them apart,
 * decides.
 */
final class CombineAverages extends AbstractStreamOperator<Partial>
    implements OneInputStreamOperator<Reading, Partial>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  /** About 30 MB per subtask at most. */
  private static final int MOST_PARTIALS = 1 << 16;

  private final Windowing windowing;
  private final long allowedLatenessMillis;

  private transient Map<SeriesWindow, Partial> partials;
  private transient ListState<Long> watermarkState;
  private transient ListState<Long> latestState;
  private transient long watermark;
  private transient long latest;
  private transient long watermarkBeforeRestart;
  private transient boolean wasIdle;
  private transient Counter late;
  private transient long lateTaken;

  CombineAverages(Windowing windowing, Duration allowedLateness) {
    this.windowing = windowing;
    this.allowedLatenessMillis = allowedLateness.toMillis();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    partials = new HashMap<>();
    watermark = Long.MIN_VALUE;
    watermarkBeforeRestart = Long.MIN_VALUE;
    late = getMetricGroup().counter("late");
    watermarkState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
    for (long before : watermarkState.get()) {
      watermarkBeforeRestart = Math.max(watermarkBeforeRestart, before);
    }
    latest = Long.MIN_VALUE;
    latestState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("latest-instant", Types.LONG));
    for (long before : latestState.get()) {
      latest = Math.max(latest, before);
    }
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    long instant = reading.epochMillis();
    latest = Math.max(latest, instant);
    SeriesWindow window =
        new SeriesWindow(reading.series(), windowing.startOf(instant), windowing.endOf(instant));
    if (Lateness.isLate(window, allowedLatenessMillis, watermark)) {
      late.inc();
      output.collect(
          FlowTypes.LATE, new StreamRecord<>(new LateReading(reading, Exclusion.AVERAGES)));
    } else if (wasIdle || watermark < watermarkBeforeRestart) {
      send(new Partial(window, PartialAverage.of(reading.value()), instant));
    } else {
      fold(window, reading);
    }
  }

  private void fold(SeriesWindow window, Reading reading) {
    Partial partial = partials.get(window);
    if (partial == null) {
      if (partials.size() == MOST_PARTIALS) {
        flush();
      }
      partial = new Partial(window, new PartialAverage(), reading.epochMillis());
      partials.put(window, partial);
    }
    partial.average().add(reading.value());
  }

  private void flush() {
    partials.values().forEach(this::send);
    partials.clear();
  }

  private void send(Partial partial) {
    output.collect(new StreamRecord<>(partial, partial.firstMillis()));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() <= watermark) {
      return; // the source resumes behind what the silence has closed
    }
    flush();
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      // The end of the input is not a time: a job that goes on from there is not late.
      watermark = mark.getTimestamp();
    }
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    if (status.isIdle()) {
      wasIdle = true;
      if (latest != Long.MIN_VALUE) {
        processWatermark(new Watermark(windowing.endOf(latest) - 1));
      }
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
    Accounting counted = new Accounting(0, 0, Map.of(), 0, 0, late.getCount() - lateTaken);
    lateTaken = late.getCount();
    output.collect(FlowTypes.PROGRESS_PARTS, new StreamRecord<>(ProgressPart.of(counted)));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    watermarkState.clear();
    watermarkState.add(Math.max(watermark, watermarkBeforeRestart));
    latestState.update(List.of(latest));
  }

  @Override
  public void endInput() {
    flush();
  }
}
