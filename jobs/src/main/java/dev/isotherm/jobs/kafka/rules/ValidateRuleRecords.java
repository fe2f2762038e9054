package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.state.RefusedState;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
 * Emits the accepted versions of the rules, logs why others are rejected, and emits the result of
 * each to a side output. Must run with parallelism 1, because the order of the topic decides.
 */
public final class ValidateRuleRecords extends ProcessFunction<RuleRecord, RulesUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ValidateRuleRecords.class);

  static final TypeInformation<ValidationResult> RESULT =
      Types.POJO(
          ValidationResult.class,
          Map.of(
              "source",
              Types.STRING,
              "effectiveFromMillis",
              Types.LONG,
              "version",
              Types.STRING,
              "errors",
              Types.LIST(Types.STRING)));

  /** The result for each record. */
  public static final OutputTag<ValidationResult> RESULTS = new OutputTag<>("results", RESULT);

  private final StreamAbilities abilities;
  private final PublishedRules published;
  private final String topic;

  private transient ListState<ValidationResult> accepted;
  private transient RuleRecordValidator log;

  /**
   * Accepts what a stream can apply.
   *
   * @param abilities what that is
   * @param published what is in the topic when the stream starts
   * @param topic of rules, for messages
   */
  public ValidateRuleRecords(StreamAbilities abilities, PublishedRules published, String topic) {
    this.abilities = abilities;
    this.published = published;
    this.topic = topic;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    accepted =
        context.getOperatorStateStore().getListState(new ListStateDescriptor<>("accepted", RESULT));
    List<ValidationResult> before = new ArrayList<>();
    accepted.get().forEach(before::add);
    if (!before.isEmpty()) {
      requirePresent(before);
    }
    log = new RuleRecordValidator(abilities, before);
  }

  /** Alerts have been evaluated by these versions: without one, they would change in silence. */
  private void requirePresent(List<ValidationResult> before) throws Exception {
    List<ValidationResult> lost = LostVersions.of(before, published.read());
    if (!lost.isEmpty()) {
      throw RefusedState.because(
          lost.stream()
              .map(one -> LostVersions.sentence(topic, one))
              .collect(Collectors.joining("; ")));
    }
  }

  @Override
  public void processElement(RuleRecord record, Context context, Collector<RulesUpdate> out) {
    RuleRecordValidator.Entry entry = log.validate(record);
    context.output(RESULTS, entry.result());
    if (entry.version() == null) {
      LOG.warn(
          "Rules are rejected, those before stay in force: {}",
          String.join("; ", entry.result().errors()));
      return;
    }
    LOG.info("Rules are accepted: version {}", entry.version());
    out.collect(RulesUpdate.of(entry.version()));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    accepted.update(log.accepted());
  }
}
