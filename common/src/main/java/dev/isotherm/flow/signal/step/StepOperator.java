package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.RuledOperator;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * An operator that evaluates steps when the watermark passes their ends.
 *
 * @param <I> its input
 */
abstract class StepOperator<I> extends RuledOperator<I, StepResult>
    implements Triggerable<Series, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private final boolean isBounded;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient RestoredWatermark restoredWatermark;
  private transient long watermark;

  /**
   * Uses the rules of a scope.
   *
   * @param isBounded for BATCH mode
   */
  StepOperator(RuleSetHistory known, PublishedRules published, RuleScope scope, boolean isBounded) {
    super(known, published, scope);
    this.isBounded = isBounded;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("ends-of-steps", VoidNamespaceSerializer.INSTANCE, this);
    watermark = restoredWatermark.max(Long.MIN_VALUE);
  }

  /** Whether this is BATCH mode, where there is no watermark before the end of a key. */
  final boolean isBounded() {
    return isBounded;
  }

  /** Whether the watermark has passed an instant, also that of a run that is continued. */
  final boolean hasPassed(long epochMillis) {
    return epochMillis <= watermark;
  }

  /** Sets a timer of the current key. */
  final void setTimerAt(long epochMillis) {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, epochMillis);
  }

  /** At the end of the input all timers fire, but event time has not come that far. */
  @Override
  public final void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    if (isBounded) {
      endOfKey(timer.getKey());
    } else if (hasPassed(timer.getTimestamp())) {
      endOfStep(timer.getKey(), timer.getTimestamp());
    }
  }

  /** Evaluates a step of the current key. */
  abstract void endOfStep(Series key, long stepMillis) throws Exception;

  /** In BATCH mode, evaluates what is left of the current key. */
  abstract void endOfKey(Series key) throws Exception;

  @Override
  public final void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  /**
   * Idleness is not passed on: otherwise the next operator would advance by the watermarks of one
   * subtask while another one, which is about to go on, still has results of earlier steps.
   */
  @Override
  public final void processWatermarkStatus(WatermarkStatus status) {}

  @Override
  public final void processWatermark(Watermark mark) throws Exception {
    if (!RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      watermark = restoredWatermark.max(mark.getTimestamp());
      restoredWatermark.advance(watermark);
    }
    super.processWatermark(mark);
  }

  @Override
  public final void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.snapshot();
  }
}
