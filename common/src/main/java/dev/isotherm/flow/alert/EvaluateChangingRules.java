package dev.isotherm.flow.alert;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import java.util.List;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Evaluates readings under rules that change: a second input brings new versions. That input has no
 * event time: it neither holds back nor advances the watermark.
 *
 * <p>Scenario: a version effective from 10:00 arrives at 09:59:55. It applies to readings from
 * 10:00 on, whether they come before or after those of 09:59. If a series has been evaluated up to
 * 10:00:02 when the version arrives, the version takes effect for that series right after that.
 */
public final class EvaluateChangingRules extends EvaluateRules
    implements TwoInputStreamOperator<SeriesReadings, RulesUpdate, Transition> {

  private static final long serialVersionUID = 1;

  private final PublishedRules published;

  public EvaluateChangingRules(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    super(known, scope, before);
    this.published = published;
  }

  @Override
  List<RuleSetVersion> published() throws Exception {
    return published.read();
  }

  @Override
  public void processElement1(StreamRecord<SeriesReadings> element) throws Exception {
    processElement(element);
  }

  @Override
  public void processElement2(StreamRecord<RulesUpdate> element) throws Exception {
    addVersion(element.getValue().version(getUserCodeClassloader()));
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // Versions of the rules have no event time.
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
    if (input == 0) {
      processWatermarkStatus(status);
    }
  }
}
