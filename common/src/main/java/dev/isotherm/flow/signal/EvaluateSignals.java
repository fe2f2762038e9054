package dev.isotherm.flow.signal;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.alert.RuleEvaluation;
import dev.isotherm.flow.progress.LateForAlerts;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Evaluates the rules on signals that are evaluated with each message. The key is the sensor and
 * the rule. A message that does not come after the last one of its sensor and rule is late: it is
 * not evaluated, and goes to a side output.
 */
public final class EvaluateSignals extends RuleEvaluation<SignalMessage> {

  private static final long serialVersionUID = 1;

  private transient MessageMemory memory;
  private transient LateForAlerts late;

  public EvaluateSignals(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    super(known, published, scope, before);
  }

  @Override
  public void open() throws Exception {
    super.open();
    memory = new MessageMemory(getRuntimeContext(), versions(), baselines());
    late = new LateForAlerts(output, AlertTypes.LATE);
  }

  @Override
  public void processElement(StreamRecord<SignalMessage> element) throws Exception {
    SignalMessage message = element.getValue();
    if (!evaluate(message.series(), memory.with(message))) {
      message.late().forEach(late::send);
    }
  }

  @Override
  protected void forgetSilent(long oldestMillis) throws Exception {
    this.<Series>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            MessageMemory.descriptor(),
            (series, kept) -> memory.forgetBefore(series, oldestMillis));
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
