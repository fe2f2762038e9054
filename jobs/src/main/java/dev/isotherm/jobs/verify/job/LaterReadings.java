package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.group.GroupBy;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import dev.isotherm.rules.Selector;
import dev.isotherm.sensors.SensorTables;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the readings of messages that are later than the compared ones. They are not counted. A
 * reading that the signal of a rule needs counts as one of the rule's series, too, and one of a
 * sensor in a group as one of the group's series.
 */
final class LaterReadings extends AbstractStreamOperator<Clue>
    implements OneInputStreamOperator<MessageBlock, Clue> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory rules;
  private final @Nullable GroupBy groups;

  private transient RulesByInstant onSignals;
  private transient SensorTables tables;

  /**
   * Unpacks readings.
   *
   * @param groups by which labels sensors are grouped; {@code null} for no groups
   */
  LaterReadings(RuleSetHistory rules, @Nullable GroupBy groups) {
    this.rules = rules;
    this.groups = groups;
  }

  @Override
  public void open() throws Exception {
    super.open();
    tables = JobSensors.of(getRuntimeContext());
    onSignals = new RulesByInstant(rules, new RuleScope(Selector.Source.SIGNALS, null), tables);
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    ReadingBlock readings = element.getValue().readings();
    for (int i = 0; i < readings.count(); i++) {
      Reading reading = readings.reading(i);
      send(reading);
      SensorGroup group =
          groups == null
              ? null
              : groups.groupOf(tables.at(reading.epochMillis()), reading.series().sensorId());
      if (group != null) {
        send(reading.in(group.series(reading.series().metric())));
      }
      for (Rule rule : onSignals.at(reading.epochMillis()).needing(reading.series())) {
        Series ofRule = new Series(reading.series().sensorId(), rule.name());
        send(reading.in(ofRule));
      }
    }
  }

  private void send(Reading reading) {
    Clue clue = Clue.laterReading(reading);
    output.collect(new StreamRecord<>(clue, clue.order()));
  }
}
