package dev.isotherm.flow.reorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.SensorReadings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that have been divided wait for their parts, and for 30 ms. */
class ReorderMessagesHarnessTest {

  private KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, SignalMessage> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ReorderMessages(Duration.ofMillis(30)), SignalMessage::series, ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
  }

  private void restart() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void partsOfAMessageLeaveAsOneBeforeTheWatermark() throws Exception {
    read("s", 20, 1, Map.of("a", 1.0));
    read("s", 20, 1, Map.of("b", 2.0));
    read("s", 20, 1, Map.of("c", 3.0));
    harness.processWatermark(49);
    assertThat(taken()).containsExactly("mark 19");
    harness.processWatermark(50);
    assertThat(taken()).containsExactly("s 20 1 {a=1.0, b=2.0, c=3.0}", "mark 20");
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void messagesLeaveInTheOrderOfInstantsAndThenOfPositions() throws Exception {
    read("s", 30, 1, Map.of("a", 1.0));
    read("s", 20, 5, Map.of("a", 2.0));
    read("t", 25, 3, Map.of("a", 3.0));
    read("s", 20, 4, Map.of("b", 4.0));
    read("s", 20, 5, Map.of("b", 5.0));
    harness.processWatermark(60);
    assertThat(taken())
        .containsExactly(
            "s 20 4 {b=4.0}",
            "s 20 5 {a=2.0, b=5.0}",
            "t 25 3 {a=3.0}",
            "s 30 1 {a=1.0}",
            "mark 30");
  }

  /** As in BATCH mode: a metric that occurs twice at a position begins another message. */
  @Test
  void noReadingGetsLostIfAMetricOccursTwiceInAMessage() throws Exception {
    read("s", 20, 1, Map.of("a", 2.0));
    read("s", 20, 1, Map.of("b", 3.0));
    read("s", 20, 1, Map.of("a", 1.0));
    harness.processWatermark(50);
    assertThat(taken()).containsExactly("s 20 1 {a=1.0}", "s 20 1 {a=2.0, b=3.0}", "mark 20");
  }

  /** One that lags behind all others is late by no watermark, so it must stay whole, too. */
  @Test
  void partsBehindTheWatermarkLeaveTogetherWithTheNextOne() throws Exception {
    harness.processWatermark(80);
    taken();
    read("s", 20, 1, Map.of("a", 1.0));
    read("s", 40, 2, Map.of("a", 2.0));
    read("s", 20, 1, Map.of("b", 3.0));
    assertThat(taken()).isEmpty();
    harness.processWatermark(81);
    assertThat(taken()).containsExactly("s 20 1 {a=1.0, b=3.0}", "s 40 2 {a=2.0}", "mark 51");
  }

  @Test
  void aPartThatComesAfterTheOthersHaveLeftIsSentOnce() throws Exception {
    read("s", 20, 1, Map.of("a", 1.0));
    harness.processWatermark(50);
    read("s", 20, 1, Map.of("b", 2.0));
    harness.processWatermark(51);
    harness.processWatermark(52);
    assertThat(taken())
        .containsExactly("s 20 1 {a=1.0}", "mark 20", "s 20 1 {b=2.0}", "mark 21", "mark 22");
  }

  @Test
  void withEachCheckpointAllUpToTheWatermarkHasLeft() throws Exception {
    harness.processWatermark(80);
    taken();
    read("s", 50, 1, Map.of("a", 1.0));
    read("s", 51, 2, Map.of("a", 2.0));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(taken()).containsExactly("s 50 1 {a=1.0}");
    harness.processWatermark(81);
    assertThat(taken()).containsExactly("s 51 2 {a=2.0}", "mark 51");
  }

  @Test
  void inSilenceNothingIsHeld() throws Exception {
    read("s", 30, 2, Map.of("a", 1.0));
    read("s", 20, 1, Map.of("a", 2.0));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(taken()).containsExactly("s 20 1 {a=2.0}", "s 30 2 {a=1.0}", "mark 30", "IDLE");
    read("s", 25, 3, Map.of("a", 3.0));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(taken()).containsExactly("s 25 3 {a=3.0}");
    read("s", 26, 4, Map.of("a", 4.0));
    harness.endInput();
    assertThat(taken()).containsExactly("s 26 4 {a=4.0}");
  }

  /** Its watermarks are behind that of the silence for some time. */
  @Test
  void afterASilenceEachWatermarkSendsWhatItHasPassed() throws Exception {
    read("s", 30, 1, Map.of("a", 1.0));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    taken();
    read("s", 25, 2, Map.of("a", 2.0));
    read("s", 40, 3, Map.of("a", 3.0));
    harness.processWatermark(35);
    assertThat(taken()).as("never back").containsExactly("s 25 2 {a=2.0}");
    harness.processWatermark(70);
    assertThat(taken()).containsExactly("s 40 3 {a=3.0}", "mark 40");
  }

  @Test
  void partsFindEachOtherAlsoAcrossARestart() throws Exception {
    harness.processWatermark(40);
    read("s", 30, 1, Map.of("a", 1.0));
    restart();
    read("s", 30, 1, Map.of("b", 2.0));
    read("s", 10, 2, Map.of("a", 3.0));
    harness.processWatermark(39);
    assertThat(taken()).as("behind before the restart").containsExactly("s 10 2 {a=3.0}");
    harness.processWatermark(60);
    assertThat(taken()).containsExactly("s 30 1 {a=1.0, b=2.0}", "mark 30");
  }

  /** It is no time either: what comes in a job that goes on from there is not behind it. */
  @Test
  void atTheEndOfTheInputAllGoes() throws Exception {
    read("s", 30, 1, Map.of("a", 1.0));
    read("s", 20, 2, Map.of("a", 2.0));
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertThat(taken())
        .containsExactly("s 20 2 {a=2.0}", "s 30 1 {a=1.0}", "mark " + Long.MAX_VALUE);
    restart();
    read("s", 40, 3, Map.of("a", 3.0));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(taken()).isEmpty();
  }

  /** What came out since this was called last. */
  private List<String> taken() {
    List<String> words = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof StreamRecord<?> sent) {
        SignalMessage message = (SignalMessage) sent.getValue();
        SensorReadings readings = message.readings();
        assertThat(sent.getTimestamp()).isEqualTo(message.epochMillis());
        words.add(
            "%s %d %d %s"
                .formatted(
                    message.series().sensorId(),
                    readings.epochMillis(),
                    readings.position(),
                    new TreeMap<>(readings.values())));
      } else if (element instanceof Watermark mark) {
        words.add("mark " + mark.getTimestamp());
      } else {
        words.add(element.equals(WatermarkStatus.IDLE) ? "IDLE" : "ACTIVE");
      }
    }
    harness.getOutput().clear();
    return words;
  }

  private void read(String sensor, long instant, long position, Map<String, Double> values)
      throws Exception {
    harness.processElement(
        new SignalMessage(
            new Series(sensor, "rule"), new SensorReadings(instant, position, values)),
        instant);
  }
}
