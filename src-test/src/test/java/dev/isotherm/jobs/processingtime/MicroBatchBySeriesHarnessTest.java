package dev.isotherm.jobs.processingtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.fixtures.Slots;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicroBatchBySeriesHarnessTest {

  private OneInputStreamOperatorTestHarness<ReadingBlock, SeriesReadings> harness;

  /** Each has an instant of its own. */
  private int sent;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new MicroBatchBySeries());
    harness.setProcessingTime(1_000);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void behindWhichNoneWaitGoesAtOnce() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      read("a", false);
      assertThat(taken()).singleElement().extracting(SeriesReadings::size).isEqualTo(1);
    }
  }

  @Test
  void whileMoreWaitThoseOfASeriesAreGathered() throws Exception {
    read("a", true);
    read("b", true);
    read("a", true);
    assertThat(taken()).isEmpty();
    read("a", false);
    assertThat(taken()).extracting(this::words).containsExactlyInAnyOrder("a +1 +3 +4", "b +2");
  }

  @Test
  void noneWaitsForLongerThanASpan() throws Exception {
    read("a", true);
    passMillis(MicroBatchBySeries.SPAN_MILLIS - 1);
    read("b", true);
    assertThat(taken()).isEmpty();
    passMillis(1);
    assertThat(taken()).extracting(this::words).containsExactlyInAnyOrder("a +1", "b +2");
    read("a", true);
    assertThat(taken()).isEmpty();
    passMillis(MicroBatchBySeries.SPAN_MILLIS);
    assertThat(taken()).extracting(this::words).containsExactly("a +3");
  }

  @Test
  void whatComesAtOneTimeGoesTogetherByItsSeries() throws Exception {
    Reading a = new Reading(new Series("a", "temperature"), 10, 1);
    Reading b = new Reading(new Series("b", "temperature"), 20, 2);
    Reading more = new Reading(new Series("a", "temperature"), 30, 3);
    harness.processElement(ReadingBlocks.of(a, b, more), 10);
    assertThat(taken()).extracting(this::words).containsExactlyInAnyOrder("a +10 +30", "b +20");
  }

  @Test
  void noWatermarkOrBarrierOvertakesAReading() throws Exception {
    read("a", true);
    harness.processWatermark(new Watermark(5));
    assertThat(kinds()).containsExactly("SeriesReadings", "Watermark");
    read("a", true);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(kinds()).containsExactly("SeriesReadings", "WatermarkStatus");
    read("a", true);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(kinds()).containsExactly("SeriesReadings");
    read("a", true);
    harness.endInput();
    assertThat(kinds()).containsExactly("SeriesReadings");
  }

  @Test
  void soMuchIsGatheredAndNoMore() throws Exception {
    for (int i = 1; i < MicroBatchBySeries.MOST; i++) {
      read("a", true);
    }
    assertThat(taken()).isEmpty();
    read("b", true);
    assertThat(taken())
        .extracting(SeriesReadings::size)
        .containsExactlyInAnyOrder(MicroBatchBySeries.MOST - 1, 1);
  }

  private void read(String sensor, boolean hasMore) throws Exception {
    sent++;
    Reading reading = new Reading(new Series(sensor, "temperature"), sent, sent / 10.0);
    harness.processElement(ReadingBlocks.of(hasMore, reading), reading.epochMillis());
  }

  private void passMillis(int millis) throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + millis);
  }

  private List<SeriesReadings> taken() {
    List<SeriesReadings> taken = harness.extractOutputValues();
    harness.getOutput().clear();
    return taken;
  }

  private List<String> kinds() {
    List<String> kinds = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      Object kind = element instanceof StreamRecord<?> sent ? sent.getValue() : element;
      kinds.add(kind.getClass().getSimpleName());
    }
    harness.getOutput().clear();
    return kinds;
  }

  private String words(SeriesReadings readings) {
    StringBuilder words = new StringBuilder(readings.series().sensorId());
    for (int i = 0; i < readings.size(); i++) {
      assertThat(readings.values()[i]).isEqualTo(readings.millis()[i] / 10.0);
      words.append(" +").append(readings.millis()[i]);
    }
    return words.toString();
  }

  /** To iterate over a map, and to clear it, takes as long as its capacity. */
  @Test
  void aBurstOfSeriesLeavesNoLargeMapBehind() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      read("s" + i, true);
    }
    assertThat(slots()).isGreaterThanOrEqualTo(20_000);
    for (int i = 0; i < 3; i++) {
      read("s", false);
    }
    assertThat(slots()).isLessThanOrEqualTo(64);
  }

  private int slots() throws Exception {
    Object buffer = Slots.field(harness.getOperator(), "waitingOf");
    return Slots.of((Map<?, ?>) Slots.field(buffer, "values"));
  }
}
