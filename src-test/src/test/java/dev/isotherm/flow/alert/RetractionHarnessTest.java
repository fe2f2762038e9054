package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.KeyPlacement;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream has published before a crash is emitted again, or taken back. */
class RetractionHarnessTest {

  private static final RuleSetHistory RULES =
      RuleSetHistory.of(
          RuleFile.parse(
              "rules.yaml",
              """
              rules:
                - name: hot
                  metric: temperature
                  levels: { warning: { above: 28 }, critical: { above: 40 } }
                  holdFor: 30ms
                  summary: it is hot
                  labels: { team: plant }
              """));

  private static final List<KeyedOneInputStreamOperatorTestHarness<?, ?, ?>> OPEN =
      new ArrayList<>();

  /** What the topic has; static, because an operator is copied. */
  private static final List<Transition> PUBLISHED = new ArrayList<>();

  private static final List<Long> ASKED_SINCE = new ArrayList<>();

  private static void read(long sinceMillis, Consumer<Transition> consumer) {
    ASKED_SINCE.add(sinceMillis);
    PUBLISHED.forEach(consumer);
  }

  /** What is published is of runs whose state is lost. */
  private static final class OfEarlierRuns implements PublishedTransitions {
    private static final long serialVersionUID = 1;

    @Override
    public void forEachSince(long sinceMillis, Consumer<Transition> consumer) {
      read(sinceMillis, consumer);
    }

    @Override
    public boolean areOfEarlierRuns() {
      return true;
    }
  }

  @AfterEach
  void close() throws Exception {
    for (var harness : OPEN) {
      harness.close();
    }
    OPEN.clear();
    PUBLISHED.clear();
    ASKED_SINCE.clear();
  }

  @Test
  void whatComesOutAgainIsConfirmed() throws Exception {
    var before = open(1, 0, null);
    read(before, "a", 10, 30);
    OperatorSubtaskState state = before.snapshot(1, 1);
    before.processWatermark(45);
    read(before, "a", 50, 20);
    PUBLISHED.addAll(before.extractOutputValues());
    assertThat(words(PUBLISHED))
        .containsExactly("10 INACTIVE > PENDING", "40 PENDING > FIRING", "50 FIRING > RESOLVED");

    var after = open(1, 0, state);
    read(after, "a", 50, 20);
    after.processWatermark(1_000);
    assertThat(words(after.extractOutputValues()))
        .containsExactly("40 PENDING > FIRING", "50 FIRING > RESOLVED");
    assertThat(after.extractOutputValues())
        .extracting(Transition::id)
        .isEqualTo(PUBLISHED.subList(1, 3).stream().map(Transition::id).toList());
  }

  /** Each run repeats what the run before has published since the checkpoint, and goes on. */
  @Test
  void whatSeveralRunsHavePublishedSinceACheckpointIsConfirmed() throws Exception {
    var first = open(1, 0, null);
    read(first, "a", 10, 30);
    OperatorSubtaskState state = first.snapshot(1, 1);
    first.processWatermark(45);
    read(first, "a", 50, 20);
    PUBLISHED.addAll(first.extractOutputValues());

    var second = open(1, 0, state);
    second.processWatermark(45);
    read(second, "a", 50, 20);
    read(second, "a", 60, 31);
    PUBLISHED.addAll(second.extractOutputValues());
    assertThat(words(second.extractOutputValues()))
        .containsExactly("40 PENDING > FIRING", "50 FIRING > RESOLVED", "60 INACTIVE > PENDING");

    // The third is killed at once, when it has repeated one.
    PUBLISHED.add(second.extractOutputValues().get(0));

    var fourth = open(1, 0, state);
    fourth.processWatermark(45);
    read(fourth, "a", 50, 20);
    read(fourth, "a", 60, 31);
    fourth.processWatermark(80);
    assertThat(words(fourth.extractOutputValues()))
        .containsExactly("40 PENDING > FIRING", "50 FIRING > RESOLVED", "60 INACTIVE > PENDING");
  }

  /** The second run repeats one, and takes back the other; the third must not take back its own. */
  @Test
  void whatARunPublishesAfterItHasTakenBackOthersIsConfirmed() throws Exception {
    var first = open(1, 0, null);
    read(first, "a", 10, 30);
    OperatorSubtaskState state = first.snapshot(1, 1);
    first.processWatermark(45);
    read(first, "a", 50, 20);
    PUBLISHED.addAll(first.extractOutputValues());

    var second = open(1, 0, state);
    second.processWatermark(45);
    read(second, "a", 48, 45);
    second.processWatermark(85);
    assertThat(words(second.extractOutputValues()))
        .containsExactly(
            "40 PENDING > FIRING", "50 RESOLVED > FIRING taken_back", "78 FIRING > FIRING");
    PUBLISHED.addAll(second.extractOutputValues());

    var third = open(1, 0, state);
    third.processWatermark(45);
    read(third, "a", 48, 45);
    third.processWatermark(85);
    assertThat(words(third.extractOutputValues()))
        .containsExactly("40 PENDING > FIRING", "78 FIRING > FIRING");
  }

  /** The watermark had passed the deadline; after the crash, an earlier reading comes before it. */
  @Test
  void anAlertThatNeverFiredIsTakenBackBeforeTheNextTransition() throws Exception {
    OperatorSubtaskState state = publishedFiringAt40();
    var after = open(1, 0, state);
    read(after, "a", 38, 20);
    assertThat(words(after.extractOutputValues()))
        .containsExactly("40 FIRING > PENDING taken_back", "38 PENDING > INACTIVE");
    Transition retraction = after.extractOutputValues().get(0);
    assertThat(retraction.previousSeverity()).isEqualTo(retraction.severity());
    assertThat(retraction.sinceMillis()).isEqualTo(10);
    assertThat(retraction.value()).isNaN();
    assertThat(retraction.summary()).isEqualTo("hot of a: firing is taken back");
    assertThat(retraction.labels()).containsEntry("team", "plant");
    assertThat(retraction.id()).isNotEqualTo(PUBLISHED.get(1).id());
    after.processWatermark(1_000);
    assertThat(after.extractOutputValues()).as("once").hasSize(2);
  }

  /** The readings of before the crash are late now, and the series has no other state. */
  @Test
  void whatNeverComesOutIsTakenBackWhenTheWatermarkHasPassedIt() throws Exception {
    publishedFiringAt40();
    var after = open(1, 0, null);
    after.processWatermark(39);
    assertThat(after.extractOutputValues()).isEmpty();
    after.processWatermark(40);
    assertThat(words(after.extractOutputValues()))
        .containsExactly("40 FIRING > RESOLVED taken_back");
    after.processWatermark(1_000);
    assertThat(after.extractOutputValues()).hasSize(1);
  }

  /** It fires since another instant now, which is another transition. */
  @Test
  void anotherWayToTheSameStateBeginsWithARetraction() throws Exception {
    publishedFiringAt40();
    var after = open(1, 0, null);
    read(after, "a", 5, 30);
    read(after, "a", 36, 30);
    after.processWatermark(1_000);
    assertThat(words(after.extractOutputValues()))
        .containsExactly(
            "40 FIRING > RESOLVED taken_back", "5 INACTIVE > PENDING", "35 PENDING > FIRING");
  }

  @Test
  void aPublishedEndOfAnAlertThatStillFiresIsTakenBack() throws Exception {
    var before = open(1, 0, null);
    read(before, "a", 10, 30);
    before.processWatermark(45);
    OperatorSubtaskState state = before.snapshot(1, 1);
    read(before, "a", 50, 20);
    PUBLISHED.addAll(before.extractOutputValues());
    var after = open(1, 0, state);
    after.processWatermark(60);
    assertThat(words(after.extractOutputValues()))
        .containsExactly("50 RESOLVED > FIRING taken_back");
    assertThat(after.extractOutputValues().get(0).sinceMillis()).isEqualTo(10);
  }

  /** An alert fired, ended and fired by another reading: the state is true, the way was not. */
  @Test
  void anUntrueWayToTheTrueStateIsTakenBackToo() throws Exception {
    var before = open(1, 0, null);
    read(before, "a", 10, 30);
    before.processWatermark(45);
    OperatorSubtaskState state = before.snapshot(1, 1);
    read(before, "a", 50, 20);
    read(before, "a", 51, 30);
    before.processWatermark(90);
    PUBLISHED.addAll(before.extractOutputValues());
    assertThat(words(PUBLISHED)).endsWith("81 PENDING > FIRING");
    var after = open(1, 0, state);
    after.processWatermark(90);
    assertThat(words(after.extractOutputValues())).containsExactly("81 FIRING > FIRING taken_back");
    assertThat(after.extractOutputValues().get(0).sinceMillis()).isEqualTo(10);
  }

  @Test
  void aPublishedRetractionIsNotTakenBackItself() throws Exception {
    OperatorSubtaskState state = publishedFiringAt40();
    var second = open(1, 0, state);
    read(second, "a", 38, 20);
    PUBLISHED.addAll(second.extractOutputValues());
    var third = open(1, 0, state);
    read(third, "a", 38, 20);
    third.processWatermark(100);
    assertThat(words(third.extractOutputValues())).containsExactly("38 PENDING > INACTIVE");
  }

  /** A second crash must not make them forgotten. */
  @Test
  void aCheckpointMeanwhileStillKnowsSinceWhenTheyAreUnconfirmed() throws Exception {
    var before = open(1, 0, null);
    OperatorSubtaskState state = before.snapshot(1, 1_000);
    PUBLISHED.addAll(firingAt40());
    var second = open(1, 0, state);
    OperatorSubtaskState meanwhile = second.snapshot(2, 2_000);
    var third = open(1, 0, meanwhile);
    third.processWatermark(100);
    OperatorSubtaskState done = third.snapshot(3, 3_000);
    open(1, 0, done);
    assertThat(ASKED_SINCE).containsExactly(0L, 1_000L, 1_000L, 3_000L);
  }

  /** They were true, and do not come again: only an alert that is still said to fire is undone. */
  @Test
  void ofEarlierRunsOnlyTheLastStateOfAnAlertMatters() throws Exception {
    var before = open(1, 0, null);
    read(before, "fires", 10, 30);
    read(before, "ended", 10, 30);
    read(before, "again", 10, 30);
    before.processWatermark(45);
    read(before, "ended", 50, 20);
    PUBLISHED.addAll(before.extractOutputValues());
    var anew = open(1, 0, null, new OfEarlierRuns());
    read(anew, "again", 60, 30);
    assertThat(words(anew.extractOutputValues()))
        .containsExactly("40 FIRING > RESOLVED taken_back", "60 INACTIVE > PENDING");
    anew.processWatermark(80);
    assertThat(words(anew.extractOutputValues()))
        .hasSize(3)
        .last()
        .isEqualTo("40 FIRING > RESOLVED taken_back");
    assertThat(anew.extractOutputValues().get(2).series().sensorId()).isEqualTo("fires");
  }

  @Test
  void eachSubtaskTakesBackWhatItEvaluates() throws Exception {
    publishedFiringAt40();
    int owner = KeyPlacement.subtaskOf(new Series("a", "temperature"), 2);
    for (int subtask = 0; subtask < 2; subtask++) {
      var after = open(2, subtask, null);
      after.processWatermark(100);
      assertThat(after.extractOutputValues()).hasSize(subtask == owner ? 1 : 0);
    }
  }

  private static OperatorSubtaskState publishedFiringAt40() throws Exception {
    var before = open(1, 0, null);
    read(before, "a", 10, 30);
    OperatorSubtaskState state = before.snapshot(1, 1);
    before.processWatermark(45);
    PUBLISHED.addAll(before.extractOutputValues());
    return state;
  }

  private static List<Transition> firingAt40() throws Exception {
    var other = open(1, 0, null);
    ASKED_SINCE.remove(ASKED_SINCE.size() - 1);
    read(other, "a", 10, 30);
    other.processWatermark(45);
    return other.extractOutputValues();
  }

  private static void read(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> subtask,
      String sensor,
      long instant,
      double value)
      throws Exception {
    Reading reading = new Reading(new Series(sensor, "temperature"), instant, value);
    subtask.processElement(SeriesReadings.of(reading), instant);
  }

  private static List<String> words(List<Transition> transitions) {
    return transitions.stream()
        .map(
            one ->
                one.atMillis()
                    + " "
                    + one.previous()
                    + " > "
                    + one.state()
                    + (one.reason() == TransitionReason.TAKEN_BACK ? " taken_back" : ""))
        .toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> open(
      int parallelism, int index, OperatorSubtaskState state) throws Exception {
    return open(parallelism, index, state, RetractionHarnessTest::read);
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> open(
      int parallelism, int index, OperatorSubtaskState state, PublishedTransitions published)
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateRules(RULES, List::of, RuleScope.READINGS, published),
            SeriesReadings::series,
            ModelTypes.SERIES,
            new RecordedMetrics().environment(parallelism, index));
    harness.initializeState(state);
    harness.open();
    OPEN.add(harness);
    return harness;
  }
}
