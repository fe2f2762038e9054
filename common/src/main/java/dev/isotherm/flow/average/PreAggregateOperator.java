package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.state.MaximumState;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Lateness;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.Map;
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
 * reading to the ledger as it is. What is folded leaves before the watermark that ends its window,
 * before a checkpoint barrier (so nothing folded is ever state), when there is much of it or it has
 * been at rest for long, when the subtask falls idle, and at the end of the input.
 *
 * <p>A reading is late for a window once the end of that and the allowed lateness lie behind the
 * watermark of this subtask; of a session, the end that its window would have if it were alone.
 * What is late for any of its windows is not folded. {@link MergeAverages} comes to the same
 * verdict, because its watermark is never ahead of this one. That fails in one situation: this
 * subtask was idle, the others moved on without it, and now it resumes. So from then on, and after
 * a restart until the watermark is back where it was, readings go out one by one, and the merge,
 * which can still tell them apart, decides.
 *
 * @param <I> one reading or more
 */
public abstract class PreAggregateOperator<I> extends AbstractStreamOperator<PartialAggregate>
    implements OneInputStreamOperator<I, PartialAggregate>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final Windowing windowing;
  private final long allowedLatenessMillis;
  private final boolean folds;

  private transient PreAggregator fold;
  private transient MaximumState keptWatermark;
  private transient MaximumState keptLatest;
  private transient long watermark;
  private transient long latest;
  private transient long watermarkBeforeRestart;
  private transient boolean wasIdle;
  private transient boolean idle;
  private transient Counter late;
  private transient long lateTaken;
  private transient boolean ended;

  /**
   * Combines by windows.
   *
   * @param folds whether readings are folded at all, or go out one by one
   */
  PreAggregateOperator(Windowing windowing, Duration allowedLateness, boolean folds) {
    this.windowing = windowing;
    this.allowedLatenessMillis = allowedLateness.toMillis();
    this.folds = folds;
  }

  /**
   * Whether readings are folded for averages that come once, when their window ends. Sessions are
   * not: whether a reading touches one that is over is only known where they are merged.
   */
  static boolean foldsForOnceEach(Windowing windowing) {
    return !(windowing instanceof SessionWindows);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    fold = PreAggregator.by(windowing, this::send);
    watermark = Long.MIN_VALUE;
    late = getMetricGroup().counter("late");
    keptWatermark = new MaximumState(context.getOperatorStateStore(), "watermark");
    watermarkBeforeRestart = keptWatermark.before();
    keptLatest = new MaximumState(context.getOperatorStateStore(), "latest-instant");
    latest = keptLatest.before();
  }

  /**
   * Takes one reading.
   *
   * @param number a hint where to look for the series, see {@link ReadingBlock#seriesSlots}
   */
  void combine(Series series, int number, long instant, double value) {
    latest = Math.max(latest, instant);
    if (!fold.addToLatest(series, number, instant, value)) {
      combineElsewhere(series, number, instant, value);
    }
  }

  private void combineElsewhere(Series series, int number, long instant, double value) {
    SeriesWindow first =
        new SeriesWindow(series, windowing.startOf(instant), windowing.endOf(instant));
    boolean isLate = Lateness.isLate(first, allowedLatenessMillis, watermark);
    if (!isLate && folds && !wasIdle && watermark >= watermarkBeforeRestart) {
      fold.add(instant, value, first, number);
      return;
    }
    Reading reading = new Reading(series, instant, value);
    // One that is too late for its first windows may be in time for the others.
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      SeriesWindow window = first.shifted(i * windowing.slideMillis());
      if (Lateness.isLate(window, allowedLatenessMillis, watermark)) {
        late.inc();
        output.collect(
            AverageTypes.LATE, new StreamRecord<>(LateReading.ofAverages(reading, window)));
      } else {
        send(new PartialAggregate(window, AverageAccumulator.of(value), instant));
      }
    }
  }

  private void flush() {
    fold.flush();
  }

  private void send(PartialAggregate partial) {
    output.collect(new StreamRecord<>(partial, partial.firstMillis()));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() <= watermark) {
      return; // the source resumes behind what the silence has closed
    }
    fold.sendBefore(mark.getTimestamp());
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      // The end of the input is not a time: a job that goes on from there is not late.
      watermark = mark.getTimestamp();
    }
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    idle = status.isIdle();
    if (status.isIdle()) {
      wasIdle = true;
      if (latest != Long.MIN_VALUE) {
        processWatermark(new Watermark(endOfSilence()));
      }
    }
    super.processWatermarkStatus(status);
  }

  /**
   * The windows of the latest reading end with a silence. But it must make nothing late that comes
   * after it: where windows overlap for longer than they may change, the last of them wait.
   */
  private long endOfSilence() {
    long firstEnds = windowing.endOf(latest) - 1;
    long firstIsStillOpen = Lateness.cleanupTime(firstEnds, allowedLatenessMillis) - 1;
    long lastEnds = windowing.lastEndOf(latest) - 1;
    return Math.min(lastEnds, Math.max(firstEnds, firstIsStillOpen));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      flush();
      sendPart();
    }
  }

  private void sendPart() {
    Accounting counted = new Accounting(0, 0, Map.of(), 0, 0, late.getCount() - lateTaken);
    lateTaken = late.getCount();
    output.collect(ProgressTypes.PROGRESS_PARTS, new StreamRecord<>(ProgressPart.of(counted)));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    keptWatermark.keep(Math.max(watermark, watermarkBeforeRestart));
    keptLatest.keep(latest);
  }

  /**
   * Flink lets no watermark of an idle task pass, not even the last one; windows that the silence
   * has left open would never close.
   */
  @Override
  public void endInput() {
    flush();
    sendPart();
    ended = true;
    if (idle) {
      output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
