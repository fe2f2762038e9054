package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.wire.RuleStatusRecord;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the versions of the rules pass that count; what is wrong with the others goes into the log.
 * The verdict on each leaves by a side output. One subtask alone: the order of the topic decides.
 */
public final class ValidateRuleRecords extends ProcessFunction<RuleRecord, RulesUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ValidateRuleRecords.class);

  static final TypeInformation<RuleStatusRecord> VERDICT =
      Types.POJO(
          RuleStatusRecord.class,
          Map.of(
              "place",
              Types.STRING,
              "effectiveFromMillis",
              Types.LONG,
              "version",
              Types.STRING,
              "faults",
              Types.LIST(Types.STRING)));

  /** What became of each version. */
  public static final OutputTag<RuleStatusRecord> VERDICTS = new OutputTag<>("verdicts", VERDICT);

  private final boolean takesAverages;

  private transient ListState<RuleStatusRecord> accepted;
  private transient RuleLog log;

  /**
   * Accepts what a stream can apply.
   *
   * @param takesAverages whether it computes averages for alerts
   */
  public ValidateRuleRecords(boolean takesAverages) {
    this.takesAverages = takesAverages;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    accepted =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("accepted", VERDICT));
    log = new RuleLog(takesAverages, accepted.get());
  }

  @Override
  public void processElement(RuleRecord record, Context context, Collector<RulesUpdate> out) {
    RuleLog.Judged judged = log.judge(record);
    context.output(VERDICTS, judged.verdict());
    if (judged.version() == null) {
      LOG.warn(
          "Rules are rejected, those before stay in force: {}",
          String.join("; ", judged.verdict().faults()));
      return;
    }
    LOG.info("Rules are accepted: version {}", judged.version());
    out.collect(RulesUpdate.of(judged.version()));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    accepted.update(log.accepted());
  }
}
