package dev.isotherm.flow.alert;

import dev.isotherm.flow.progress.LateForAlerts;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Evaluates readings as they come. A reading that does not come after the last one of its series,
 * by instant and then by position, is late: it is not evaluated, and goes to a side output.
 */
public final class EvaluateRules extends RuleEvaluation<SeriesReadings> {

  private static final long serialVersionUID = 1;

  private transient Counter outOfOrder;
  private transient LateForAlerts late;

  public EvaluateRules(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    super(known, published, scope, before);
  }

  @Override
  public void open() throws Exception {
    super.open();
    outOfOrder = getMetricGroup().counter("outOfOrder");
    late = new LateForAlerts(output, AlertTypes.LATE);
  }

  @Override
  public void processElement(StreamRecord<SeriesReadings> element) throws Exception {
    evaluate(element.getValue(), this::sendLate);
  }

  private void sendLate(Reading reading) {
    late.send(new LateReading(reading, LateReading.Exclusion.ALERTS, null));
    outOfOrder.inc();
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
