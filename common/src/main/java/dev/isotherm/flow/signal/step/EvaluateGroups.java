package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what the members of a group contribute to a step, and evaluates the rule for the
 * group, or for each member. The key is the group and the rule; for a rule that names sensors it is
 * the rule alone.
 *
 * <p>The watermark comes after all parts of a step. In BATCH mode the parts of a group come sorted
 * by step, and there is no watermark before the end: a step is evaluated when the next one begins.
 */
public final class EvaluateGroups extends StepOperator<StepPart> {

  /** The key of the group of all sensors. Labels may have this value, but not in the same rule. */
  static final String ALL = "*";

  private static final long serialVersionUID = 1;

  private transient MapState<Long, StepMembers> open;
  private transient GroupEvaluation evaluation;

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
    super(known, published, scope, isBounded);
  }

  @Override
  public void open() throws Exception {
    super.open();
    open =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("members", Types.LONG, StepTypes.STEP_MEMBERS));
    evaluation = new GroupEvaluation(getRuntimeContext(), versions());
  }

  @Override
  public void processElement(StreamRecord<StepPart> element) throws Exception {
    StepPart part = element.getValue();
    if (isBounded()) {
      addInOrder(part);
      return;
    }
    StepMembers before = open.get(part.stepMillis());
    StepMembers members = before == null ? new StepMembers() : before;
    members.add(part);
    open.put(part.stepMillis(), members);
    if (before == null) {
      setTimerAt(part.stepMillis());
    }
  }

  private void addInOrder(StepPart part) throws Exception {
    if (current == null) {
      // In BATCH mode timers fire after the last part of the key, whatever their instant.
      setTimerAt(Long.MAX_VALUE);
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
  void endOfKey(Series key) throws Exception {
    evaluate(key, currentMillis, current);
    current = null;
  }

  @Override
  void endOfStep(Series key, long stepMillis) throws Exception {
    StepMembers members = open.get(stepMillis);
    open.remove(stepMillis);
    evaluate(key, stepMillis, members);
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
}
