package dev.isotherm.jobs.kafka.baseline;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.state.RefusedState;
import dev.isotherm.jobs.kafka.kept.VersionRecord;
import dev.isotherm.jobs.kafka.rules.ValidateRuleRecords;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells operators of versions of the baseline, and answers each in a side output. Remembers which
 * versions there are: a stream does not continue if the topic has lost one of them, because alerts
 * have been evaluated by it.
 */
final class KeepBaselineVersions extends ProcessFunction<VersionRecord, RulesUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  private final BaselineTopic topic;

  /** Instant and fingerprint of each version. */
  private transient ListState<Tuple2<Long, String>> accepted;

  KeepBaselineVersions(BaselineTopic topic) {
    this.topic = topic;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    accepted =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("accepted", Types.TUPLE(Types.LONG, Types.STRING)));
    topic.of(getRuntimeContext());
    for (Tuple2<Long, String> before : accepted.get()) {
      if (!isPresent(before.f0, before.f1)) {
        throw RefusedState.because(lost(before.f0, before.f1));
      }
    }
  }

  private String lost(long fromMillis, String version) {
    boolean isFirst = fromMillis == Baselines.FROM_THE_START;
    String instant = isFirst ? "the start" : InstantText.of(fromMillis);
    return String.format(
        "--baseline topic:%s: version %s was in force from %s, and is no longer there; publish its"
            + " file again: isotherm baseline publish FILE%s",
        topic.name(), version, instant, isFirst ? "" : " --at " + instant);
  }

  private boolean isPresent(long fromMillis, String version) {
    return versions().stream()
        .anyMatch(
            one -> one.fromMillis() == fromMillis && one.baseline().fingerprint().equals(version));
  }

  private List<Baselines.Version> versions() {
    return topic.soFar(getRuntimeContext()).versions().versions();
  }

  @Override
  public void processElement(VersionRecord record, Context context, Collector<RulesUpdate> out) {
    if (!record.isLast()) {
      return;
    }
    topic.readTo(getRuntimeContext(), record.next());
    boolean counts = isPresent(record.effectiveFromMillis(), record.version());
    if (counts) {
      out.collect(RulesUpdate.ofBaseline(record.effectiveFromMillis(), record.next()));
    }
    context.output(
        ValidateRuleRecords.RESULTS,
        new ValidationResult(
            record.source(),
            record.effectiveFromMillis(),
            counts ? record.version() : null,
            counts
                ? List.of()
                : List.of(record.source() + ": does not count; the stream has logged why")));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<Tuple2<Long, String>> present = new ArrayList<>();
    for (Baselines.Version one : versions()) {
      present.add(Tuple2.of(one.fromMillis(), one.baseline().fingerprint()));
    }
    accepted.update(present);
  }
}
