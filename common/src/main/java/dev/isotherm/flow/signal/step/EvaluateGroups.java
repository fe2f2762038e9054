package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.signal.RuledOperator;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what the members of a group contribute to a step, and evaluates the rule for the
 * group, or for each member. The key is the group and the rule; for a rule that names sensors it is
 * the rule alone.
 *
 * <p>The watermark comes after all parts of a step. In BATCH mode the parts of a group come sorted
 * by step, and there is no watermark before the end: a step is evaluated when the next one begins.
 */
public final class EvaluateGroups extends RuledOperator<StepPart, StepResult>
    implements Triggerable<Series, VoidNamespace> {

  /** The key of the group of all sensors. Labels may have this value, but not in the same rule. */
  static final String ALL = "*";

  private static final long serialVersionUID = 1;

  private final boolean isBounded;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient MapState<Long, StepMembers> open;
  private transient GroupEvaluation evaluation;
  private transient RestoredWatermark restoredWatermark;
  private transient long watermark;

  /** In BATCH mode, the step of the current group that is not complete. */
  private transient @Nullable StepMembers current;

  private transient long currentMillis;

  /**
   * Uses the rules of a scope.
   *
   * @param isBounded for BATCH mode
   */
  public EvaluateGroups(
      RuleSetHistory known, PublishedRules published, RuleScope scope, boolean isBounded) {
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
    open =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("members", Types.LONG, StepTypes.STEP_MEMBERS));
    evaluation = new GroupEvaluation(getRuntimeContext(), versions());
    watermark = restoredWatermark.max(Long.MIN_VALUE);
  }

  @Override
  public void processElement(StreamRecord<StepPart> element) throws Exception {
    StepPart part = element.getValue();
    if (isBounded) {
      addInOrder(part);
      return;
    }
    StepMembers before = open.get(part.stepMillis());
    StepMembers members = before == null ? new StepMembers() : before;
    members.add(part);
    open.put(part.stepMillis(), members);
    if (before == null) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, part.stepMillis());
    }
  }

  private void addInOrder(StepPart part) throws Exception {
    if (current == null) {
      // In BATCH mode timers fire after the last part of the key, whatever their instant.
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, Long.MAX_VALUE);
      current = new StepMembers();
      currentMillis = part.stepMillis();
    } else if (part.stepMillis() != currentMillis) {
      if (part.stepMillis() < currentMillis) {
        throw new IllegalStateException(part + " came after " + currentMillis);
      }
      evaluate(part.group(), currentMillis, current);
      current = new StepMembers();
      currentMillis = part.stepMillis();
    }
    current.add(part);
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    if (isBounded) {
      evaluate(timer.getKey(), currentMillis, current);
      current = null;
      return;
    }
    long step = timer.getTimestamp();
    if (step > watermark) {
      return; // the input has ended, and event time has not come that far
    }
    StepMembers members = open.get(step);
    open.remove(step);
    evaluate(timer.getKey(), step, members);
  }

  private void evaluate(Series group, long step, StepMembers members) throws Exception {
    Rule rule = versions().at(step).named(group.metric());
    if (rule != null) {
      evaluation.evaluate(
          rule,
          step,
          members.parts(),
          result -> output.collect(new StreamRecord<>(result, result.stepMillis())));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  /**
   * Idleness is not passed on: otherwise the next operator would advance by the watermarks of one
   * subtask while another one, which is about to go on, still has results of earlier steps.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      watermark = restoredWatermark.max(mark.getTimestamp());
      restoredWatermark.advance(watermark);
    }
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.snapshot();
  }
}
