package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.window.Lateness;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;

/**
 * Merges the partial aggregates of a series and window after the shuffle. For windows whose bounds
 * follow from an instant alone; {@link MergeSessions} merges sessions. The average is published
 * when the watermark passes the end of the window, and again, with the next revision, after each
 * later change. The state of a window is kept until the allowed lateness is over.
 */
public final class MergeAverages<K> extends KeyedProcessFunction<K, PartialAggregate, AverageUpdate>
    implements CheckpointedFunction, MergeOperator.Merge {

  private static final long serialVersionUID = 1;

  private final long allowedLatenessMillis;
  private final LateReading.Exclusion exclusion;
  private final SerializableFunction<K, SeriesWindow> windowOf;
  private final WantedPercentiles percentiles;
  private final KnownSensors sensors;

  private transient ValueState<OpenWindow> open;
  private transient RestoredWatermark restoredWatermark;
  private transient MergeCounters counters;
  private transient ExpectedReadings expected;

  /**
   * Merges the partial aggregates of one key.
   *
   * @param spec which averages
   * @param exclusion what late readings are excluded from
   * @param windowOf the window of a key; each window has one key
   */
  public MergeAverages(
      AverageSpec spec,
      LateReading.Exclusion exclusion,
      SerializableFunction<K, SeriesWindow> windowOf) {
    this.allowedLatenessMillis = spec.allowedLateness().toMillis();
    this.exclusion = exclusion;
    this.windowOf = windowOf;
    percentiles = spec.percentiles();
    sensors = spec.sensors();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("open-window", AverageTypes.OPEN_WINDOW));
    counters = new MergeCounters(getRuntimeContext().getMetricGroup());
    expected = ExpectedReadings.of(sensors, getRuntimeContext());
  }

  @Override
  public void processElement(
      PartialAggregate partial, Context context, Collector<AverageUpdate> out) throws Exception {
    SeriesWindow window = partial.window();
    long watermark = context.timerService().currentWatermark();
    if (Lateness.isLate(window, allowedLatenessMillis, restoredWatermark.max(watermark))) {
      for (LateReading late : partial.lateReadings(exclusion)) {
        context.output(AverageTypes.LATE, late);
        counters.late();
      }
      return;
    }
    OpenWindow known = open.value();
    OpenWindow merged = known == null ? OpenWindow.empty() : known;
    merged.keeping(percentiles).total().merge(partial.average());
    counters.aggregated(partial.average().count());
    if (merged.isPublished()) {
      publish(window, merged, partial.average(), context, out);
    } else if (window.lastMillis() <= watermark) {
      // At once: while a topic is idle, the watermark does not advance again.
      publish(window, merged, merged.total(), context, out);
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
  public void onTimer(long instant, OnTimerContext context, Collector<AverageUpdate> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    restoredWatermark.advance(watermark);
    SeriesWindow window = windowOf.apply(context.getCurrentKey());
    OpenWindow known = open.value();
    if (!known.isPublished()) {
      publish(window, known, known.total(), context, out);
    }
    long closedAt = Lateness.cleanupTime(window, allowedLatenessMillis);
    if (closedAt <= watermark) {
      open.clear();
    } else {
      context.timerService().registerEventTimeTimer(closedAt);
    }
  }

  /**
   * Publishes an average.
   *
   * @param added the readings that the one before does not have
   */
  private void publish(
      SeriesWindow window,
      OpenWindow now,
      AverageAccumulator added,
      Context context,
      Collector<AverageUpdate> out)
      throws IOException {
    out.collect(AverageUpdate.of(expected.in(now.average(window, percentiles))));
    context.output(AverageTypes.ADDED, new AddedReadings(window, added, !now.isPublished()));
    open.update(now.published());
  }

  @Override
  public Accounting takeCounted() {
    return counters.takeCounted();
  }

  @Override
  public void advanceWatermark(long watermark) {
    restoredWatermark.advance(watermark);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    restoredWatermark.snapshot();
  }
}
