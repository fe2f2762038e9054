package dev.isotherm.flow.signal;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.alert.RuleEvaluation;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.signal.memory.OpenReadings;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.List;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the rules on signals that are evaluated with each message, in BATCH mode: there the
 * messages of a sensor and a rule come sorted by instant. Those of one instant are held, brought
 * together by their positions, and evaluated in the order of these.
 *
 * <p>Transitions after the last message of a sensor go to a side output: whether the input reaches
 * them is not known here.
 */
public final class EvaluateSignalsInBatch extends RuleEvaluation<SignalMessage> {

  private static final long serialVersionUID = 1;

  private transient MessageMemory memory;
  private transient @Nullable Series series;
  private transient long instant;
  private transient OpenReadings ofInstant;
  private transient boolean afterLastMessage;

  public EvaluateSignalsInBatch(RuleSetHistory known, RuleScope scope) {
    super(known, List::of, scope, PublishedTransitions.NONE);
  }

  @Override
  public void open() throws Exception {
    super.open();
    memory = new MessageMemory(getRuntimeContext(), versions(), baselines());
  }

  @Override
  public void processElement(StreamRecord<SignalMessage> element) throws Exception {
    SignalMessage message = element.getValue();
    if (series == null) {
      series = message.series();
      instant = message.epochMillis();
      ofInstant = readings(message);
      // In BATCH mode timers fire after the last message of the key, whatever their instant.
      setTimer(Long.MAX_VALUE);
    } else if (!series.equals(message.series()) || message.epochMillis() < instant) {
      throw new IllegalStateException(
          message + " came after one of " + series + " at " + instant + ": BATCH mode sorts them");
    } else if (message.epochMillis() > instant) {
      evaluateInstant();
      instant = message.epochMillis();
      ofInstant = readings(message);
    }
    ofInstant.add(message.readings());
  }

  private OpenReadings readings(SignalMessage message) {
    Rule rule = versions().at(message.epochMillis()).named(message.rule());
    return new OpenReadings(List.copyOf(rule.metrics()));
  }

  private void evaluateInstant() throws Exception {
    for (SensorReadings readings : ofInstant.removeUntil(instant)) {
      SignalMessage message = new SignalMessage(series, readings);
      evaluateInOrder(series, memory.with(message));
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    evaluateInstant();
    series = null;
    afterLastMessage = true;
    advanceTime(timer.getKey(), Long.MAX_VALUE - 1);
    afterLastMessage = false;
  }

  @Override
  protected void emit(Transition transition) {
    if (afterLastMessage) {
      output.collect(
          AlertTypes.AFTER_END_OF_INPUT, new StreamRecord<>(transition, transition.atMillis()));
    } else {
      super.emit(transition);
    }
  }
}
