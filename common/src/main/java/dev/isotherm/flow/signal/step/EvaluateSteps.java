package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.progress.LateForAlerts;
import dev.isotherm.flow.signal.SignalMessage;
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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

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
public final class EvaluateSteps extends StepOperator<SignalMessage> {

  private static final long serialVersionUID = 1;

  private transient StepMemory memory;
  private transient LateForAlerts late;

  /** In BATCH mode, the steps of the current key that are still to be evaluated. */
  private transient NavigableSet<Long> stepsOfKey;

  /**
   * Uses the rules of a scope.
   *
   * @param isBounded for BATCH mode: all steps are evaluated, also those after the last message
   */
  public EvaluateSteps(
      RuleSetHistory known, PublishedRules published, RuleScope scope, boolean isBounded) {
    super(known, published, scope, isBounded);
  }

  @Override
  public void open() throws Exception {
    super.open();
    memory = new StepMemory(getRuntimeContext(), versions(), baselines());
    stepsOfKey = new TreeSet<>();
    late = new LateForAlerts(output, AlertTypes.LATE);
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
    if (hasPassed(end)) {
      message.late().forEach(late::send);
      return;
    }
    memory.add(message, version, rule);
    setTimer(end);
  }

  /** In BATCH mode no timer can be set while timers fire, so one timer fires all. */
  private void setTimer(long step) {
    if (!isBounded()) {
      setTimerAt(step);
      return;
    }
    if (stepsOfKey.isEmpty()) {
      setTimerAt(Long.MAX_VALUE);
    }
    stepsOfKey.add(step);
  }

  @Override
  void endOfStep(Series key, long stepMillis) throws Exception {
    evaluate(key, stepMillis);
  }

  @Override
  void endOfKey(Series key) throws Exception {
    while (!stepsOfKey.isEmpty()) {
      evaluate(key, stepsOfKey.first());
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
    StepProgram program = memory.programOf(rule);
    String label = groupOf(series.sensorId(), step, rule);
    boolean isInGroup = !program.members().isEmpty() && !label.isEmpty();
    // A sensor without the label is no member of a group, but the rule may name it.
    double[] none = {};
    double[] ofSensor = rule.signal().isOfGroups() && !isInGroup ? none : evaluated.ofSensor();
    if (ofSensor.length == 0 && evaluated.ofNamed().length == 0) {
      return;
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
                ofSensor,
                evaluated.ofNamed()),
            step));
  }

  /** The value of the label that names the group of a sensor; empty if it has none. */
  private String groupOf(String sensorId, long step, Rule rule) {
    String label = rule.groupLabel();
    return label == null
        ? ""
        : versions().at(step).table().labels(sensorId).getOrDefault(label, "");
  }

  /** The result of a sensor that is compared with no other one, or has no group. */
  private static StepResult alone(
      Series series, long step, StepProgram program, StepMemory.Evaluated evaluated) {
    double[] noMembers = new double[program.members().size()];
    Arrays.fill(noMembers, Double.NaN);
    double[] none = {};
    return new StepResult(
        series,
        step,
        null,
        program.evaluate(step, evaluated.ofSensor(), noMembers, none).numbers());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    late.sendCount();
  }

  @Override
  public void finish() throws Exception {
    late.sendCount();
    super.finish();
  }
}
