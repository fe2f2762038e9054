package dev.isotherm.flow.average;

import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialBlocks;
import dev.isotherm.flow.partial.SeriesShares;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.state.MaximumState;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Lateness;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.io.Serializable;
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
 * Adds the readings of a subtask up into partial aggregates before the shuffle, and sends late
 * readings to a side output. A partial aggregate is sent before the watermark that ends its window,
 * before a checkpoint barrier (so it is never state), when there are many or it has received no
 * reading for long, when the subtask becomes idle, and at the end of the input.
 *
 * <p>A reading is late for a window once the end of the window plus the allowed lateness is behind
 * the watermark of this subtask. For a session, that is the window that the reading would have if
 * it were alone. A reading that is late for any of its windows is sent alone. {@link MergeWindows}
 * decides in the same way, because its watermark is never ahead of this one.
 *
 * <p>There is one exception: this subtask was idle, the others advanced without it, and now it
 * resumes. From then on, and after a restart until the watermark is back where it was, the merge
 * may find readings late that are in time here. So partial aggregates keep their single readings
 * meanwhile, and the merge separates them again. They are sent as soon as no more readings wait, so
 * that none becomes late by waiting.
 *
 * @param <I> one reading or more
 */
public final class PreAggregateOperator<I> extends AbstractStreamOperator<PartialBlock>
    implements OneInputStreamOperator<I, PartialBlock>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  /** The most readings that are kept singly before they are sent; bounds the memory to 1 MB. */
  static final int MOST_KEPT = 1 << 16;

  private final Windowing windowing;
  private final long allowedLatenessMillis;
  private final boolean percentiles;
  private final LateReading.Exclusion exclusion;
  private final Unpacking<I> unpacking;
  private final boolean behindExchange;

  private transient PreAggregator aggregator;
  private transient PartialBlocks blocks;
  private transient MaximumState watermarkState;
  private transient MaximumState latestState;
  private transient long watermark;
  private transient long leastWatermark;
  private transient long latest;
  private transient boolean wasIdle;
  private transient boolean idle;
  private transient boolean keepsReadings;
  private transient int kept;
  private transient Counter lateCounter;
  private transient long late;
  private transient boolean ended;

  /** Adds each reading of an input record. Called once per record, so that its loop is compiled. */
  @FunctionalInterface
  private interface Unpacking<I> extends Serializable {
    void addTo(PreAggregateOperator<I> operator, I input);
  }

  private PreAggregateOperator(
      AverageSpec averages,
      LateReading.Exclusion exclusion,
      Unpacking<I> unpacking,
      boolean behindExchange) {
    this.windowing = averages.windowing();
    this.allowedLatenessMillis = averages.allowedLateness().toMillis();
    this.percentiles = !averages.percentiles().isEmpty();
    this.exclusion = exclusion;
    this.unpacking = unpacking;
    this.behindExchange = behindExchange;
  }

  /**
   * Aggregates single readings.
   *
   * @param exclusion what late readings are excluded from
   */
  public static PreAggregateOperator<Reading> ofReadings(
      AverageSpec averages, LateReading.Exclusion exclusion) {
    return new PreAggregateOperator<>(
        averages,
        exclusion,
        (operator, reading) -> {
          operator.add(
              reading.series(),
              reading.series().hashCode(),
              reading.epochMillis(),
              reading.value());
          operator.added(1, false);
        },
        false);
  }

  /**
   * Aggregates readings that come in blocks.
   *
   * @param exclusion what late readings are excluded from
   * @param behindExchange whether all subtasks have the same watermarks: then a reading that was
   *     late before a restart is late after it, for the step before may have forgotten it
   */
  public static PreAggregateOperator<ReadingBlock> ofBlocks(
      AverageSpec averages, LateReading.Exclusion exclusion, boolean behindExchange) {
    return new PreAggregateOperator<>(
        averages, exclusion, PreAggregateOperator::addBlock, behindExchange);
  }

  private static void addBlock(PreAggregateOperator<ReadingBlock> operator, ReadingBlock block) {
    Series[] series = block.series();
    int[] slots = block.seriesSlots();
    long[] epochMillis = block.epochMillis();
    double[] values = block.values();
    for (int i = 0; i < block.count(); i++) {
      operator.add(series[i], slots[i], epochMillis[i], values[i]);
    }
    operator.added(block.count(), block.hasMore());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    blocks = new PartialBlocks(SeriesShares.of(windowing, exclusion), this::send);
    aggregator = PreAggregator.by(windowing, percentiles, blocks);
    watermark = Long.MIN_VALUE;
    lateCounter = getMetricGroup().counter("late");
    watermarkState = new MaximumState(context.getOperatorStateStore(), "watermark");
    leastWatermark = behindExchange ? watermarkState.restored() : Long.MIN_VALUE;
    latestState = new MaximumState(context.getOperatorStateStore(), "latest-instant");
    latest = latestState.restored();
    decideWhetherToKeepReadings();
  }

  @Override
  public void processElement(StreamRecord<I> element) {
    unpacking.addTo(this, element.getValue());
    blocks.flush();
  }

  /**
   * Adds one reading.
   *
   * @param slot a hint where to look for the series, see {@link ReadingBlock#seriesSlots}
   */
  private void add(Series series, int slot, long instant, double value) {
    latest = Math.max(latest, instant);
    if (!aggregator.addToLatest(series, slot, instant, value)) {
      addToWindows(series, slot, instant, value);
    }
  }

  private void addToWindows(Series series, int slot, long instant, double value) {
    SeriesWindow first =
        new SeriesWindow(series, windowing.startOf(instant), windowing.endOf(instant));
    long passed = Math.max(watermark, leastWatermark);
    if (!Lateness.isLate(first, allowedLatenessMillis, passed) && canAggregate()) {
      aggregator.add(instant, value, first, slot);
      return;
    }
    // A reading that is late for its first windows may be in time for the others.
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      SeriesWindow window = first.shifted(i * windowing.slideMillis());
      if (Lateness.isLate(window, allowedLatenessMillis, passed)) {
        sendLate(new LateReading(new Reading(series, instant, value), exclusion, window));
      } else {
        blocks.add(window, instant, value);
      }
    }
  }

  /**
   * Rules see each session once. Whether a reading touches a session that has ended is known only
   * where sessions are merged, so readings are sent there one by one.
   */
  private boolean canAggregate() {
    return exclusion == LateReading.Exclusion.AVERAGES || !(windowing instanceof SessionWindows);
  }

  /** The watermark of the merge may be ahead of this one once this subtask was idle. */
  private void decideWhetherToKeepReadings() {
    boolean keep = wasIdle || watermark < watermarkState.restored();
    if (keep != keepsReadings) {
      keepsReadings = keep;
      flush();
      aggregator.keepReadings(keep);
    }
  }

  /** Sends readings that are kept singly, unless more are known to follow at once. */
  private void added(int readings, boolean hasMore) {
    if (keepsReadings) {
      kept += readings;
      if (!hasMore || kept >= MOST_KEPT) {
        aggregator.flush();
        kept = 0;
      }
    }
  }

  private void flush() {
    aggregator.flush();
    blocks.flush();
  }

  private void sendLate(LateReading reading) {
    late++;
    lateCounter.inc();
    output.collect(AverageTypes.LATE, new StreamRecord<>(reading));
  }

  private void send(PartialBlock block) {
    output.collect(new StreamRecord<>(block, block.lastMillis()));
  }

  @Override
  public void processWatermark(Watermark given) throws Exception {
    Watermark mark = new Watermark(Math.max(given.getTimestamp(), leastWatermark));
    if (mark.getTimestamp() <= watermark) {
      return; // The source resumes behind the watermark that closed the windows of the idle time.
    }
    if (keepsReadings) {
      aggregator.flush();
    } else {
      aggregator.sendBefore(mark.getTimestamp());
    }
    blocks.flush();
    if (!RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      watermark = mark.getTimestamp();
      decideWhetherToKeepReadings();
    }
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    idle = status.isIdle();
    if (idle) {
      wasIdle = true;
      decideWhetherToKeepReadings();
      if (latest != Long.MIN_VALUE) {
        processWatermark(
            new Watermark(Lateness.watermarkOfIdleness(windowing, allowedLatenessMillis, latest)));
      }
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      flush();
      sendProgress();
    }
  }

  private void sendProgress() {
    ProgressPart part = ProgressPart.of(Accounting.ofLate(late));
    late = 0;
    output.collect(ProgressTypes.PROGRESS_PARTS, new StreamRecord<>(part));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    watermarkState.snapshot(Math.max(watermark, watermarkState.restored()));
    latestState.snapshot(latest);
  }

  /**
   * Flink holds back every watermark of an idle task, the last one too. Without this one, windows
   * that idleness has left open would never close.
   */
  @Override
  public void endInput() {
    flush();
    sendProgress();
    ended = true;
    if (idle) {
      output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
