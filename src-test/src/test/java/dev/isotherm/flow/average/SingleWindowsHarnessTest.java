package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.KeyPlacement;
import dev.isotherm.fixtures.MergeHarness;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** State in which each window of each series was a value, as it was before there were tables. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class SingleWindowsHarnessTest {

  private static final Duration LATENESS = Duration.ofSeconds(10);
  private static final long END = 59_999;
  private static final int SERIES = 300;

  @Test
  void windowsOfEarlierStateGoOn() throws Exception {
    OperatorSubtaskState state = earlierState(RecordedMetrics.MAX_PARALLELISM);
    List<String> averages = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState part =
          MergeHarness.repartitionOperatorState(
              state, RecordedMetrics.MAX_PARALLELISM, 1, 2, subtask);
      try (MergeHarness harness =
          MergeHarness.open(spec(), new RecordedMetrics().environment(2, subtask), part)) {
        for (int i = 0; i < SERIES; i += 2) {
          PartialAggregate more = new PartialAggregate(window(i), AverageAccumulator.of(4), 9);
          if (KeyPlacement.subtaskOf(MergeHarness.key(more), 2) == subtask) {
            harness.merge(more);
          }
        }
        harness.processWatermark(END);
        harness.extractOutputValues().forEach(update -> averages.add(text(update.average())));
        harness.processWatermark(END + LATENESS.toMillis());
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
      }
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      double sum = i + (i % 2 == 0 ? 4 : 0);
      int count = i % 2 == 0 ? 3 : 2;
      expected.add("s%d: %d, %s, revision %d".formatted(i, count, sum, i % 3));
    }
    // What was published and has no later readings is not published again.
    expected.removeIf(text -> !text.endsWith("revision 0") && text.contains(": 2,"));
    assertThat(averages).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void stateThatWouldBeElsewhereIsRefused() throws Exception {
    OperatorSubtaskState state = earlierState(6);
    assertThatThrownBy(
            () -> MergeHarness.open(spec(), new RecordedMetrics().environment(1, 0, 6), state))
        .rootCause()
        .hasMessageStartingWith(
            "state of open windows: was written by an earlier version with a maximum parallelism"
                + " of 6; this version reads it if that is a power of two up to 256.");
  }

  private static AverageSpec spec() {
    return AverageSpec.of(Windowing.tumbling(Duration.ofMinutes(1)), LATENESS);
  }

  private static SeriesWindow window(int number) {
    return new SeriesWindow(new Series("s" + number, "temperature"), 0, END + 1);
  }

  private static String text(Average average) {
    return "%s: %d, %s, revision %d"
        .formatted(average.series().sensorId(), average.count(), average.sum(), average.revision());
  }

  private static OperatorSubtaskState earlierState(int maxParallelism) throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Earlier()),
            PartialAggregate::window,
            ModelTypes.SERIES_WINDOW,
            new RecordedMetrics().environment(1, 0, maxParallelism))) {
      harness.open();
      for (int i = 0; i < SERIES; i++) {
        AverageAccumulator average = AverageAccumulator.of(i);
        average.add(0);
        harness.processElement(new PartialAggregate(window(i), average, 7), 7);
      }
      return harness.snapshot(1, 1);
    }
  }

  /** Every third series has one revision, every third two. */
  private static final class Earlier
      extends KeyedProcessFunction<SeriesWindow, PartialAggregate, AverageUpdate> {
    private static final long serialVersionUID = 1;

    private transient ValueState<OpenWindow> open;

    @Override
    public void open(OpenContext context) {
      open =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("open-window", AverageTypes.OPEN_WINDOW));
    }

    @Override
    public void processElement(
        PartialAggregate partial, Context context, Collector<AverageUpdate> out) throws Exception {
      int number = Integer.parseInt(partial.window().series().sensorId().substring(1));
      open.update(new OpenWindow(partial.average(), number % 3));
      context.timerService().registerEventTimeTimer(partial.window().lastMillis());
    }
  }
}
