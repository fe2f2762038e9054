package dev.isotherm.flow.group;

import dev.isotherm.flow.average.AddedReadings;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.group.GroupBy;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Looks up the group of each sensor. Readings of sensors without a group are dropped here, and
 * counted by the metric {@code ungrouped}: they are in the averages of their series.
 */
public final class PartsOfGroups extends AbstractStreamOperator<GroupPart>
    implements OneInputStreamOperator<AddedReadings, GroupPart> {

  private static final long serialVersionUID = 1;

  private final GroupBy by;
  private final KnownSensors sensors;

  private transient SensorTables tables;
  private transient Counter ungrouped;

  /** Looks up groups by the labels of sensors at the start of each window. */
  public PartsOfGroups(GroupBy by, KnownSensors sensors) {
    this.by = by;
    this.sensors = sensors;
  }

  @Override
  public void open() throws Exception {
    super.open();
    tables = sensors.of(getRuntimeContext());
    ungrouped = getMetricGroup().counter("ungrouped");
  }

  @Override
  public void processElement(StreamRecord<AddedReadings> element) {
    AddedReadings added = element.getValue();
    SensorTable table = tables.at(added.window().startMillis());
    SensorGroup group = by.groupOf(table, added.window().series().sensorId());
    if (group == null) {
      ungrouped.inc(added.readings().count());
    } else {
      output.collect(new StreamRecord<>(GroupPart.of(group, added)));
    }
  }

  /**
   * Idleness is not passed on: otherwise {@link MergeGroups} would advance by the watermarks of one
   * subtask while another one, which is about to go on, still has readings of earlier windows.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}
}
