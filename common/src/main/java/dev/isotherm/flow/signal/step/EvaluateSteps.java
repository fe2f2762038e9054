package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.signal.RuledOperator;
import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.signal.step.SensorSteps;
import dev.isotherm.signal.step.StepProgram;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Evaluates the signals of rules with steps, for each sensor at the end of each step, once the
 * watermark has passed it. The key is the sensor and the rule. Results that need no other sensor go
 * on as they are; the others go to a side output, to be brought together by group.
 *
 * <p>A message is late if the watermark has passed the end of its step: whether the sensor had
 * readings in that step does not matter.
 *
 * <p>A sensor is evaluated until its results cannot change any more without a message. The same
 * operator is for STREAMING and BATCH mode. In BATCH mode there is no watermark before the end, so
 * nothing is late.
 */
public final class EvaluateSteps extends RuledOperator<SignalMessage, StepResult>
    implements Triggerable<Series, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private final boolean isBounded;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient RestoredWatermark restoredWatermark;
  private transient StepMemory memory;
  private transient Groups groups;
  private transient long watermark;
  private transient long lateReadings;

  /** In BATCH mode, the steps of the current key that are still to be evaluated. */
  private transient NavigableSet<Long> stepsOfKey;

  /**
   * Uses the rules of a scope.
   *
   * @param isBounded for BATCH mode: all steps are evaluated, also those after the last message
   */
  public EvaluateSteps(
      RuleSetHistory known, PublishedRules published, RuleScope scope, boolean isBounded) {
    super(known, published, scope);
    this.isBounded = isBounded;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("ends-of-steps", VoidNamespaceSerializer.INSTANCE, this);
    memory = new StepMemory(getRuntimeContext(), versions(), table());
    groups = new Groups(table());
    stepsOfKey = new TreeSet<>();
    watermark = restoredWatermark.max(Long.MIN_VALUE);
  }

  @Override
  public void processElement(StreamRecord<SignalMessage> element) throws Exception {
    SignalMessage message = element.getValue();
    ActiveRules version = versions().at(message.epochMillis());
    Rule rule = version.named(message.rule());
    if (rule == null) {
      return;
    }
    long end = SensorSteps.endOfStep(message.epochMillis(), rule.signal().every());
    if (end <= watermark) {
      sendLate(message);
      return;
    }
    memory.add(message, version, rule);
    setTimer(end);
  }

  /** In BATCH mode no timer can be set while timers fire, so one timer fires all. */
  private void setTimer(long step) {
    if (!isBounded) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, step);
      return;
    }
    if (stepsOfKey.isEmpty()) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, Long.MAX_VALUE);
    }
    stepsOfKey.add(step);
  }

  private void sendLate(SignalMessage message) {
    for (LateReading late : message.late()) {
      output.collect(AlertTypes.LATE, new StreamRecord<>(late));
      lateReadings++;
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    if (!isBounded) {
      // Otherwise the input has ended, and event time has not come that far.
      if (timer.getTimestamp() <= watermark) {
        evaluate(timer.getKey(), timer.getTimestamp());
      }
      return;
    }
    while (!stepsOfKey.isEmpty()) {
      evaluate(timer.getKey(), stepsOfKey.first());
      stepsOfKey.pollFirst();
    }
  }

  private void evaluate(Series series, long step) throws Exception {
    Rule rule = versions().at(step).named(series.metric());
    if (rule == null || step % rule.signal().every().toMillis() != 0) {
      return; // the step is one of an earlier version
    }
    StepMemory.Evaluated evaluated = memory.evaluate(series, step, versions().at(step), rule);
    send(series, step, rule, evaluated);
    if (evaluated.nextMillis() != null) {
      setTimer(evaluated.nextMillis());
    }
  }

  private void send(Series series, long step, Rule rule, StepMemory.Evaluated evaluated) {
    boolean isMember = evaluated.ofSensor().length > 0;
    if (!isMember && evaluated.ofNamed().length == 0) {
      return;
    }
    StepProgram program = memory.programOf(rule);
    String label = isMember ? groups.of(rule, series.sensorId()) : "";
    boolean isInGroup = !program.members().isEmpty() && !label.isEmpty();
    if (isMember && !isInGroup && rule.signal().isOfGroups()) {
      return; // a sensor without the label
    }
    if (program.others().isEmpty() && !isInGroup) {
      output.collect(new StreamRecord<>(alone(series, step, program, evaluated), step));
      return;
    }
    String group = program.others().isEmpty() ? label : EvaluateGroups.ALL;
    output.collect(
        StepTypes.PARTS,
        new StreamRecord<>(
            new StepPart(
                new Series(group, series.metric()),
                series.sensorId(),
                label,
                step,
                evaluated.ofSensor(),
                evaluated.ofNamed()),
            step));
  }

  /** The result of a sensor that is compared with no other one, or has no group. */
  private static StepResult alone(
      Series series, long step, StepProgram program, StepMemory.Evaluated evaluated) {
    double[] noMembers = new double[program.members().size()];
    Arrays.fill(noMembers, Double.NaN);
    double[] none = {};
    return new StepResult(
        series, step, program.evaluate(step, evaluated.ofSensor(), noMembers, none).numbers());
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  /**
   * Idleness is not passed on: otherwise the next operator would advance by the watermarks of one
   * subtask while another one, which is about to go on, still has results of earlier steps.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      watermark = restoredWatermark.max(mark.getTimestamp());
      restoredWatermark.advance(watermark);
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    sendLateReadings();
  }

  @Override
  public void finish() throws Exception {
    sendLateReadings();
    super.finish();
  }

  private void sendLateReadings() {
    if (lateReadings > 0) {
      output.collect(
          ProgressTypes.PROGRESS_PARTS,
          new StreamRecord<>(ProgressPart.ofLateForAlerts(lateReadings)));
      lateReadings = 0;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.snapshot();
  }
}
