package dev.isotherm.nab;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Evidence;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.condition.When;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.memory.SensorMemory;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.signal.memory.SignalResult;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule on a signal as a detector: what it detects is where it begins to fire. */
final class NabDetector {

  private static final String METRIC = "value";

  private final Rule rule;
  private final SensorProgram program;

  /**
   * @param rules a file with one rule without {@code every}
   */
  NabDetector(String rules) {
    rule = RuleFile.parse("nab.yaml", rules).rules().get(0);
    List<Expression> conditions =
        rule.levels().stream().map(Level::condition).map(one -> ((When) one).expression()).toList();
    program = new SensorProgram(rule.signal().staleAfter(), rule.signal().value(), conditions);
  }

  /** Returns the indices of the values with which an alert fires. */
  BitSet detections(NabSeries series) {
    BitSet detections = new BitSet();
    Series subject = new Series(series.name(), rule.name());
    SensorMemory memory = program.newMemory();
    AlertStatus status = AlertStatus.INACTIVE;
    for (int i = 0; i < series.points().size(); i++) {
      NabSeries.Point point = series.points().get(i);
      SensorReadings message =
          new SensorReadings(point.epochMillis(), i, Map.of(METRIC, point.value()));
      if (!memory.isInOrder(message)) {
        continue;
      }
      Optional<SignalResult> result = memory.observe(message, limit -> Double.NaN);
      Evidence evidence = Evidence.of(point.epochMillis(), result.orElseThrow());
      AlertMachine.Step step = AlertMachine.observe(rule, subject, status, evidence);
      status = step.status();
      boolean fires = step.transitions().stream().anyMatch(one -> one.state() == AlertState.FIRING);
      detections.set(i, fires);
    }
    return detections;
  }
}
