package dev.isotherm.flow.average;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Lateness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;

/**
 * After the shuffle: merges the partial averages of a series and window, where windows are known
 * from the instants of readings alone ({@link MergeSessions} has the others). The average goes out
 * when the watermark passes the end of the window, and again, one revision on, with each later
 * change. The state of a window lives until the allowed lateness is over.
 *
 * <p>Watermarks are not part of a checkpoint, so this keeps the last one it saw: a window that was
 * closed for good before a restart stays closed after it.
 */
public final class MergeAverages<K> extends KeyedProcessFunction<K, PartialAggregate, AverageUpdate>
    implements CheckpointedFunction, MergeOperator.Counts {

  private static final long serialVersionUID = 1;

  private final long allowedLatenessMillis;
  private final SerializableFunction<K, SeriesWindow> windowOf;

  private transient ValueState<OpenWindow> open;
  private transient ListState<Long> watermarkState;
  private transient long watermarkBeforeRestart;
  private transient long latestWatermark;
  private transient MergeCounters counters;

  /**
   * Merges what has the same key.
   *
   * @param windowOf names the window that a key stands for, and no other key does
   */
  public MergeAverages(Duration allowedLateness, SerializableFunction<K, SeriesWindow> windowOf) {
    this.allowedLatenessMillis = allowedLateness.toMillis();
    this.windowOf = windowOf;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    watermarkBeforeRestart = Long.MIN_VALUE;
    watermarkState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
    for (long before : watermarkState.get()) {
      watermarkBeforeRestart = Math.max(watermarkBeforeRestart, before);
    }
    latestWatermark = watermarkBeforeRestart;
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("open-window", AverageTypes.OPEN_WINDOW));
    counters = new MergeCounters(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      PartialAggregate partial, Context context, Collector<AverageUpdate> out) throws Exception {
    SeriesWindow window = partial.window();
    // Not the latest seen: in BATCH mode each key begins at the beginning of time again.
    long watermark = Math.max(context.timerService().currentWatermark(), watermarkBeforeRestart);
    if (Lateness.isLate(window, allowedLatenessMillis, watermark)) {
      context.output(AverageTypes.LATE, partial.singleLateReading());
      counters.late();
      return;
    }
    OpenWindow known = open.value();
    OpenWindow merged = known == null ? OpenWindow.empty() : known;
    merged.total().merge(partial.average());
    counters.aggregated(partial.average().count());
    if (merged.isPublished()) {
      publish(window, merged, out);
    } else if (window.lastMillis() <= context.timerService().currentWatermark()) {
      // At once: in a topic that has fallen silent, the watermark does not move again.
      publish(window, merged, out);
      context
          .timerService()
          .registerEventTimeTimer(Lateness.cleanupTime(window, allowedLatenessMillis));
    } else {
      open.update(merged);
      if (known == null) {
        context.timerService().registerEventTimeTimer(window.lastMillis());
      }
    }
  }

  @Override
  public Accounting takeCounted() {
    return counters.takeCounted();
  }

  @Override
  public void reached(long watermark) {
    if (watermark != Watermark.MAX_WATERMARK.getTimestamp()) {
      // The end of the input is not a time: a job that goes on from there is not late.
      latestWatermark = Math.max(latestWatermark, watermark);
    }
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<AverageUpdate> out)
      throws Exception {
    SeriesWindow window = windowOf.apply(context.getCurrentKey());
    reached(context.timerService().currentWatermark());
    OpenWindow known = open.value();
    long cleanupTime = Lateness.cleanupTime(window, allowedLatenessMillis);
    boolean isClosed = cleanupTime <= context.timerService().currentWatermark();
    if (!known.isPublished()) {
      publish(window, known, out);
    }
    if (isClosed) {
      open.clear();
    } else {
      context.timerService().registerEventTimeTimer(cleanupTime);
    }
  }

  private void publish(SeriesWindow window, OpenWindow now, Collector<AverageUpdate> out)
      throws IOException {
    out.collect(
        AverageUpdate.of(
            now.total()
                .toAverage(
                    window.series(),
                    window.startMillis(),
                    window.endMillis(),
                    now.nextRevision())));
    open.update(now.published());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    watermarkState.update(List.of(latestWatermark));
  }
}
