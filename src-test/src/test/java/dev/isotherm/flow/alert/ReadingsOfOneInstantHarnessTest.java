package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readings of one series and one instant, in the order of the log. Above 28 is a warning. */
class ReadingsOfOneInstantHarnessTest {

  private static final RuleSetHistory RULES = RuleSetHistory.of(RuleFile.builtIn());

  private static final List<KeyedOneInputStreamOperatorTestHarness<?, ?, ?>> OPEN =
      new ArrayList<>();

  /** What the topic has; static, because an operator is copied. */
  private static final List<Transition> PUBLISHED = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var harness : OPEN) {
      harness.close();
    }
    OPEN.clear();
    PUBLISHED.clear();
  }

  @Test
  void aStreamEvaluatesEachInTheOrderOfTheLog() throws Exception {
    var stream = stream();
    read(stream, 10, 29, 1);
    read(stream, 10, 20, 2);
    read(stream, 10, 29, 3);
    read(stream, 10, 29, 4);
    read(stream, 11, 20, 5);
    assertThat(words(stream.extractOutputValues()))
        .containsExactly(
            "10 FIRING at 29.0 #0",
            "10 RESOLVED at 20.0 #1",
            "10 FIRING at 29.0 #2",
            "11 RESOLVED at 20.0 #0");
    assertThat(stream.extractOutputValues()).extracting(Transition::id).doesNotHaveDuplicates();
    assertThat(late(stream)).isEmpty();
  }

  /** It has come from another partition, or again. */
  @Test
  void oneThatStandsBeforeTheLastIsLate() throws Exception {
    var stream = stream();
    read(stream, 10, 20, 5);
    read(stream, 10, 29, 5);
    read(stream, 10, 29, 3);
    assertThat(stream.extractOutputValues()).isEmpty();
    assertThat(late(stream)).containsExactly(reading(10, 29, 5), reading(10, 29, 3));
    read(stream, 10, 29, 6);
    assertThat(stream.extractOutputValues()).hasSize(1);
  }

  @Test
  void aDeadlineEndsItsInstant() throws Exception {
    var stream =
        stream(
            RuleSetHistory.of(
                RuleFile.parse(
                    "rules.yaml",
                    "rules: [{ name: missed, metric: temperature, noDataAfter: 5ms }]")));
    read(stream, 10, 20, 1);
    stream.processWatermark(15);
    read(stream, 15, 20, 2);
    assertThat(words(stream.extractOutputValues())).containsExactly("15 NO_DATA at 20.0 #0");
    assertThat(late(stream)).containsExactly(reading(15, 20, 2));
  }

  @Test
  void aBatchEvaluatesThemInTheSameOrder() throws Exception {
    BatchEvaluation batch =
        BatchEvaluation.of(
            RULES,
            List.of(
                reading(10, 29, 3), reading(11, 20, 0), reading(10, 20, 2), reading(10, 29, 1)));
    assertThat(words(batch.transitions()))
        .containsExactly(
            "10 FIRING at 29.0 #0",
            "10 RESOLVED at 20.0 #1",
            "10 FIRING at 29.0 #2",
            "11 RESOLVED at 20.0 #0");
  }

  /**
   * The checkpoint has the first reading of an instant, and what was published is of the second.
   */
  @Test
  void aTransitionOfAReadingThatIsInNoCheckpointIsConfirmedOrTakenBack() throws Exception {
    var before = stream();
    read(before, 10, 20, 1);
    var state = before.snapshot(1, 1);
    read(before, 10, 29, 2);
    PUBLISHED.addAll(before.extractOutputValues());

    var same = stream(RULES, harness -> harness.initializeState(state));
    read(same, 10, 29, 2);
    same.processWatermark(100);
    assertThat(words(same.extractOutputValues())).containsExactly("10 FIRING at 29.0 #1");

    var other = stream(RULES, harness -> harness.initializeState(state));
    read(other, 11, 20, 3);
    other.processWatermark(100);
    assertThat(words(other.extractOutputValues())).containsExactly("10 RESOLVED at NaN #1");
  }

  /** The checkpoint has both. */
  @Test
  void aTransitionOfAReadingThatIsInTheCheckpointIsConfirmedAlready() throws Exception {
    var before = stream();
    read(before, 10, 20, 1);
    read(before, 10, 29, 2);
    PUBLISHED.addAll(before.extractOutputValues());
    var state = before.snapshot(1, 1);
    var after = stream(RULES, harness -> harness.initializeState(state));
    after.processWatermark(100);
    assertThat(after.extractOutputValues()).isEmpty();
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> stream()
      throws Exception {
    return stream(RULES);
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> stream(
      RuleSetHistory rules) throws Exception {
    return stream(rules, harness -> {});
  }

  private interface Restore {
    void into(KeyedOneInputStreamOperatorTestHarness<?, ?, ?> harness) throws Exception;
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> stream(
      RuleSetHistory rules, Restore restore) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateRules(
                rules,
                List::of,
                RuleScope.READINGS,
                ReadingsOfOneInstantHarnessTest::readPublished),
            SeriesReadings::series,
            ModelTypes.SERIES);
    OPEN.add(harness);
    restore.into(harness);
    harness.open();
    return harness;
  }

  private static void readPublished(long sinceMillis, Consumer<Transition> consumer) {
    PUBLISHED.forEach(consumer);
  }

  private static Reading reading(long instant, double value, long offset) {
    long position = Position.ofRecord(0, offset);
    return new Reading(new Series("a", "temperature"), instant, value, position);
  }

  private static void read(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> stream,
      long instant,
      double value,
      long offset)
      throws Exception {
    stream.processElement(SeriesReadings.of(reading(instant, value, offset)), instant);
  }

  private static List<String> words(List<Transition> transitions) {
    return transitions.stream()
        .map(one -> one.atMillis() + " " + one.state() + " at " + one.value() + " #" + one.repeat())
        .toList();
  }

  private static List<Reading> late(KeyedOneInputStreamOperatorTestHarness<?, ?, ?> stream) {
    Queue<StreamRecord<LateReading>> late = stream.getSideOutput(AlertTypes.LATE);
    return late == null
        ? List.of()
        : late.stream().map(record -> record.getValue().reading()).toList();
  }
}
