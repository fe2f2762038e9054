package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleIndex;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Unpacks the readings of messages that are later than the compared ones. They are not counted. A
 * reading that the signal of a rule needs counts as one of the rule's series, too.
 */
final class LaterReadings extends AbstractStreamOperator<Clue>
    implements OneInputStreamOperator<MessageBlock, Clue> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory rules;

  private transient RuleIndex onSignals;

  LaterReadings(RuleSetHistory rules) {
    this.rules = rules;
  }

  @Override
  public void open() throws Exception {
    super.open();
    onSignals =
        RuleIndex.ofInputs(rules.on(Selector.Source.SIGNALS), JobSensors.of(getRuntimeContext()));
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    ReadingBlock readings = element.getValue().readings();
    for (int i = 0; i < readings.count(); i++) {
      Reading reading = readings.reading(i);
      send(reading);
      for (Rule rule : onSignals.of(reading.series())) {
        Series ofRule = new Series(reading.series().sensorId(), rule.name());
        send(new Reading(ofRule, reading.epochMillis(), reading.value(), reading.position()));
      }
    }
  }

  private void send(Reading reading) {
    Clue clue = Clue.laterReading(reading);
    output.collect(new StreamRecord<>(clue, clue.order()));
  }
}
