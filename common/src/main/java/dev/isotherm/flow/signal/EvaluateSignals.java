package dev.isotherm.flow.signal;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.alert.RuleEvaluation;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import java.util.List;
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

  private final PublishedRules published;

  private transient MessageMemory memory;
  private transient long lateReadings;

  public EvaluateSignals(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    super(known, scope, before);
    this.published = published;
  }

  @Override
  protected List<RuleSetVersion> published() throws Exception {
    return published.read();
  }

  @Override
  public void open() throws Exception {
    super.open();
    memory = new MessageMemory(getRuntimeContext(), versions());
  }

  @Override
  public void processElement(StreamRecord<SignalMessage> element) throws Exception {
    SignalMessage message = element.getValue();
    if (!evaluate(message.series(), memory.with(message))) {
      for (LateReading late : message.late()) {
        output.collect(AlertTypes.LATE, new StreamRecord<>(late));
        lateReadings++;
      }
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
    sendLateReadings();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    sendLateReadings();
    super.finish();
  }

  private void sendLateReadings() {
    if (lateReadings > 0) {
      output.collect(
          ProgressTypes.PROGRESS_PARTS,
          new StreamRecord<>(ProgressPart.ofLateForAlerts(lateReadings)));
      lateReadings = 0;
    }
  }
}
