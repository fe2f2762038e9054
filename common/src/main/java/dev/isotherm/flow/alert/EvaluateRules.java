package dev.isotherm.flow.alert;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
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
public class EvaluateRules extends RuleEvaluation<SeriesReadings> {

  private static final long serialVersionUID = 1;

  private transient Counter outOfOrder;
  private transient long lateReadings;

  public EvaluateRules(RuleSetHistory known, RuleScope scope, PublishedTransitions before) {
    super(known, scope, before);
  }

  @Override
  public void open() throws Exception {
    super.open();
    outOfOrder = getMetricGroup().counter("outOfOrder");
  }

  @Override
  public void processElement(StreamRecord<SeriesReadings> element) throws Exception {
    evaluate(element.getValue(), this::sendLate);
  }

  private void sendLate(Reading reading) {
    LateReading late = new LateReading(reading, LateReading.Exclusion.ALERTS, null);
    output.collect(AlertTypes.LATE, new StreamRecord<>(late));
    outOfOrder.inc();
    lateReadings++;
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
