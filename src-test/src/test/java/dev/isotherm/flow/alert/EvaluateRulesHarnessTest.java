package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.KeyPlacement;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.text.Texts;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Above 28 is a warning, above 30 critical. */
class EvaluateRulesHarnessTest {

  private static final long WEEK = RuleEvaluation.FORGET_AFTER.toMillis();
  private static final int SENSORS = 20;
  private static final RuleSetHistory RULES = RuleSetHistory.of(RuleFile.builtIn());

  private final List<Subtask> subtasks = new ArrayList<>();

  /** One subtask and what it reports. */
  private record Subtask(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> harness,
      RecordedMetrics metrics) {

    void read(String sensor, long instant, double value) throws Exception {
      harness.processElement(SeriesReadings.of(reading(sensor, instant, value)), instant);
    }

    List<String> transitions() {
      return harness.extractOutputValues().stream().map(Subtask::words).toList();
    }

    private static String words(Transition transition) {
      return String.format(
          "%d %s %s %s at %s since %d",
          transition.atMillis(),
          transition.series().sensorId(),
          transition.state(),
          transition.severity(),
          transition.value(),
          transition.sinceMillis());
    }

    /** What the subtask has told of readings that were late. */
    long lateForAlerts() {
      Queue<StreamRecord<ProgressPart>> parts = harness.getSideOutput(ProgressTypes.PROGRESS_PARTS);
      return parts == null
          ? 0
          : parts.stream().mapToLong(part -> part.getValue().lateForAlerts()).sum();
    }

    List<Reading> ledger() {
      Queue<StreamRecord<LateReading>> late = harness.getSideOutput(AlertTypes.LATE);
      return late == null
          ? List.of()
          : late.stream()
              .map(StreamRecord::getValue)
              .peek(
                  reading ->
                      assertThat(reading.excludedFrom()).isEqualTo(LateReading.Exclusion.ALERTS))
              .map(LateReading::reading)
              .toList();
    }
  }

  @AfterEach
  void close() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness().close();
    }
  }

  @Test
  void oneTransitionComesPerChangeAndAtOnce() throws Exception {
    Subtask subtask = open(evaluate(RULES), 1, 0, null);
    subtask.read("a", 1, 27);
    subtask.read("a", 2, 28.5);
    subtask.read("a", 3, 29);
    subtask.read("b", 1, 31);
    assertThat(subtask.metrics().gauge("firing")).isEqualTo(2);
    subtask.read("a", 4, 30.5);
    subtask.read("a", 5, 28);
    assertThat(subtask.transitions())
        .containsExactly(
            "2 a FIRING WARNING at 28.5 since 2",
            "1 b FIRING CRITICAL at 31.0 since 1",
            "4 a FIRING CRITICAL at 30.5 since 2",
            "5 a RESOLVED CRITICAL at 28.0 since 2");
    assertThat(subtask.metrics().counter("transitions")).isEqualTo(4);
    assertThat(subtask.metrics().gauge("firing")).isEqualTo(1);
    assertThat(subtask.metrics().counter("outOfOrder")).isZero();
  }

  @Test
  void whatIsNotNewerGoesToTheLedgerAndMovesNothing() throws Exception {
    Subtask subtask = open(evaluate(RULES), 1, 0, null);
    subtask.read("a", 10, 29);
    subtask.read("a", 10, 20);
    subtask.read("a", 9, 31);
    subtask.read("b", 9, 20);
    subtask.read("a", 11, 29);
    assertThat(subtask.transitions()).containsExactly("10 a FIRING WARNING at 29.0 since 10");
    Series a = new Series("a", "temperature");
    assertThat(subtask.ledger()).containsExactly(new Reading(a, 10, 20), new Reading(a, 9, 31));
    assertThat(subtask.metrics().counter("outOfOrder")).isEqualTo(2);
    assertThat(subtask.lateForAlerts()).as("before a checkpoint").isZero();
    subtask.harness().prepareSnapshotPreBarrier(1);
    subtask.harness().prepareSnapshotPreBarrier(2);
    assertThat(subtask.lateForAlerts()).as("told once").isEqualTo(2);
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    Subtask before = open(evaluate(RULES), 1, 0, null);
    before.read("a", 10, 29);
    before.read("b", 10, 31);
    Subtask after = open(evaluate(RULES), 1, 0, snapshot(before));
    assertThat(after.metrics().gauge("firing")).isEqualTo(2);
    after.read("a", 10, 20);
    after.read("a", 11, 29);
    after.read("a", 12, 20);
    assertThat(after.transitions()).containsExactly("12 a RESOLVED WARNING at 20.0 since 10");
    assertThat(after.ledger()).hasSize(1);
    assertThat(after.metrics().gauge("firing")).isEqualTo(1);
  }

  @Test
  void aRestartUnderOtherRulesIsRefusedAndUnderOtherWordsIsNot() throws Exception {
    Subtask before = open(evaluate(RULES), 1, 0, null);
    before.read("a", 10, 31);
    OperatorSubtaskState state = snapshot(before);
    Rule high = RuleFile.builtIn().rules().get(0);
    Rule worded =
        new Rule(
            high.name(),
            high.selector(),
            high.levels(),
            high.timing(),
            new Annotations(Texts.NONE, Map.of("team", "plant")));
    Subtask after = open(evaluate(timeline(worded)), 1, 0, state);
    assertThat(after.metrics().gauge("firing")).isEqualTo(1);
    Rule milder = new Rule(high.name(), high.metric(), high.levels().subList(0, 1));
    assertThatThrownBy(() -> open(evaluate(timeline(milder)), 1, 0, state))
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .hasMessageContaining("began with rules of another meaning")
        .hasMessageContaining("rules publish");
  }

  private static RuleSetHistory timeline(Rule rule) {
    return RuleSetHistory.of(new RuleSet(List.of(rule)));
  }

  @Test
  void rescalingKeepsTheSumOfWhatFires() throws Exception {
    Subtask one = open(evaluate(RULES), 1, 0, null);
    readAll(List.of(one), 10, 29);
    assertThat(one.metrics().gauge("firing")).isEqualTo(SENSORS);
    List<Subtask> three = rescaled(snapshot(one), 1, 3);
    assertThat(firing(three)).isEqualTo(SENSORS);
    three.get(KeyPlacement.subtaskOf(new Series("s0", "temperature"), 3)).read("s0", 11, 20);
    assertThat(firing(three)).isEqualTo(SENSORS - 1);
    OperatorSubtaskState[] states = new OperatorSubtaskState[3];
    for (int i = 0; i < 3; i++) {
      states[i] = snapshot(three.get(i));
    }
    List<Subtask> two = rescaled(AbstractStreamOperatorTestHarness.repackageState(states), 3, 2);
    assertThat(firing(two)).isEqualTo(SENSORS - 1);
    readAll(two, 12, 20);
    assertThat(firing(two)).isZero();
    assertThat(two.stream().mapToInt(subtask -> subtask.transitions().size()).sum())
        .isEqualTo(SENSORS - 1);
  }

  @Test
  void sortedReadingsAreAllEvaluatedAndTiesByValue() throws Exception {
    double[][] orders = {{31, 27, 29}, {27, 29, 31}, {29, 31, 27}};
    for (double[] order : orders) {
      List<Reading> readings = new ArrayList<>(List.of(reading("a", 11, 20), reading("b", 10, 31)));
      for (double value : order) {
        readings.add(reading("a", 10, value));
      }
      BatchEvaluation batch = BatchEvaluation.of(RULES, readings);
      assertThat(batch.transitions().stream().map(Subtask::words))
          .as(Arrays.toString(order))
          .containsExactly(
              "10 a FIRING WARNING at 29.0 since 10",
              "10 a FIRING CRITICAL at 31.0 since 10",
              "11 a RESOLVED CRITICAL at 20.0 since 10",
              "10 b FIRING CRITICAL at 31.0 since 10");
      assertThat(batch.late()).isEmpty();
    }
  }

  /** The deadline of one series and the reading of another one have the same instant. */
  @Test
  void seriesOfABatchDoNotShareTheNumbersOfTheirTransitions() throws Exception {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            "rules: [{ name: heat, metric: temperature, keepFiringFor: 60s,"
                + " levels: { warning: { above: 20 }, critical: { above: 30 } } }]");
    Reading first = reading("a", 0, 35);
    Reading second = reading("a", 60_000, 25);
    Transition milder =
        BatchEvaluation.of(RuleSetHistory.of(rules), List.of(first, second))
            .afterEndOfInput()
            .get(0);
    assertThat(Subtask.words(milder)).contains(" a FIRING WARNING ");
    BatchEvaluation both =
        BatchEvaluation.of(
            RuleSetHistory.of(rules), List.of(first, second, reading("b", milder.atMillis(), 25)));
    assertThat(both.transitions()).hasSize(2).extracting(Transition::repeat).containsOnly(0);
    assertThat(both.afterEndOfInput()).contains(milder);
  }

  /** The chunks of two series would be mixed. */
  @Test
  void aBatchRefusesASeriesBeforeTheEndOfAnother() throws Exception {
    var subtask =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateRulesInBatch(RULES, RuleScope.READINGS),
            SeriesReadings::series,
            ModelTypes.SERIES);
    subtask.open();
    subtask.processElement(SeriesReadings.of(reading("a", 10, 29)), 10);
    StreamRecord<SeriesReadings> other =
        new StreamRecord<>(SeriesReadings.of(reading("b", 10, 29)), 10);
    assertThatThrownBy(() -> subtask.processElement(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "b/temperature came before the end of a/temperature: only BATCH mode sorts by series");
    subtask.close();
  }

  /** One after the other, whether they come together or not. */
  @Test
  void readingsThatComeTogetherAreEvaluatedOneByOne() throws Exception {
    Subtask subtask = open(evaluate(RULES), 1, 0, null);
    Series series = new Series("a", "temperature");
    subtask
        .harness()
        .processElement(
            new SeriesReadings(
                series,
                new long[] {1, 3, 2, 4, 5, 5},
                new double[] {27, 28.5, 31, 30.5, 28, 32},
                new long[6]),
            1);
    assertThat(subtask.transitions())
        .containsExactly(
            "3 a FIRING WARNING at 28.5 since 3",
            "4 a FIRING CRITICAL at 30.5 since 3",
            "5 a RESOLVED CRITICAL at 28.0 since 3");
    assertThat(subtask.ledger()).extracting(Reading::value).containsExactly(31.0, 32.0);
    subtask.read("a", 5, 29);
    assertThat(subtask.ledger()).hasSize(3);
  }

  @Test
  void aSeriesThatIsSilentForLongIsForgotten() throws Exception {
    Subtask subtask = open(evaluate(RULES), 1, 0, null);
    subtask.read("silent", 10, 20);
    subtask.read("fires", 10, 31);
    subtask.harness().processWatermark(WEEK + 10);
    assertThat(subtask.harness().numKeyedStateEntries()).isEqualTo(3);
    subtask.harness().processWatermark(WEEK + WEEK / 4 + 11);
    assertThat(subtask.harness().numKeyedStateEntries()).as("but no alert").isEqualTo(2);
    subtask.read("silent", WEEK / 4 + 11, 31);
    assertThat(subtask.transitions()).hasSize(2);
    assertThat(subtask.ledger()).isEmpty();
  }

  /** Whether its series is known, forgotten or new: so it does not matter when one is forgotten. */
  @Test
  void aReadingThatIsFarBehindTheWatermarkIsLateAlsoAfterARestart() throws Exception {
    Subtask before = open(evaluate(RULES), 1, 0, null);
    before.read("known", 10, 20);
    before.harness().processWatermark(WEEK + 20);
    before.read("known", 19, 31);
    before.read("new", 19, 31);
    assertThat(before.ledger()).hasSize(2);
    before.read("known", 20, 20);
    assertThat(before.ledger()).hasSize(2);
    before.harness().processWatermark(3 * WEEK);
    Subtask after = open(evaluate(RULES), 1, 0, snapshot(before));
    assertThat(after.harness().numKeyedStateEntries()).isZero();
    after.read("known", 15, 31);
    after.read("known", 2 * WEEK - 1, 31);
    assertThat(after.ledger()).hasSize(2);
    assertThat(after.transitions()).isEmpty();
    after.read("known", 2 * WEEK, 31);
    assertThat(after.transitions()).hasSize(1);
  }

  private static EvaluateRules evaluate(RuleSetHistory rules) {
    return new EvaluateRules(rules, List::of, RuleScope.READINGS, PublishedTransitions.NONE);
  }

  private static Reading reading(String sensor, long instant, double value) {
    return new Reading(new Series(sensor, "temperature"), instant, value);
  }

  private List<Subtask> rescaled(OperatorSubtaskState state, int from, int to) throws Exception {
    List<Subtask> rescaled = new ArrayList<>();
    for (int i = 0; i < to; i++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, RecordedMetrics.MAX_PARALLELISM, from, to, i);
      rescaled.add(open(evaluate(RULES), to, i, share));
    }
    return rescaled;
  }

  private static void readAll(List<Subtask> subtasks, long instant, double value) throws Exception {
    for (int i = 0; i < SENSORS; i++) {
      Series series = new Series("s" + i, "temperature");
      subtasks
          .get(KeyPlacement.subtaskOf(series, subtasks.size()))
          .read(series.sensorId(), instant, value);
    }
  }

  private static long firing(List<Subtask> subtasks) {
    return subtasks.stream().mapToLong(subtask -> subtask.metrics().gauge("firing")).sum();
  }

  private static OperatorSubtaskState snapshot(Subtask subtask) throws Exception {
    return subtask.harness().snapshot(1, 1);
  }

  private Subtask open(EvaluateRules rules, int parallelism, int index, OperatorSubtaskState state)
      throws Exception {
    RecordedMetrics metrics = new RecordedMetrics();
    KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            rules,
            SeriesReadings::series,
            ModelTypes.SERIES,
            metrics.environment(parallelism, index));
    harness.initializeState(state);
    harness.open();
    Subtask subtask = new Subtask(harness, metrics);
    subtasks.add(subtask);
    return subtask;
  }
}
