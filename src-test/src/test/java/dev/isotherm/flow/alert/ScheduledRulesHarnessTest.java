package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules with schedules in a stream, and in a batch of the same readings. */
class ScheduledRulesHarnessTest {

  private static final RuleSet RULES =
      RuleFile.parse(
          "rules.yaml",
          """
          rules:
            - name: hot
              metric: t
              levels: { warning: { above: 28 } }
              noDataAfter: 1h
              active: { from: "06:00", to: "20:00", zone: UTC }
          maintenance:
            - { sensors: b, from: 2026-06-12T12:00:00Z, to: 2026-06-12T13:00:00Z }
          """);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void theWatermarkEndsAnAlertOfASensorThatIsMaintained() throws Exception {
    var stream = open(null);
    List<Reading> readings = List.of(hot("a", "12T11:59:00Z"), hot("b", "12T11:59:00Z"));
    for (Reading reading : readings) {
      read(stream, reading);
    }
    watermark(stream, "12T11:59:59.999Z");
    assertThat(words(stream.extractOutputValues().stream()))
        .containsExactly("a 12T11:59:00Z FIRING READING", "b 12T11:59:00Z FIRING READING");
    watermark(stream, "12T12:00:00Z");
    read(stream, hot("b", "12T12:30:00Z"));
    watermark(stream, "12T12:58:00Z");
    read(stream, hot("b", "12T13:00:00Z"));
    assertThat(words(stream.extractOutputValues().stream()).subList(2, 4))
        .containsExactly("b 12T12:00:00Z RESOLVED NOT_ACTIVE", "b 12T13:00:00Z FIRING READING");
  }

  @Test
  void aSensorThatDiesInTheNightIsFoundInTheMorningAfterARestart() throws Exception {
    List<Reading> readings = List.of(hot("a", "12T19:30:00Z"), hot("a", "12T22:00:00Z"));
    var evening = open(null);
    read(evening, readings.get(0));
    read(evening, readings.get(1));
    watermark(evening, "12T23:00:00Z");
    List<Transition> said = new ArrayList<>(evening.extractOutputValues());
    OperatorSubtaskState state = evening.snapshot(1, 1);
    var morning = open(state);
    watermark(morning, "13T06:59:59.999Z");
    assertThat(morning.extractOutputValues()).isEmpty();
    watermark(morning, "14T12:00:00Z");
    said.addAll(morning.extractOutputValues());
    assertThat(words(said.stream()))
        .containsExactly(
            "a 12T19:30:00Z FIRING READING",
            "a 12T20:00:00Z RESOLVED NOT_ACTIVE",
            "a 13T07:00:00Z NO_DATA NO_DATA",
            "a 13T20:00:00Z RESOLVED NOT_ACTIVE",
            "a 14T07:00:00Z NO_DATA NO_DATA");
    BatchEvaluation batch = BatchEvaluation.of(RuleSetHistory.of(RULES), readings);
    assertThat(
            words(
                Stream.concat(batch.transitions().stream(), batch.afterEndOfInput().stream())
                    .limit(5)))
        .isEqualTo(words(said.stream()));
    assertThat(words(batch.afterEndOfInput().stream()))
        .as("a batch ends, though a sensor may be silent for ever")
        .hasSize(14)
        .last()
        .isEqualTo("a 19T20:00:00Z RESOLVED NOT_ACTIVE");
  }

  private static Reading hot(String sensor, String time) {
    return new Reading(new Series(sensor, "t"), millis(time), 29);
  }

  private static long millis(String time) {
    return Instant.parse("2026-06-" + time).toEpochMilli();
  }

  private static void read(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> stream,
      Reading reading)
      throws Exception {
    stream.processElement(new StreamRecord<>(SeriesReadings.of(reading)));
  }

  private static void watermark(
      KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> stream,
      String time)
      throws Exception {
    stream.processWatermark(millis(time));
  }

  private static List<String> words(Stream<Transition> transitions) {
    return transitions
        .map(
            one ->
                String.join(
                    " ",
                    one.series().sensorId(),
                    Instant.ofEpochMilli(one.atMillis()).toString().substring("2026-06-".length()),
                    one.state().name(),
                    one.reason().name()))
        .toList();
  }

  private KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition> open(
      OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateRules(
                RuleSetHistory.of(RULES), List::of, RuleScope.READINGS, PublishedTransitions.NONE),
            SeriesReadings::series,
            ModelTypes.SERIES,
            new RecordedMetrics().environment(1, 0));
    harness.initializeState(state);
    harness.open();
    open.add(harness);
    return harness;
  }
}
