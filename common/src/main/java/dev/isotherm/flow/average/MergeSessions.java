package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.partial.KeptReadings;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.window.Lateness;
import dev.isotherm.window.SessionWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Merges the partial aggregates of a series into sessions after the shuffle. The average of a
 * session is published when the watermark passes its end, and again, with the next revision, after
 * each later change. Where a published session gets another start, because it joins an earlier one
 * or its first reading came late, the average published under the old start is withdrawn first.
 *
 * <p>A reading at t is late once t + gap − 1 + allowed lateness is behind the watermark, whatever
 * session it would belong to. So a batch without the late readings makes the same sessions.
 *
 * <p>A session is kept until no reading in time can touch it. Let e be its end, one gap after its
 * last reading. A reading touches the session only if t ≤ e, and is in time only if watermark &lt;
 * t + gap − 1 + allowed lateness, so only if watermark &lt; e + gap − 1 + allowed lateness. From
 * there on the session is dropped. No reading in time can have its start then, so no revision
 * begins again at 0.
 *
 * <p>Every session has a timer that fires when there is something to do for it, or before.
 */
public final class MergeSessions extends KeyedProcessFunction<Series, PartialBlock, AverageUpdate>
    implements CheckpointedFunction, MergeOperator.Merge {

  private static final long serialVersionUID = 1;

  private final long gapMillis;
  private final long allowedLatenessMillis;
  private final LateReading.Exclusion exclusion;
  private final WantedPercentiles percentiles;

  /** Sessions by start. No two of them touch. */
  private transient MapState<Long, Session> sessions;

  private transient ValueState<Long> latestStart;
  private transient RestoredWatermark restoredWatermark;
  private transient MergeCounters counters;

  /** Merges sessions whose averages have no percentiles. */
  public MergeSessions(
      SessionWindows windowing, Duration allowedLateness, LateReading.Exclusion exclusion) {
    this(windowing, allowedLateness, exclusion, WantedPercentiles.NONE);
  }

  /**
   * Merges sessions.
   *
   * @param exclusion what late readings are excluded from. For {@link
   *     LateReading.Exclusion#AVERAGE_ALERTS}, a session is over once it is published: a reading
   *     that touches it is late, even if it would not be if it were alone. So readings must come
   *     one by one. Without the late ones, the others make the same sessions: none of them touches
   *     a session that was over when it came.
   * @param percentiles those that averages have
   */
  public MergeSessions(
      SessionWindows windowing,
      Duration allowedLateness,
      LateReading.Exclusion exclusion,
      WantedPercentiles percentiles) {
    this.gapMillis = windowing.gap().toMillis();
    this.allowedLatenessMillis = allowedLateness.toMillis();
    this.exclusion = exclusion;
    this.percentiles = percentiles;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open(OpenContext context) {
    sessions =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("sessions", Types.LONG, AverageTypes.SESSION));
    latestStart =
        getRuntimeContext().getState(new ValueStateDescriptor<>("latest-start", Types.LONG));
    counters = new MergeCounters(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(PartialBlock block, Context context, Collector<AverageUpdate> out)
      throws Exception {
    for (PartialAggregate partial : block.partials()) {
      mergeKept(partial, context, out);
    }
  }

  /** Readings that were kept are merged one by one: some may be late, and others not. */
  private void mergeKept(PartialAggregate partial, Context context, Collector<AverageUpdate> out)
      throws Exception {
    KeptReadings kept = partial.kept();
    if (kept == null) {
      merge(partial, context, out);
      return;
    }
    for (int i = 0; i < kept.size(); i++) {
      long millis = kept.millis(i);
      SeriesWindow alone = windowOf(partial.window().series(), millis);
      merge(
          new PartialAggregate(alone, AverageAccumulator.of(kept.value(i)), millis), context, out);
    }
  }

  private void merge(PartialAggregate partial, Context context, Collector<AverageUpdate> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    List<Session> touched = touching(partial.window());
    boolean touchesEndedSession =
        exclusion == LateReading.Exclusion.AVERAGE_ALERTS
            && touched.stream().anyMatch(Session::isPublished);
    if (touchesEndedSession || isLate(partial, restoredWatermark.max(watermark))) {
      for (LateReading late : partial.lateReadings(exclusion)) {
        context.output(AverageTypes.LATE, late);
        counters.late();
      }
      return;
    }
    counters.aggregated(partial.average().count());
    Session session = Session.of(partial, percentiles);
    for (Session each : touched) {
      session = session.joined(each);
    }
    dropJoined(touched, session, out);
    if (session.isPublished() || session.window().lastMillis() <= watermark) {
      session = publish(session, out);
    }
    store(session);
    if (touched.isEmpty()) {
      context.timerService().registerEventTimeTimer(nextTimer(session));
    } // Otherwise a timer of a joined session fires, at this time or before.
  }

  /** The first of the aggregated readings is the first to be late. */
  private boolean isLate(PartialAggregate partial, long watermark) {
    SeriesWindow alone = windowOf(partial.window().series(), partial.window().startMillis());
    return Lateness.isLate(alone, allowedLatenessMillis, watermark);
  }

  /** The session of a reading that is alone. */
  private SeriesWindow windowOf(Series series, long millis) {
    return new SeriesWindow(series, millis, millis + gapMillis);
  }

  /**
   * The sessions that a window overlaps or touches. In BATCH mode windows come in the order of
   * their starts, and a series may have very many sessions: then only the last one is checked.
   */
  private List<Session> touching(SeriesWindow window) throws Exception {
    Long latest = latestStart.value();
    if (latest == null) {
      return List.of();
    }
    if (window.startMillis() >= latest) {
      Session last = sessions.get(latest);
      return last.window().touches(window) ? List.of(last) : List.of();
    }
    List<Session> touching = new ArrayList<>();
    for (Session session : sessions.values()) {
      if (session.window().touches(window)) {
        touching.add(session);
      }
    }
    return touching;
  }

  /** Removes the sessions that became part of one with another start. */
  private void dropJoined(List<Session> joined, Session one, Collector<AverageUpdate> out)
      throws Exception {
    for (Session session : joined) {
      if (session.window().startMillis() != one.window().startMillis()) {
        sessions.remove(session.window().startMillis());
        if (session.isPublished()) {
          out.collect(AverageUpdate.withdrawn(session.window()));
        }
      }
    }
  }

  private void store(Session session) throws Exception {
    long start = session.window().startMillis();
    sessions.put(start, session);
    Long latest = latestStart.value();
    if (latest == null || start > latest || !sessions.contains(latest)) {
      latestStart.update(start);
    }
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
  public void onTimer(long instant, OnTimerContext context, Collector<AverageUpdate> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    restoredWatermark.advance(watermark);
    List<Session> byStart = new ArrayList<>();
    sessions.values().forEach(byStart::add);
    byStart.sort(Comparator.comparingLong(session -> session.window().startMillis()));
    for (Session session : byStart) {
      boolean ends = !session.isPublished() && session.window().lastMillis() <= watermark;
      Session after = ends ? publish(session, out) : session;
      if (cleanupTime(after) <= watermark) {
        sessions.remove(after.window().startMillis());
        continue;
      }
      if (ends) {
        store(after);
      }
      context.timerService().registerEventTimeTimer(nextTimer(after));
    }
    if (sessions.isEmpty()) {
      latestStart.clear();
    }
  }

  private Session publish(Session session, Collector<AverageUpdate> out) {
    out.collect(AverageUpdate.of(session.open().average(session.window(), percentiles)));
    return session.published();
  }

  /** The next watermark at which a session that does not change must be published or dropped. */
  private long nextTimer(Session session) {
    return session.isPublished() ? cleanupTime(session) : session.window().lastMillis();
  }

  /** The watermark from which every reading that would touch a session is late. */
  private long cleanupTime(Session session) {
    return Lateness.cleanupTime(session.window().lastMillis() + gapMillis, allowedLatenessMillis);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    restoredWatermark.snapshot();
  }
}
