package dev.isotherm.flow.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.average.AddedReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of a minute that can change for 10 s after their end. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class MergeGroupsHarnessTest {

  private static final SensorGroup NORTH = SensorGroup.of(Map.of("site", "north"));
  private static final SensorGroup SOUTH = SensorGroup.of(Map.of("site", "south"));
  private static final long END = 59_999;
  private static final long CLOSED_AT = END + 10_000;

  private KeyedOneInputStreamOperatorTestHarness<SeriesWindow, GroupPart, GroupAverage> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new MergeGroups(Duration.ofSeconds(10), WantedPercentiles.NONE)),
            GroupPart::window,
            ModelTypes.SERIES_WINDOW);
    harness.setup(
        GroupTypes.GROUP_AVERAGE.createSerializer(
            harness.getExecutionConfig().getSerializerConfig()));
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void theAverageOfAGroupComesWhenItsWindowEndsAndHasTheReadingsOfAllSensors() throws Exception {
    add(NORTH, "a", 0, true, 1, 2);
    add(NORTH, "b", 0, true, 6);
    add(SOUTH, "c", 0, true, 9);
    add(NORTH, "a", 60_000, true, 5);
    harness.processWatermark(END - 1);
    assertThat(averages()).isEmpty();
    harness.processWatermark(END);
    assertThat(averages())
        .containsExactlyInAnyOrder(
            "{site=\"north\"} 0: 3 readings of 2 sensors, mean 3.0, revision 0",
            "{site=\"south\"} 0: 1 readings of 1 sensors, mean 9.0, revision 0");
  }

  @Test
  void eachLaterChangeIsOneRevisionOnAndASensorIsCountedOnce() throws Exception {
    add(NORTH, "a", 0, true, 1);
    harness.processWatermark(END);
    add(NORTH, "a", 0, false, 3);
    harness.processWatermark(CLOSED_AT - 1);
    add(NORTH, "b", 0, true, 5);
    assertThat(averages())
        .containsExactly(
            "{site=\"north\"} 0: 1 readings of 1 sensors, mean 1.0, revision 0",
            "{site=\"north\"} 0: 2 readings of 1 sensors, mean 2.0, revision 1",
            "{site=\"north\"} 0: 3 readings of 2 sensors, mean 3.0, revision 2");
  }

  @Test
  void whatComesFirstAfterTheEndOfItsWindowWaitsForNothing() throws Exception {
    harness.processWatermark(END);
    add(NORTH, "a", 0, true, 1);
    assertThat(averages())
        .containsExactly("{site=\"north\"} 0: 1 readings of 1 sensors, mean 1.0, revision 0");
    harness.processWatermark(CLOSED_AT);
    assertThat(averages()).hasSize(1);
    assertNothingIsKept();
  }

  @Test
  void nothingIsKeptOfAWindowThatIsClosedForGood() throws Exception {
    add(NORTH, "a", 0, true, 1);
    harness.processWatermark(CLOSED_AT - 1);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    harness.processWatermark(CLOSED_AT);
    assertNothingIsKept();
  }

  @Test
  void aRestartForgetsNeitherReadingsNorRevisions() throws Exception {
    add(NORTH, "a", 0, true, 1);
    add(NORTH, "a", 60_000, true, 7);
    harness.processWatermark(END);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    add(NORTH, "b", 0, true, 3);
    harness.processWatermark(119_999);
    assertThat(averages())
        .containsExactly(
            "{site=\"north\"} 0: 2 readings of 2 sensors, mean 2.0, revision 1",
            "{site=\"north\"} 60000: 1 readings of 1 sensors, mean 7.0, revision 0");
  }

  private void add(SensorGroup group, String sensor, long start, boolean isFirst, double... values)
      throws Exception {
    AverageAccumulator readings = new AverageAccumulator();
    for (double value : values) {
      readings.add(value);
    }
    SeriesWindow window =
        new SeriesWindow(new Series(sensor, "temperature"), start, start + 60_000);
    harness.processElement(
        GroupPart.of(group, new AddedReadings(window, readings, isFirst)), start);
  }

  private List<String> averages() {
    return harness.extractOutputValues().stream()
        .map(
            one ->
                String.format(
                    "%s %d: %d readings of %d sensors, mean %s, revision %d",
                    one.average().series().sensorId(),
                    one.average().windowStartMillis(),
                    one.average().count(),
                    one.sensors(),
                    one.average().mean(),
                    one.average().revision()))
        .toList();
  }

  private void assertNothingIsKept() {
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }
}
