package dev.isotherm.flow.signal.step;

import dev.isotherm.alert.Evidence;
import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.alert.RuleEvaluation;
import dev.isotherm.flow.alert.SignalSource;
import dev.isotherm.model.Position;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.signal.memory.SignalResult;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the rules on signals with steps, from the results of each step. These come in the order
 * of the steps, before the watermark passes them, so nothing is late.
 *
 * <p>In BATCH mode the results go beyond the end of the input, because the steps of a sensor do not
 * know where it is. So all transitions go to a side output there, to be cut off at the end.
 */
public final class EvaluateStepRules extends RuleEvaluation<StepResult> {

  private static final long serialVersionUID = 1;

  private final boolean isBounded;

  private transient @Nullable Series current;

  /**
   * Evaluates the rules of a scope.
   *
   * @param isBounded for BATCH mode
   */
  public EvaluateStepRules(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before,
      boolean isBounded) {
    super(known, published, scope, before);
    this.isBounded = isBounded;
  }

  @Override
  public void processElement(StreamRecord<StepResult> element) throws Exception {
    StepResult result = element.getValue();
    if (isBounded) {
      if (current == null) {
        current = result.series();
        // In BATCH mode timers fire after the last result of the key, whatever their instant.
        setTimer(Long.MAX_VALUE);
      }
      evaluateInOrder(result.series(), source(result));
    } else if (!evaluate(result.series(), source(result))) {
      throw new IllegalStateException(result + " came after a later step or deadline");
    }
  }

  private static SignalSource source(StepResult result) {
    return new SignalSource() {
      @Override
      public long atMillis() {
        return result.stepMillis();
      }

      @Override
      public long position() {
        return Position.NONE;
      }

      @Override
      public Evidence evidence(ActiveRules version, Rule rule) {
        return Evidence.of(
            result.stepMillis(), SignalResult.of(result.numbers()), result.members());
      }
    };
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    if (isBounded) {
      current = null;
      advanceTime(timer.getKey(), Long.MAX_VALUE - 1);
    } else {
      super.onEventTime(timer);
    }
  }

  @Override
  protected void emit(Transition transition) {
    if (isBounded) {
      output.collect(
          AlertTypes.AFTER_END_OF_INPUT, new StreamRecord<>(transition, transition.atMillis()));
    } else {
      super.emit(transition);
    }
  }
}
