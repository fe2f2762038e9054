package dev.isotherm.flow.alert;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** One subtask that evaluates rules which change; instants in seconds. */
record ChangingRulesSubtask(
    KeyedTwoInputStreamOperatorTestHarness<Series, SeriesReadings, RulesUpdate, Transition>
        harness) {

  static ChangingRulesSubtask begin(
      RuleSetHistory first,
      List<RuleSetVersion> published,
      OperatorSubtaskState state,
      int index,
      int parallelism)
      throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new EvaluateRules(
                first, () -> published, RuleScope.READINGS, PublishedTransitions.NONE),
            SeriesReadings::series,
            null,
            ModelTypes.SERIES,
            8,
            parallelism,
            index);
    harness.initializeState(state);
    harness.open();
    return new ChangingRulesSubtask(harness);
  }

  void learn(long second, RuleSet rules) throws Exception {
    harness.processElement2(
        new StreamRecord<>(RulesUpdate.of(new RuleSetVersion(second * 1_000, rules))));
  }

  void read(String sensor, long second, double value) throws Exception {
    harness.processElement1(new StreamRecord<>(SeriesReadings.of(reading(sensor, second, value))));
  }

  void watermark(long second) throws Exception {
    harness.processWatermark1(new Watermark(second * 1_000));
  }

  List<Transition> transitions() {
    return harness.extractOutputValues();
  }

  List<String> words() {
    return transitions().stream()
        .map(
            one ->
                String.format(
                    "%d %s %s > %s %s",
                    one.atMillis() / 1_000,
                    one.series().sensorId(),
                    one.previous(),
                    one.state(),
                    one.reason()))
        .toList();
  }

  List<Reading> ledger() {
    Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AlertTypes.LATE);
    return late == null ? List.of() : late.stream().map(one -> one.getValue().reading()).toList();
  }

  static Reading reading(String sensor, long second, double value) {
    return new Reading(series(sensor), second * 1_000, value);
  }

  static Series series(String sensor) {
    return new Series(sensor, "temperature");
  }
}
