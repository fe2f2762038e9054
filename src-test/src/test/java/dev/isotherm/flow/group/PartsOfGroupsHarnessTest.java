package dev.isotherm.flow.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.average.AddedReadings;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.group.GroupBy;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Without a sensor table, so that no sensor has a group. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class PartsOfGroupsHarnessTest {

  private final RecordedMetrics metrics = new RecordedMetrics();

  private OneInputStreamOperatorTestHarness<AddedReadings, GroupPart> open() throws Exception {
    OneInputStreamOperatorTestHarness<AddedReadings, GroupPart> harness =
        new OneInputStreamOperatorTestHarness<>(
            new PartsOfGroups(GroupBy.parse("site"), KnownSensors.OF_JOB_FILE),
            metrics.environment(1, 0));
    harness.open();
    return harness;
  }

  @Test
  void readingsOfSensorsWithoutAGroupAreCounted() throws Exception {
    AverageAccumulator two = AverageAccumulator.of(1);
    two.add(2);
    SeriesWindow window = new SeriesWindow(new Series("stray", "temperature"), 0, 60_000);
    try (var harness = open()) {
      harness.processElement(new StreamRecord<>(new AddedReadings(window, two, true)));
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(metrics.counter("ungrouped")).isEqualTo(2);
    }
  }

  /** While one subtask is idle, another one may still have readings of earlier windows. */
  @Test
  void watermarksPassAndIdlenessDoesNot() throws Exception {
    try (var harness = open()) {
      harness.processWatermark(5);
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.processWatermark(7);
      assertThat(harness.getOutput()).containsExactly(new Watermark(5), new Watermark(7));
    }
  }
}
