package dev.isotherm.alert.unittest;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Evidence;
import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleIndex;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.SignalLimits;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.signal.memory.SensorMemory;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.signal.step.SensorSteps;
import dev.isotherm.signal.step.StepOfGroups;
import dev.isotherm.signal.step.StepProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Evaluates one rule on a signal for all sensors, without Flink. The readings of a sensor at one
 * instant are one message.
 */
public final class SignalSimulation {

  private final Rule rule;
  private final SensorTable table;
  private final Baseline baseline;
  private final RuleIndex ofSubjects;
  private final Map<Series, AlertStatus> statuses = new TreeMap<>();
  private final List<Transition> transitions = new ArrayList<>();

  /** Begins without messages, and without a baseline. */
  public SignalSimulation(Rule rule, SensorTable table) {
    this(rule, table, Baseline.EMPTY);
  }

  /**
   * Begins without messages.
   *
   * @param table what is known of sensors
   * @param baseline what is usual for them
   */
  public SignalSimulation(Rule rule, SensorTable table, Baseline baseline) {
    this.rule = rule;
    this.table = table;
    this.baseline = baseline;
    ofSubjects = new RuleIndex(List.of(rule), table);
  }

  /**
   * Evaluates messages.
   *
   * @param messages by sensor; those of a sensor are sorted by instant, then by position
   * @param endMillis the last instant of event time
   * @return the transitions; those of an alert are in their order
   */
  public List<Transition> run(Map<String, List<SensorReadings>> messages, long endMillis) {
    if (rule.signal().every() == null) {
      messages.forEach(this::withEachMessage);
    } else {
      new Steps(messages).run(endMillis);
    }
    statuses.forEach(
        (series, status) ->
            transitions.addAll(
                AlertMachine.advance(ofSubjects.of(series).get(0), series, status, endMillis)
                    .transitions()));
    return transitions;
  }

  private void withEachMessage(String sensor, List<SensorReadings> messages) {
    if (!isMember(sensor)) {
      return;
    }
    SensorProgram program =
        new SensorProgram(rule.signal().staleAfter(), rule.signal().value(), rule.conditions());
    SensorMemory memory = program.newMemory();
    for (SensorReadings message : messages) {
      memory
          .observe(message, limits(sensor), baseline.ofSensor(sensor))
          .ifPresent(result -> observe(sensor, Evidence.of(message.epochMillis(), result)));
    }
  }

  private void observe(String subject, Evidence evidence) {
    Series series = new Series(subject, rule.name());
    for (Rule ofSubject : ofSubjects.of(series)) {
      AlertStatus status = statuses.getOrDefault(series, AlertStatus.INACTIVE);
      AlertMachine.Step step = AlertMachine.observe(ofSubject, series, status, evidence);
      statuses.put(series, step.status());
      transitions.addAll(step.transitions());
    }
  }

  private boolean isMember(String sensor) {
    Sensors members = rule.selector().sensors();
    return members.match(sensor, table);
  }

  private ToDoubleFunction<String> limits(String sensor) {
    return name -> SignalLimits.limit(rule, sensor, table, name);
  }

  /** The evaluation in steps. */
  private final class Steps {

    private final Duration every = rule.signal().every();
    private final StepProgram program =
        new StepProgram(rule.signal().staleAfter(), rule.signal().value(), rule.conditions());
    private final Map<String, SensorSteps> members = new TreeMap<>();
    private final List<SensorSteps> others = new ArrayList<>();
    private final double[] ofOthers = new double[program.others().size()];
    private long firstMillis = Long.MAX_VALUE;

    Steps(Map<String, List<SensorReadings>> messages) {
      messages.forEach(
          (sensor, ofSensor) -> {
            if (isMember(sensor)) {
              members.put(sensor, steps(program.sensors(), ofSensor));
            }
          });
      program
          .others()
          .forEach(
              other ->
                  others.add(
                      steps(
                          new SensorProgram(
                              rule.signal().staleAfter(), List.of(other.expression())),
                          messages.getOrDefault(other.sensor(), List.of()))));
    }

    private SensorSteps steps(SensorProgram of, List<SensorReadings> messages) {
      SensorSteps steps = new SensorSteps(of);
      for (SensorReadings message : messages) {
        steps.add(message);
        firstMillis = Math.min(firstMillis, message.epochMillis());
      }
      return steps;
    }

    void run(long endMillis) {
      Arrays.fill(ofOthers, Double.NaN);
      if (firstMillis == Long.MAX_VALUE) {
        return;
      }
      for (long step = SensorSteps.endOfStep(firstMillis, every);
          step <= endMillis;
          step += every.toMillis()) {
        evaluate(step);
      }
    }

    private void evaluate(long step) {
      for (int i = 0; i < ofOthers.length; i++) {
        if (others.get(i).isDue(step, every)) {
          String sensor = program.others().get(i).sensor();
          ofOthers[i] = others.get(i).evaluate(step, limits(sensor), baseline.ofSensor(sensor))[0];
        }
      }
      String label = rule.groupLabel();
      StepOfGroups groups = new StepOfGroups(program, rule.labelOfGroups().orElse(null));
      members.forEach(
          (sensor, steps) -> {
            if (steps.isDue(step, every)) {
              String group = label == null ? "" : table.labels(sensor).getOrDefault(label, "");
              groups.add(
                  sensor, group, steps.evaluate(step, limits(sensor), baseline.ofSensor(sensor)));
            }
          });
      if (rule.signal().isOfGroups()) {
        groups.forEachGroup(
            step,
            ofOthers,
            rule.firesAtLowValues(),
            (group, result, named) -> observe(group, Evidence.of(step, result, named)));
      } else {
        groups.forEachSensor(
            step, ofOthers, (sensor, result) -> observe(sensor, Evidence.of(step, result)));
      }
    }
  }
}
