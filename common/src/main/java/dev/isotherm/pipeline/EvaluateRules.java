package dev.isotherm.pipeline;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Rule;
import dev.isotherm.alert.RuleSet;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Shows each reading of a series to its rules as it comes. Whether an alert fires is decided in
 * {@link AlertMachine}; here its status is kept between readings.
 *
 * <p>The state is bounded by series × rules: an instant per series, and a status per alert that
 * fires.
 */
class EvaluateRules extends KeyedProcessFunction<Series, Reading, Transition>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  private final RuleSet rules;

  private transient ValueState<Long> lastInstant;
  private transient MapState<String, AlertStatus> firing;
  private transient ListState<Long> firingCountState;
  private transient long firingCount;
  private transient Counter outOfOrder;
  private transient Counter transitions;

  EvaluateRules(RuleSet rules) {
    this.rules = rules;
  }

  /** The sum over all subtasks is right; after rescaling a single one's share may be off. */
  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    firingCountState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("firing-count", Types.LONG));
    firingCount = 0;
    for (long count : firingCountState.get()) {
      firingCount += count;
    }
  }

  @Override
  public void open(OpenContext context) {
    lastInstant =
        getRuntimeContext().getState(new ValueStateDescriptor<>("last-instant", Types.LONG));
    firing =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("firing", Types.STRING, FlowTypes.ALERT_STATUS));
    outOfOrder = getRuntimeContext().getMetricGroup().counter("outOfOrder");
    transitions = getRuntimeContext().getMetricGroup().counter("transitions");
    getRuntimeContext().getMetricGroup().gauge("firing", () -> firingCount);
  }

  @Override
  public void processElement(Reading reading, Context context, Collector<Transition> out)
      throws Exception {
    Long last = lastInstant.value();
    if (last != null && reading.epochMillis() <= last) {
      context.output(FlowTypes.LATE, LateReading.ofAlerts(reading));
      outOfOrder.inc();
      return;
    }
    lastInstant.update(reading.epochMillis());
    evaluate(reading, out);
  }

  /** Shows one reading to every rule that watches its series. */
  void evaluate(Reading reading, Collector<Transition> out) throws Exception {
    for (Rule rule : rules.rules()) {
      if (rule.watches(reading.series())) {
        AlertStatus before = firing.get(rule.name());
        AlertMachine.Step step =
            AlertMachine.observe(rule, before == null ? AlertStatus.INACTIVE : before, reading);
        if (step.transition() != null) {
          keep(rule, before, step.status());
          transitions.inc();
          out.collect(step.transition());
        }
      }
    }
  }

  private void keep(Rule rule, AlertStatus before, AlertStatus after) throws Exception {
    if (after.isFiring()) {
      firing.put(rule.name(), after);
      firingCount += before == null ? 1 : 0;
    } else {
      firing.remove(rule.name());
      firingCount--;
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    firingCountState.update(List.of(firingCount));
  }
}
