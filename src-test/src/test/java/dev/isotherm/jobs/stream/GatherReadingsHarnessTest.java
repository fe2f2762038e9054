package dev.isotherm.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.pipeline.ReadingBlocks;
import dev.isotherm.pipeline.SeriesReadings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatherReadingsHarnessTest {

  private OneInputStreamOperatorTestHarness<ReadingBlock, SeriesReadings> harness;

  /** Each has an instant of its own. */
  private int sent;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new GatherReadings());
    harness.setProcessingTime(1_000);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void whereFewComeEachGoesAtOnce() throws Exception {
    for (int span = 0; span < 5; span++) {
      read("a", GatherReadings.MANY - 1);
      assertThat(taken()).hasSize(GatherReadings.MANY - 1).allMatch(one -> one.size() == 1);
      harness.setProcessingTime(1_000 + (span + 1) * GatherReadings.SPAN_MILLIS);
    }
  }

  @Test
  void whereManyComeThoseOfASeriesGoTogetherAfterASpan() throws Exception {
    comeMany();
    read("a", 1);
    read("b", 1);
    read("a", 2);
    assertThat(taken()).isEmpty();
    endSpan();
    assertThat(taken()).extracting(this::words).containsExactlyInAnyOrder("a +1 +3 +4", "b +2");
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
  void onceFewComeAgainEachGoesAtOnce() throws Exception {
    comeMany();
    read("a", GatherReadings.MANY);
    endSpan();
    taken();
    read("a", 5);
    assertThat(taken()).as("many came in the span before").isEmpty();
    endSpan();
    assertThat(taken()).singleElement().extracting(SeriesReadings::size).isEqualTo(5);
    read("a", 1);
    assertThat(taken()).hasSize(1);
  }

  @Test
  void manyInALongTimeAreFew() throws Exception {
    read("a", GatherReadings.MANY - 1);
    harness.setProcessingTime(1_000 + GatherReadings.SPAN_MILLIS);
    read("a", 2);
    taken();
    read("a", 1);
    assertThat(taken()).hasSize(1);
  }

  @Test
  void noWatermarkOrBarrierOvertakesAReading() throws Exception {
    comeMany();
    read("a", 1);
    harness.processWatermark(new Watermark(5));
    assertThat(kinds()).containsExactly("SeriesReadings", "Watermark");
    read("a", 1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(kinds()).containsExactly("SeriesReadings", "WatermarkStatus");
    read("a", 1);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(kinds()).containsExactly("SeriesReadings");
    read("a", 1);
    harness.endInput();
    assertThat(kinds()).containsExactly("SeriesReadings");
  }

  @Test
  void soMuchIsGatheredAndNoMore() throws Exception {
    comeMany();
    read("a", GatherReadings.MOST - 1);
    assertThat(taken()).isEmpty();
    read("b", 1);
    assertThat(taken())
        .extracting(SeriesReadings::size)
        .containsExactlyInAnyOrder(GatherReadings.MOST - 1, 1);
  }

  /** So many that from now on they are gathered. */
  private void comeMany() throws Exception {
    read("a", GatherReadings.MANY);
    assertThat(taken()).hasSize(GatherReadings.MANY);
    sent = 0;
  }

  private void read(String sensor, int readings) throws Exception {
    for (int i = 0; i < readings; i++) {
      sent++;
      Reading reading = new Reading(new Series(sensor, "temperature"), sent, sent / 10.0);
      harness.processElement(ReadingBlocks.of(reading), reading.epochMillis());
    }
  }

  private void endSpan() throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + GatherReadings.SPAN_MILLIS);
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
}
