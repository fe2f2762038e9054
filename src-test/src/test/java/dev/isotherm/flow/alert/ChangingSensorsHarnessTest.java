package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.KnownTables;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sensors come and go while rules are evaluated; instants in seconds. */
class ChangingSensorsHarnessTest {

  private static final RuleSetHistory RULES =
      RuleSetHistory.of(
          RuleFile.parse(
              "rules.yaml",
              """
              rules:
              - name: silent
                metric: temperature
                levels: { warning: { above: 50 } }
                noDataAfter: 60s
              """));

  private final SensorTables tables = new SensorTables(table("- { sensor: a }"));
  private ChangingRulesSubtask subtask;

  private static SensorTable table(String rows) {
    return SensorFile.parseYaml("t.yaml", "sensors:\n" + rows);
  }

  private void begin(OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<Series, SeriesReadings, RulesUpdate, Transition>(
            new EvaluateRules(
                RULES,
                KnownTables.with(List.of(), tables),
                RuleScope.READINGS,
                PublishedTransitions.NONE,
                0L),
            SeriesReadings::series,
            null,
            ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
    subtask = new ChangingRulesSubtask(harness);
  }

  private void change(long second, String sensor, String fields) throws Exception {
    SensorTable changed = table("- { sensor: " + sensor + fields + " }");
    change(new SensorChange(second * 1_000, sensor, 0, changed.entry(sensor)));
  }

  private void remove(long second, String sensor) throws Exception {
    change(new SensorChange(second * 1_000, sensor, 0, null));
  }

  private void change(SensorChange change) throws Exception {
    tables.add(change);
    subtask
        .harness()
        .processElement2(new StreamRecord<>(RulesUpdate.ofSensors(change.fromMillis(), 0)));
  }

  @AfterEach
  void close() throws Exception {
    subtask.harness().close();
  }

  @Test
  void aSensorThatIsAddedIsExpectedFromThenOn() throws Exception {
    begin(null);
    change(100, "b", ", metric: temperature");
    subtask.watermark(159);
    assertThat(subtask.words()).isEmpty();
    subtask.watermark(160);
    assertThat(subtask.words()).containsExactly("160 b INACTIVE > NO_DATA NO_DATA");
    subtask.read("b", 170, 20);
    assertThat(subtask.words()).endsWith("170 b NO_DATA > RESOLVED READING");
  }

  @Test
  void aSensorThatSendsAlreadyIsNoNews() throws Exception {
    begin(null);
    subtask.read("b", 90, 20);
    change(100, "b", ", metric: temperature");
    subtask.watermark(149);
    assertThat(subtask.words()).isEmpty();
    subtask.watermark(200);
    assertThat(subtask.words()).containsExactly("150 b INACTIVE > NO_DATA NO_DATA");
  }

  @Test
  void theExpectationSurvivesARestart() throws Exception {
    begin(null);
    change(100, "b", ", metric: temperature");
    subtask.watermark(120);
    OperatorSubtaskState state = subtask.harness().snapshot(1, 1);
    subtask.harness().close();
    begin(state);
    subtask.watermark(130);
    subtask.watermark(200);
    assertThat(subtask.words()).containsExactly("160 b INACTIVE > NO_DATA NO_DATA");
  }

  @Test
  void aVersionThatIsPublishedWhileTheStreamIsDownCountsFromItsInstant() throws Exception {
    begin(null);
    subtask.watermark(50);
    OperatorSubtaskState state = subtask.harness().snapshot(1, 1);
    subtask.harness().close();
    SensorTable changed = table("- { sensor: b, metric: temperature }");
    tables.add(new SensorChange(100_000, "b", 0, changed.entry("b")));
    begin(state);
    subtask.watermark(200);
    assertThat(subtask.words()).containsExactly("160 b INACTIVE > NO_DATA NO_DATA");
  }

  @Test
  void theAlertsOfASensorThatIsRemovedEnd() throws Exception {
    begin(null);
    subtask.read("a", 10, 60);
    subtask.watermark(80);
    remove(90, "a");
    subtask.watermark(90);
    assertThat(subtask.words())
        .containsExactly(
            "10 a INACTIVE > FIRING READING",
            "70 a FIRING > NO_DATA NO_DATA",
            "90 a NO_DATA > RESOLVED RULE_REMOVED");
    subtask.watermark(500);
    assertThat(subtask.words()).hasSize(3);
  }

  @Test
  void aRemovedSensorThatSendsBeginsAnew() throws Exception {
    begin(null);
    subtask.read("a", 10, 60);
    remove(20, "a");
    subtask.read("a", 30, 60);
    assertThat(subtask.words())
        .containsExactly(
            "10 a INACTIVE > FIRING READING",
            "20 a FIRING > RESOLVED RULE_REMOVED",
            "30 a INACTIVE > FIRING READING");
  }

  @Test
  void aRemovedSensorThatNeverSentIsNotExpected() throws Exception {
    begin(null);
    change(100, "b", ", metric: temperature");
    subtask.watermark(120);
    remove(130, "b");
    subtask.watermark(500);
    assertThat(subtask.words()).isEmpty();
  }

  @Test
  void aVersionThatComesTooLateTakesEffectAfterWhatWasEvaluated() throws Exception {
    begin(null);
    subtask.read("a", 10, 60);
    subtask.watermark(40);
    remove(20, "a");
    subtask.watermark(41);
    assertThat(subtask.transitions())
        .extracting(Transition::atMillis)
        .containsExactly(10_000L, 20_000L);
  }

  @Test
  void anAdditionThatComesTooLateCountsFromItsInstant() throws Exception {
    begin(null);
    subtask.read("a", 10, 20);
    subtask.watermark(69);
    change(50, "b", ", metric: temperature");
    subtask.watermark(69);
    assertThat(subtask.words()).isEmpty();
    subtask.read("a", 69, 20);
    subtask.watermark(110);
    assertThat(subtask.words()).containsExactly("110 b INACTIVE > NO_DATA NO_DATA");
  }

  @Test
  void aFirstReadingThatOvertakesTheWatermarkComesAfterTheSilenceBeforeIt() throws Exception {
    begin(null);
    subtask.watermark(90);
    change(100, "b", ", metric: temperature");
    subtask.read("b", 170, 20);
    assertThat(subtask.words())
        .containsExactly("160 b INACTIVE > NO_DATA NO_DATA", "170 b NO_DATA > RESOLVED READING");
    subtask.watermark(171);
    assertThat(subtask.words()).hasSize(2);
  }

  @Test
  void aVersionAfterADeadlineIsAppliedThoughTheWatermarkHasPassedBoth() throws Exception {
    begin(null);
    change(100, "b", ", metric: temperature");
    remove(170, "b");
    subtask.watermark(500);
    subtask.watermark(501);
    assertThat(subtask.words())
        .containsExactly(
            "160 b INACTIVE > NO_DATA NO_DATA", "170 b NO_DATA > RESOLVED RULE_REMOVED");
  }
}
