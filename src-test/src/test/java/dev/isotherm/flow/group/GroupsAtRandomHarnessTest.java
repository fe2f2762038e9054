package dev.isotherm.flow.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.MergeHarness;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.flow.average.AddedReadings;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two subtasks merge the averages of series, and one the groups behind them. Each has its own
 * watermark, that behind is the lower one of both, and what the two send is on its way for some
 * time. Windows of 10 ms that can change for 7 ms after their end.
 */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class GroupsAtRandomHarnessTest {

  private static final Duration LATENESS = Duration.ofMillis(7);
  private static final int STEPS = 3_000;
  private static final int RESTARTS = 3;
  private static final SensorGroup GROUP = SensorGroup.of(Map.of("site", "north"));

  private final Random random = Seeded.random(getClass());

  private final List<MergeHarness> series = new ArrayList<>();
  private KeyedOneInputStreamOperatorTestHarness<SeriesWindow, GroupPart, GroupAverage> groups;

  /** What each subtask has sent: readings, or a watermark. */
  private final List<Queue<Object>> channels = List.of(new ArrayDeque<>(), new ArrayDeque<>());

  private final long[] watermarks = new long[2];
  private final long[] arrived = new long[2];
  private final Map<SeriesWindow, AverageAccumulator> published = new HashMap<>();
  private final Map<SeriesWindow, Average> ofSeries = new HashMap<>();
  private final Map<Long, GroupAverage> ofGroups = new HashMap<>();

  private void open(List<OperatorSubtaskState> states) throws Exception {
    for (int i = 0; i < 2; i++) {
      MergeHarness harness =
          MergeHarness.open(
              AverageSpec.of(Windowing.tumbling(Duration.ofMinutes(1)), LATENESS),
              new RecordedMetrics().environment(1, 0),
              states.isEmpty() ? null : states.get(i));
      series.add(harness);
    }
    groups =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new MergeGroups(LATENESS, WantedPercentiles.NONE)),
            GroupPart::window,
            ModelTypes.SERIES_WINDOW);
    groups.setup(
        GroupTypes.GROUP_AVERAGE.createSerializer(
            groups.getExecutionConfig().getSerializerConfig()));
    groups.initializeState(states.isEmpty() ? null : states.get(2));
    groups.open();
    for (int i = 0; i < 2; i++) {
      watermarks[i] = Long.MIN_VALUE;
      arrived[i] = Long.MIN_VALUE;
    }
  }

  @AfterEach
  void close() throws Exception {
    for (var harness : series) {
      harness.close();
    }
    series.clear();
    groups.close();
  }

  @Test
  void aGroupHasWhatItsSensorsHaveAndNoStateComesAgain() throws Exception {
    open(List.of());
    long now = 0;
    for (int run = 0; run <= RESTARTS; run++) {
      for (int step = 0; step < STEPS; step++) {
        int subtask = random.nextInt(2);
        switch (random.nextInt(4)) {
          case 0 -> {
            now += random.nextInt(3);
            advance(subtask, now - random.nextInt(25));
          }
          case 1, 2 -> read(subtask, now - random.nextInt(40), 1 + random.nextInt(9));
          default -> arrive(subtask);
        }
      }
      if (run < RESTARTS) {
        restart();
      }
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      advance(subtask, now + 1_000);
      while (!channels.get(subtask).isEmpty()) {
        arrive(subtask);
      }
    }
    Map<Long, AverageAccumulator> expected = new HashMap<>();
    Map<Long, Long> sensors = new HashMap<>();
    published.forEach(
        (window, all) -> {
          expected
              .computeIfAbsent(window.startMillis(), start -> new AverageAccumulator())
              .merge(all);
          sensors.merge(window.startMillis(), 1L, Long::sum);
        });
    published.forEach(
        (window, all) -> {
          Average last = ofSeries.get(window);
          assertThat(all.toAverage(window.series(), window.startMillis(), window.endMillis(), 0))
              .usingRecursiveComparison()
              .ignoringFields("revision")
              .isEqualTo(last);
        });
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(ofGroups.keySet()).isEqualTo(expected.keySet());
    ofGroups.forEach(
        (start, group) -> {
          assertThat(group.average())
              .isEqualTo(
                  expected
                      .get(start)
                      .toAverage(GROUP.series("t"), start, start + 10, group.average().revision()));
          assertThat(group.sensors()).isEqualTo(sensors.get(start));
        });
    assertThat(groups.numKeyedStateEntries()).isZero();
    assertThat(groups.numEventTimeTimers()).isZero();
  }

  private void read(int subtask, long instant, double value) throws Exception {
    long start = instant - Math.floorMod(instant, 10);
    Series one = new Series("s" + subtask + random.nextInt(3), "t");
    SeriesWindow window = new SeriesWindow(one, start, start + 10);
    series.get(subtask).merge(new PartialAggregate(window, AverageAccumulator.of(value), instant));
    send(subtask);
  }

  private void advance(int subtask, long watermark) throws Exception {
    if (watermark > watermarks[subtask]) {
      watermarks[subtask] = watermark;
      series.get(subtask).processWatermark(watermark);
      send(subtask);
      channels.get(subtask).add(watermark);
    }
  }

  private void send(int subtask) {
    for (AverageUpdate update : series.get(subtask).extractOutputValues()) {
      ofSeries.put(update.window(), update.average());
    }
    series.get(subtask).getOutput().clear();
    Queue<StreamRecord<AddedReadings>> added =
        series.get(subtask).getSideOutput(AverageTypes.ADDED);
    while (added != null && !added.isEmpty()) {
      AddedReadings one = added.remove().getValue();
      AverageAccumulator readings = one.readings().copy();
      published.computeIfAbsent(one.window(), window -> new AverageAccumulator()).merge(readings);
      channels
          .get(subtask)
          .add(GroupPart.of(GROUP, new AddedReadings(one.window(), readings, one.isFirst())));
    }
  }

  private void arrive(int subtask) throws Exception {
    Object next = channels.get(subtask).poll();
    if (next instanceof GroupPart part) {
      groups.processElement(part, part.window().startMillis());
    } else if (next instanceof Long watermark) {
      arrived[subtask] = watermark;
      groups.processWatermark(Math.min(arrived[0], arrived[1]));
    }
    for (GroupAverage average : groups.extractOutputValues()) {
      GroupAverage before = ofGroups.put(average.average().windowStartMillis(), average);
      int expected = before == null ? 0 : before.average().revision() + 1;
      assertThat(average.average().revision())
          .as("%s after %s", average, before)
          .isEqualTo(expected);
    }
    groups.getOutput().clear();
  }

  /** A barrier follows what was sent: all of it has arrived before the groups are checkpointed. */
  private void restart() throws Exception {
    for (int subtask = 0; subtask < 2; subtask++) {
      while (!channels.get(subtask).isEmpty()) {
        arrive(subtask);
      }
    }
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (var harness : series) {
      states.add(harness.snapshot(1, 1));
    }
    states.add(groups.snapshot(1, 1));
    close();
    open(states);
  }
}
