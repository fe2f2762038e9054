package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.state.RefusedState;
import dev.isotherm.jobs.kafka.kept.VersionRecord;
import dev.isotherm.jobs.kafka.rules.ValidateRuleRecords;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells operators of changes of the sensor table, and answers the last one of each version in a
 * side output. Remembers how many changes there are: a stream does not continue if the topic has
 * lost some of them, because alerts and averages have been computed by these.
 */
final class KeepSensorChanges extends ProcessFunction<VersionRecord, RulesUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  private final SensorTopic topic;

  private transient ListState<Long> accepted;

  KeepSensorChanges(SensorTopic topic) {
    this.topic = topic;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    accepted =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("accepted", Types.LONG));
    topic.of(getRuntimeContext());
    for (long before : accepted.get()) {
      long present = topic.soFar(getRuntimeContext()).accepted();
      if (present < before) {
        throw RefusedState.because(
            String.format(
                "--sensors topic:%s: has %d changes of the sensor table, and had %d; publish what"
                    + " is missing again: isotherm sensors publish FILE --at INSTANT",
                topic.name(), present, before));
      }
    }
  }

  @Override
  public void processElement(VersionRecord record, Context context, Collector<RulesUpdate> out) {
    topic.readTo(getRuntimeContext(), record.next());
    out.collect(RulesUpdate.ofSensors(record.effectiveFromMillis(), record.next()));
    if (record.isLast()) {
      context.output(
          ValidateRuleRecords.RESULTS,
          new ValidationResult(
              record.source(), record.effectiveFromMillis(), record.version(), List.of()));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    accepted.clear();
    accepted.add(topic.soFar(getRuntimeContext()).accepted());
  }
}
