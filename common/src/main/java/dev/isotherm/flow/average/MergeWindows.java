package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialRows;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Lateness;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
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
import org.jspecify.annotations.Nullable;

/**
 * Merges the partial aggregates of a window after the shuffle. For windows whose bounds follow from
 * an instant alone; {@link MergeSessions} merges sessions. The average of a series is published
 * when the watermark passes the end of the window, and again, with the next revision, after each
 * later change. The state of a window is kept until the allowed lateness is over.
 *
 * <p>There is one value of state, and one timer, for each window and share of the series.
 *
 * @param <K> the key, of a window and a share
 */
public final class MergeWindows<K> extends AbstractStreamOperator<AverageUpdate>
    implements OneInputStreamOperator<PartialBlock, AverageUpdate>,
        Triggerable<K, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final AverageSpec spec;
  private final LateReading.Exclusion exclusion;
  private final WindowKey<K> keys;

  private transient ValueState<WindowTable> tables;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient RestoredWatermark restoredWatermark;
  private transient MergeCounters counters;
  private transient ExpectedReadings expected;
  private transient boolean isRestored;
  private transient boolean ended;

  /**
   * Merges the partial aggregates of a key.
   *
   * @param spec which averages
   * @param exclusion what late readings are excluded from
   * @param keys by what the input is keyed
   */
  public MergeWindows(AverageSpec spec, LateReading.Exclusion exclusion, WindowKey<K> keys) {
    this.spec = spec;
    this.exclusion = exclusion;
    this.keys = keys;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    tables =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("window-tables", AverageTypes.WINDOW_TABLE));
    // The name that Flink gives to the timers of a function, which this once was.
    timers = getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
    counters = new MergeCounters(getMetricGroup());
    expected = ExpectedReadings.of(spec.sensors(), getRuntimeContext());
    if (isRestored) {
      new SingleWindows<>(this, keys).moveInto(this::restore);
    }
  }

  /** Takes over a window that had a value of state by itself. */
  private void restore(SeriesWindow window, OpenWindow open) throws Exception {
    PartialBlock block =
        PartialBlock.of(
            new PartialAggregate(window, open.total(), window.startMillis()), keys.shares());
    setCurrentKey(keys.of(block));
    WindowTable table = table();
    PartialRows rows = new PartialRows(block);
    rows.next();
    int row = table.rowOf(block.rows(), rows.seriesAt());
    table.totals().merge(row, rows.accumulator());
    table.setNextRevision(row, open.nextRevision());
    tables.update(table);
    registerTimer(open.isPublished() ? cleanupMillis(block.lastMillis()) : block.lastMillis());
  }

  private WindowTable table() throws IOException {
    WindowTable known = tables.value();
    return known == null ? new WindowTable(!spec.percentiles().isEmpty()) : known;
  }

  private void registerTimer(long instant) {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
  }

  private long cleanupMillis(long lastMillis) {
    return Lateness.cleanupTime(lastMillis, spec.allowedLateness().toMillis());
  }

  @Override
  public void processElement(StreamRecord<PartialBlock> element) throws Exception {
    PartialBlock block = element.getValue();
    PartialRows rows = new PartialRows(block);
    long watermark = timers.currentWatermark();
    if (cleanupMillis(block.lastMillis()) <= restoredWatermark.max(watermark)) {
      sendLate(rows);
      return;
    }
    // At once: while a topic is idle, the watermark does not advance again.
    boolean isOver = block.lastMillis() <= watermark;
    boolean isAnyOpen = false;
    WindowTable table = table();
    while (rows.next()) {
      int row = table.rowOf(block.rows(), rows.seriesAt());
      if (isOver || table.isPublished(row)) {
        AverageAccumulator added = rows.partial().average();
        counters.aggregated(table.totals().merge(row, rows.accumulator()));
        publish(table, row, block.startMillis(), block.endMillis(), added);
      } else {
        counters.aggregated(table.totals().merge(row, rows.accumulator()));
        isAnyOpen = true;
      }
    }
    tables.update(table);
    if (isAnyOpen) {
      registerTimer(block.lastMillis());
    }
    if (isOver) {
      registerTimer(cleanupMillis(block.lastMillis()));
    }
  }

  private void sendLate(PartialRows rows) throws IOException {
    while (rows.next()) {
      for (LateReading late : rows.partial().lateReadings(exclusion)) {
        output.collect(AverageTypes.LATE, new StreamRecord<>(late));
        counters.late();
      }
      rows.skipAccumulator();
    }
  }

  @Override
  public void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
    WindowTable table = tables.value();
    if (table == null) {
      return; // a timer of an earlier version, whose window was moved into a table
    }
    long watermark = timers.currentWatermark();
    restoredWatermark.advance(watermark);
    SeriesWindow window = keys.windowOf().apply(timer.getKey());
    for (int row = 0; row < table.rows(); row++) {
      if (!table.isPublished(row)) {
        publish(table, row, window.startMillis(), window.endMillis(), null);
      }
    }
    long closedAt = cleanupMillis(window.lastMillis());
    if (closedAt <= watermark) {
      tables.clear();
    } else {
      tables.update(table);
      registerTimer(closedAt);
    }
  }

  /**
   * Publishes the average of a series.
   *
   * @param added the readings that the one before does not have; {@code null} for all of them
   */
  private void publish(
      WindowTable table,
      int row,
      long startMillis,
      long endMillis,
      @Nullable AverageAccumulator added) {
    SeriesWindow window = new SeriesWindow(table.series(row), startMillis, endMillis);
    OpenWindow open = new OpenWindow(table.totals().get(row), table.nextRevision(row));
    send(AverageUpdate.of(expected.in(open.average(window, spec.percentiles()))));
    boolean isFirst = !open.isPublished();
    AverageAccumulator more = added == null || isFirst ? open.total() : added;
    output.collect(
        AverageTypes.ADDED, new StreamRecord<>(new AddedReadings(window, more, isFirst)));
    table.setNextRevision(row, open.nextRevision() + 1);
  }

  private void send(AverageUpdate update) {
    output.collect(new StreamRecord<>(update, update.window().lastMillis()));
  }

  @Override
  public void onProcessingTime(InternalTimer<K, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  /** Also where no timer fires: what is late from here on must be late after a restart. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    restoredWatermark.advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendProgress();
    }
  }

  @Override
  public void endInput() {
    sendProgress();
    ended = true;
  }

  private void sendProgress() {
    output.collect(
        ProgressTypes.PROGRESS_PARTS, new StreamRecord<>(ProgressPart.of(counters.takeCounted())));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.snapshot();
  }
}
