package dev.isotherm.flow.alert;

import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.Selector.Source;
import java.util.List;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The same under rules of which new versions come while it runs, by a second input. That input has
 * no time: it neither holds the watermark back nor moves it on.
 *
 * <p>Scenario: a version effective from 10:00 comes at 09:59:55. Readings are judged by it from
 * 10:00 on, whether they come before those of 09:59 or after. Were it to come when a series has
 * been evaluated up to 10:00:02 already, it would take effect for that series right after.
 */
public final class EvaluateChangingRules extends EvaluateRules
    implements TwoInputStreamOperator<SeriesReadings, RulesUpdate, Transition> {

  private static final long serialVersionUID = 1;

  private final PublishedRules published;

  public EvaluateChangingRules(RuleSetHistory known, PublishedRules published, Source source) {
    super(known, source);
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
    learn(element.getValue().version(getUserCodeClassloader()));
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // The rules have no time.
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
    if (input == 0) {
      processWatermarkStatus(status);
    }
  }
}
