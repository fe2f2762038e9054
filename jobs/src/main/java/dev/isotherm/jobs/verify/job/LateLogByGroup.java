package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.group.GroupBy;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.LateReading;
import dev.isotherm.sensors.SensorTables;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Entries of the late log as clues about the groups of their sensors. */
final class LateLogByGroup extends AbstractStreamOperator<Clue>
    implements OneInputStreamOperator<LateReading, Clue> {

  private static final long serialVersionUID = 1;

  private final GroupBy groups;

  private transient SensorTables tables;

  LateLogByGroup(GroupBy groups) {
    this.groups = groups;
  }

  @Override
  public void open() throws Exception {
    super.open();
    tables = JobSensors.of(getRuntimeContext());
  }

  @Override
  public void processElement(StreamRecord<LateReading> element) {
    LateReading entry = element.getValue();
    SensorGroup group =
        groups.groupOf(
            tables.at(entry.reading().epochMillis()), entry.reading().series().sensorId());
    if (group != null) {
      Clue clue = Clue.lateEntry(entry, group.series(entry.reading().series().metric()));
      output.collect(new StreamRecord<>(clue, clue.order()));
    }
  }
}
