package dev.isotherm.flow.reorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readings are held for 30 ms longer than for the watermark. */
class ReorderReadingsHarnessTest {

  private KeyedOneInputStreamOperatorTestHarness<Series, Reading, SeriesReadings> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ReorderReadings(Duration.ofMillis(30)), Reading::series, ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void readingsWaitAndLeaveSortedBeforeTheWatermark() throws Exception {
    read("a", 30, 1);
    read("b", 15, 2);
    read("a", 20, 3);
    harness.processWatermark(49);
    assertThat(taken()).containsExactly("b 15 2.0", "mark 19");
    harness.processWatermark(60);
    assertThat(taken()).containsExactly("a 20 3.0", "a 30 1.0", "mark 30");
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void readingsOfOneInstantLeaveInTheOrderOfTheLog() throws Exception {
    Series a = new Series("a", "temperature");
    for (long offset : new long[] {3, 1, 2}) {
      long position = Position.ofRecord(0, offset);
      harness.processElement(new Reading(a, 20, 10 - offset, position), 20);
    }
    harness.processWatermark(50);
    assertThat(taken()).containsExactly("a 20 9.0", "a 20 8.0", "a 20 7.0", "mark 20");
  }

  @Test
  void thoseWithoutAPositionLeaveInTheOrderOfTheirValues() throws Exception {
    read("a", 20, 3);
    read("a", 20, -1);
    read("a", 20, 2);
    read("a", 20, 2);
    harness.processWatermark(50);
    assertThat(taken()).containsExactly("a 20 -1.0", "a 20 2.0", "a 20 2.0", "a 20 3.0", "mark 20");
  }

  @Test
  void oneThatIsBehindGoesOnAtOnce() throws Exception {
    harness.processWatermark(50);
    read("a", 20, 1);
    read("a", 21, 2);
    assertThat(taken()).containsExactly("mark 20", "a 20 1.0");
  }

  @Test
  void inSilenceNothingIsHeld() throws Exception {
    read("a", 30, 1);
    read("a", 20, 2);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(taken()).containsExactly("a 20 2.0", "a 30 1.0", "mark 30", "IDLE");
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(55);
    read("a", 40, 3);
    assertThat(taken()).as("never back, and held again").containsExactly("ACTIVE");
    harness.processWatermark(70);
    assertThat(taken()).containsExactly("a 40 3.0", "mark 40");
  }

  /** Of another series there was a later reading: what comes now moves no watermark. */
  @Test
  void oneThatDoesNotEndTheSilenceIsNotHeldForLong() throws Exception {
    read("a", 20, 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    read("a", 40, 2);
    read("a", 30, 3);
    taken();
    harness.prepareSnapshotPreBarrier(1);
    assertThat(taken()).contains("a 30 3.0", "a 40 2.0").doesNotContain("ACTIVE");
    read("a", 50, 4);
    harness.endInput();
    assertThat(taken()).contains("a 50 4.0");
  }

  @Test
  void aCheckpointOfAnActiveInputLetsNothingGo() throws Exception {
    read("a", 20, 1);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(taken()).isEmpty();
  }

  @Test
  void anInputThatNeverHadAnythingGoesIdleWithoutAWatermark() throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(taken()).containsExactly("IDLE");
  }

  @Test
  void whatIsHeldIsHeldAfterARestartToo() throws Exception {
    harness.processWatermark(40);
    read("a", 30, 1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    read("a", 10, 2);
    assertThat(taken()).as("behind before the restart").containsExactly("a 10 2.0");
    read("a", 20, 3);
    harness.processWatermark(39);
    assertThat(taken()).isEmpty();
    harness.processWatermark(60);
    assertThat(taken()).containsExactly("a 20 3.0", "a 30 1.0", "mark 30");
  }

  @Test
  void aSilenceThatARestartLeadsIntoLetsAllGo() throws Exception {
    read("a", 30, 1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(taken()).containsExactly("a 30 1.0", "mark 30", "IDLE");
  }

  /** It is no time either: what comes in a job that goes on from there is not behind it. */
  @Test
  void atTheEndOfTheInputAllGoes() throws Exception {
    read("a", 30, 1);
    read("a", 20, 2);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertThat(taken()).containsExactly("a 20 2.0", "a 30 1.0", "mark " + Long.MAX_VALUE);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    read("a", 40, 3);
    assertThat(taken()).isEmpty();
  }

  @Test
  void aWatermarkFromTheBeginningOfTimeIsNone() throws Exception {
    harness.processWatermark(Long.MIN_VALUE + 1);
    read("a", 20, 1);
    assertThat(taken()).isEmpty();
  }

  /** What came out since this was called last. */
  private List<String> taken() {
    List<String> words = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof StreamRecord<?> sent) {
        SeriesReadings readings = (SeriesReadings) sent.getValue();
        for (int i = 0; i < readings.size(); i++) {
          Reading reading = readings.reading(i);
          assertThat(sent.getTimestamp()).isEqualTo(reading.epochMillis());
          words.add(
              reading.series().sensorId() + " " + reading.epochMillis() + " " + reading.value());
        }
      } else if (element instanceof Watermark mark) {
        words.add("mark " + mark.getTimestamp());
      } else {
        words.add(element.equals(WatermarkStatus.IDLE) ? "IDLE" : "ACTIVE");
      }
    }
    harness.getOutput().clear();
    return words;
  }

  private void read(String sensor, long instant, double value) throws Exception {
    harness.processElement(new Reading(new Series(sensor, "temperature"), instant, value), instant);
  }
}
