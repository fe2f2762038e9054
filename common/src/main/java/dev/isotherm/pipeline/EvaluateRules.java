package dev.isotherm.pipeline;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Rule;
import dev.isotherm.alert.RuleIndex;
import dev.isotherm.alert.RuleSet;
import dev.isotherm.alert.Selector.Source;
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
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.Collector;

/**
 * Shows each reading of a series to its rules as it comes. What becomes of an alert is decided in
 * {@link AlertMachine}; here its status is kept between readings, and a timer wakes it at its next
 * deadline if no newer reading does so before.
 *
 * <p>Once a deadline has passed with the watermark, a reading from before it cannot undo what was
 * said: it is as much out of order as one that is older than the last reading. A replay without it
 * then comes to the same deadline.
 *
 * <p>The state is bounded by series × rules that watch them: two instants per series, and a status
 * per alert that has something to remember.
 */
class EvaluateRules extends KeyedProcessFunction<Series, Reading, Transition>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  private final RuleSet rules;
  private final Source source;

  private transient RuleIndex index;
  private transient String rulesVersion;
  private transient ValueState<Long> lastInstant;
  private transient ValueState<Long> wakeUp;
  private transient MapState<String, AlertStatus> alerts;
  private transient ListState<Long> firingCountState;
  private transient long firingCount;
  private transient Counter outOfOrder;
  private transient Counter transitions;

  /**
   * Evaluates some of the rules in force.
   *
   * @param source only those that look at this; where it is averages, each comes as a reading
   */
  EvaluateRules(RuleSet rules, Source source) {
    this.rules = rules;
    this.source = source;
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
    index = new RuleIndex(rules.on(source));
    rulesVersion = rules.fingerprint();
    lastInstant =
        getRuntimeContext().getState(new ValueStateDescriptor<>("last-instant", Types.LONG));
    wakeUp = getRuntimeContext().getState(new ValueStateDescriptor<>("wake-up", Types.LONG));
    alerts =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("alerts", Types.STRING, FlowTypes.ALERT_STATUS));
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
    wakeAt(evaluate(reading, out), context.timerService());
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Transition> out)
      throws Exception {
    wakeUp.clear();
    if (context.timerService().currentWatermark() == Watermark.MAX_WATERMARK.getTimestamp()) {
      return; // the end of the input is not a time
    }
    Long last = lastInstant.value();
    if (pass(context.getCurrentKey(), instant, out) && last < instant) {
      lastInstant.update(instant);
    }
    long next = AlertMachine.NEVER;
    for (Rule rule : index.of(context.getCurrentKey())) {
      next = Math.min(next, AlertMachine.nextDeadline(rule, status(rule)));
    }
    wakeAt(next, context.timerService());
  }

  /** Without a timer for each reading: one that wakes too early sets the next. */
  private void wakeAt(long deadline, TimerService timers) throws Exception {
    if (deadline == AlertMachine.NEVER) {
      return;
    }
    Long before = wakeUp.value();
    if (before == null || before > deadline) {
      timers.registerEventTimeTimer(deadline);
      wakeUp.update(deadline);
    }
  }

  /**
   * Shows one reading to every rule that watches its series.
   *
   * @return when time alone changes one of their alerts next
   */
  long evaluate(Reading reading, Collector<Transition> out) throws Exception {
    long next = AlertMachine.NEVER;
    for (Rule rule : index.of(reading.series())) {
      AlertStatus before = status(rule);
      AlertMachine.Step step = AlertMachine.observe(rule, before, reading);
      keep(rule, before, step, out);
      next = Math.min(next, AlertMachine.nextDeadline(rule, step.status()));
    }
    return next;
  }

  /**
   * Lets all that falls due until an instant, inclusively, happen.
   *
   * @return whether there was anything
   */
  boolean pass(Series series, long toMillis, Collector<Transition> out) throws Exception {
    boolean any = false;
    for (Rule rule : index.of(series)) {
      AlertStatus before = status(rule);
      AlertMachine.Step step = AlertMachine.advance(rule, series, before, toMillis);
      any |= !step.status().equals(before);
      keep(rule, before, step, out);
    }
    return any;
  }

  private AlertStatus status(Rule rule) throws Exception {
    AlertStatus kept = alerts.get(rule.name());
    return kept == null ? AlertStatus.INACTIVE : kept;
  }

  private void keep(
      Rule rule, AlertStatus before, AlertMachine.Step step, Collector<Transition> out)
      throws Exception {
    AlertStatus after = step.status();
    if (after.isBlank() && !before.isBlank()) {
      alerts.remove(rule.name());
    } else if (!after.equals(before)) {
      alerts.put(rule.name(), after);
    }
    firingCount += (after.isFiring() ? 1 : 0) - (before.isFiring() ? 1 : 0);
    for (Transition transition : step.transitions()) {
      transitions.inc();
      out.collect(transition.numbered(repeatOf(transition), rulesVersion));
    }
  }

  /** No two readings of an instant are evaluated as they arrive. */
  int repeatOf(Transition transition) throws Exception {
    return 0;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    firingCountState.update(List.of(firingCount));
  }
}
