package dev.isotherm.flow.alert;

import dev.isotherm.flow.progress.LateForAlerts;
import dev.isotherm.flow.roster.Roster;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.MaximumState;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates readings as they come. A reading that does not come after the last one of its series,
 * by instant and then by position, is late: it is not evaluated, and goes to a side output.
 */
public final class EvaluateRules extends RuleEvaluation<SeriesReadings> {

  private static final long serialVersionUID = 1;

  /** No series is expected. */
  private static final long NONE = Long.MIN_VALUE;

  private transient Counter outOfOrder;
  private transient MaximumState expectedSinceState;
  private transient long expectedSince;
  private transient LateForAlerts late;

  private final @Nullable Long expectedSinceMillis;

  /** Evaluates the rules of a scope, and expects no series. */
  public EvaluateRules(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    this(known, published, scope, before, null);
  }

  /**
   * Evaluates the rules of a scope.
   *
   * @param expectedSinceMillis from when on the series of the sensor table are expected to send, if
   *     this does not continue; {@code null} if none is expected
   */
  public EvaluateRules(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before,
      @Nullable Long expectedSinceMillis) {
    super(known, published, scope, before);
    this.expectedSinceMillis = expectedSinceMillis;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    expectedSinceState = new MaximumState(context.getOperatorStateStore(), "expected-since");
  }

  @Override
  public void open() throws Exception {
    super.open();
    outOfOrder = getMetricGroup().counter("outOfOrder");
    late = new LateForAlerts(output, AlertTypes.LATE);
    expectedSince = isRestored() ? expectedSinceState.restored() : NONE;
    if (expectedSinceMillis != null && !isRestored()) {
      expectedSince = expectedSinceMillis;
      ActiveRules first = versions().at(expectedSince);
      expectAll(expectedSince, action -> Roster.forEach(first, action));
    }
  }

  /** Expects the series that a new version of the sensor table adds to the {@link Roster}. */
  @Override
  void versionsApplied(long afterMillis, long toMillis) throws Exception {
    if (expectedSince == NONE) {
      return;
    }
    for (long from : Roster.changesBetween(versions(), afterMillis, toMillis)) {
      if (from > expectedSince) {
        expectAll(from, action -> Roster.forEachAdded(versions(), from, action));
      }
    }
  }

  /** Expects the series whose state is in this subtask. */
  private void expectAll(long sinceMillis, Consumer<Consumer<Series>> roster) throws Exception {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    List<Series> expected = new ArrayList<>();
    roster.accept(
        series -> {
          int subtask =
              KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  series,
                  task.getMaxNumberOfParallelSubtasks(),
                  task.getNumberOfParallelSubtasks());
          if (subtask == task.getIndexOfThisSubtask()) {
            expected.add(series);
          }
        });
    for (Series series : expected) {
      expectWithTimer(series, sinceMillis);
    }
  }

  @Override
  public void processElement(StreamRecord<SeriesReadings> element) throws Exception {
    SeriesReadings readings = element.getValue();
    if (expectedSince != NONE) {
      expectBefore(readings);
    }
    evaluate(readings, this::sendLate);
  }

  /**
   * Expects a series that a version adds which the watermark has not reached, and whose first
   * reading comes before the watermark does.
   */
  private void expectBefore(SeriesReadings readings) throws Exception {
    long first = readings.millis()[0];
    if (versions().at(first).fromMillis() <= watermark()) {
      return;
    }
    long after = Math.max(watermark(), expectedSince);
    for (long from : Roster.changesBetween(versions(), after, first)) {
      if (Roster.isAdded(readings.series(), versions(), from)) {
        expectWithTimer(readings.series(), from);
      }
    }
  }

  private void sendLate(Reading reading) {
    late.send(new LateReading(reading, LateReading.Exclusion.ALERTS, null));
    outOfOrder.inc();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    expectedSinceState.snapshot(expectedSince);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    late.sendCount();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    late.sendCount();
    super.finish();
  }
}
