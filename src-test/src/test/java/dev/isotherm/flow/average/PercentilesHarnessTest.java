package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.MergeHarness;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Averages with percentiles, and what they need over a restart. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class PercentilesHarnessTest {

  private static final WantedPercentiles WANTED = WantedPercentiles.parse("50,99");
  private static final Duration LATENESS = Duration.ofSeconds(30);
  private static final Series SERIES = new Series("boiler", "temperature");
  private static final long GAP = 10_000;

  @Test
  void anAverageHasThePercentilesOfAllItsReadings() throws Exception {
    try (MergeHarness harness = windows(null)) {
      harness.merge(of(0, 60_000, 1, 2, 3));
      harness.merge(of(0, 60_000, 4));
      harness.processWatermark(59_999);
      harness.merge(of(0, 60_000, 8, 9));
      assertThat(percentiles(harness.extractOutputValues()))
          .containsExactly("50=2.015625 99=4.0", "50=3.015625 99=9.0");
    }
  }

  /** State of one reading has no sketch, and is one with those that come after a restart. */
  @Test
  void aWindowOfOneReadingGoesOnAfterARestart() throws Exception {
    OperatorSubtaskState state;
    try (MergeHarness harness = windows(null)) {
      harness.merge(of(0, 60_000, 4));
      state = harness.snapshot(1, 1);
    }
    try (MergeHarness harness = windows(state)) {
      harness.merge(of(0, 60_000, 2));
      harness.merge(of(0, 60_000, 8, 1));
      harness.processWatermark(59_999);
      assertThat(percentiles(harness.extractOutputValues())).containsExactly("50=2.015625 99=8.0");
    }
  }

  @Test
  void joinedSessionsHaveThePercentilesOfBoth() throws Exception {
    OperatorSubtaskState state;
    try (var harness = sessions(null)) {
      harness.processElement(Partials.alone(of(0, GAP, 4)), 0);
      harness.processElement(Partials.alone(of(16_000, 20_000 + GAP, 1, 2)), 0);
      state = harness.snapshot(1, 1);
    }
    try (var harness = sessions(state)) {
      harness.processElement(Partials.alone(of(8_000, 8_000 + GAP, 3)), 0);
      harness.processWatermark(60_000);
      assertThat(percentiles(harness.extractOutputValues())).containsExactly("50=2.015625 99=4.0");
    }
  }

  @Test
  void readingsAreAggregatedWithWhatPercentilesNeed() throws Exception {
    for (Windowing windowing :
        List.of(
            Windowing.tumbling(Duration.ofMinutes(1)),
            Windowing.sliding(Duration.ofMinutes(1), Duration.ofSeconds(30)),
            Windowing.sessions(Duration.ofSeconds(20)))) {
      PreAggregateOperator<Reading> operator =
          PreAggregateOperator.ofReadings(spec(windowing), Exclusion.AVERAGES);
      try (var harness =
          new OneInputStreamOperatorTestHarness<>(
              operator, ModelTypes.READING.createSerializer(new SerializerConfigImpl()))) {
        harness.setup(PartialTypes.PARTIAL_BLOCK.createSerializer(new SerializerConfigImpl()));
        harness.open();
        for (int value = 1; value <= 5; value++) {
          harness.processElement(new Reading(SERIES, 40_000 + value, value), 0);
        }
        harness.processWatermark(400_000);
        assertThat(Partials.sentBy(harness))
            .isNotEmpty()
            .allSatisfy(
                partial ->
                    assertThat(partial.average().percentiles(WANTED).value("50").getAsDouble())
                        .isEqualTo(3.015625));
      }
    }
  }

  private static MergeHarness windows(OperatorSubtaskState state) throws Exception {
    return MergeHarness.open(
        spec(Windowing.tumbling(Duration.ofMinutes(1))),
        new RecordedMetrics().environment(1, 0),
        state);
  }

  private static AverageSpec spec(Windowing windowing) {
    return new AverageSpec(windowing, LATENESS, WANTED, KnownSensors.OF_JOB_FILE);
  }

  private static KeyedOneInputStreamOperatorTestHarness<Series, PartialBlock, AverageUpdate>
      sessions(OperatorSubtaskState state) throws Exception {
    SessionWindows windows = (SessionWindows) Windowing.sessions(Duration.ofMillis(GAP));
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new MergeSessions(windows, LATENESS, Exclusion.AVERAGES, WANTED)),
            PartialBlock::series,
            ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
    return harness;
  }

  private static PartialAggregate of(long start, long end, double... values) {
    AverageAccumulator average = new AverageAccumulator();
    if (values.length > 1) {
      average.keepPercentiles();
    }
    for (double value : values) {
      average.add(value);
    }
    return new PartialAggregate(new SeriesWindow(SERIES, start, end), average, start);
  }

  private static List<String> percentiles(List<AverageUpdate> updates) {
    List<String> texts = new ArrayList<>();
    for (AverageUpdate update : updates) {
      texts.add(
          String.join(
              " ",
              update.average().percentiles().all().stream()
                  .map(one -> one.number() + "=" + one.value())
                  .toList()));
    }
    return texts;
  }
}
