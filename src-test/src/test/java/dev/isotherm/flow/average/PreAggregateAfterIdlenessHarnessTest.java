package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.partial.KeptReadings;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subtask that was idle aggregates a backlog again, and the merge can still separate it. */
class PreAggregateAfterIdlenessHarnessTest {

  private static final Series SERIES = new Series("a", "temperature");

  private OneInputStreamOperatorTestHarness<ReadingBlock, PartialBlock> harness;

  private void open(Windowing windowing) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            PreAggregateOperator.ofBlocks(
                AverageSpec.of(windowing, Duration.ofSeconds(10)), Exclusion.AVERAGES, false),
            IngestTypes.READING_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.setup(PartialTypes.PARTIAL_BLOCK.createSerializer(new SerializerConfigImpl()));
    harness.open();
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aBacklogIsAggregatedAndKeepsItsReadings() throws Exception {
    open(Windowing.tumbling(Duration.ofMinutes(1)));
    for (int second = 0; second < 100; second++) {
      read(second < 99, second * 1_000L, second);
    }
    assertThat(partials()).hasSize(2).extracting(one -> one.average().count()).contains(60L, 40L);
    assertThat(partials()).allMatch(one -> one.kept().equals(kept(one)));
  }

  @Test
  void aBacklogOfSessionsDoesToo() throws Exception {
    open(Windowing.sessions(Duration.ofSeconds(5)));
    for (int second = 0; second < 100; second++) {
      read(second < 99, second * 1_000L, second);
    }
    assertThat(partials()).hasSize(1);
    assertThat(partials().get(0).kept()).isEqualTo(kept(partials().get(0)));
  }

  @Test
  void nothingWaitsOnceNoMoreReadingsAreKnownToFollow() throws Exception {
    open(Windowing.tumbling(Duration.ofMinutes(1)));
    read(false, 1_000, 1);
    read(false, 2_000, 2);
    assertThat(partials())
        .containsExactly(
            new PartialAggregate(partials().get(0).window(), AverageAccumulator.of(1), 1_000),
            new PartialAggregate(partials().get(0).window(), AverageAccumulator.of(2), 2_000));
  }

  @Test
  void aWatermarkSendsAllThatIsKept() throws Exception {
    open(Windowing.tumbling(Duration.ofMinutes(1)));
    read(true, 1_000, 1);
    read(true, 2_000, 2);
    harness.processWatermark(new Watermark(500));
    assertThat(partials()).hasSize(1);
    read(true, 3_000, 3);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(partials()).hasSize(2);
  }

  @Test
  void theNumberOfReadingsThatAreKeptIsBounded() throws Exception {
    open(Windowing.tumbling(Duration.ofDays(1)));
    for (int i = 0; i < PreAggregateOperator.MOST_KEPT + 5; i++) {
      read(true, i, 1);
    }
    assertThat(partials())
        .extracting(one -> one.kept().size())
        .containsExactly(PreAggregateOperator.MOST_KEPT);
  }

  /** The readings of a partial aggregate: each has the number of its second as its value. */
  private static KeptReadings kept(PartialAggregate partial) {
    KeptReadings kept = new KeptReadings();
    for (int i = 0; i < partial.average().count(); i++) {
      long millis = partial.firstMillis() + i * 1_000L;
      kept.add(millis, millis / 1_000.0);
    }
    return kept;
  }

  private List<PartialAggregate> partials() {
    return Partials.sentBy(harness);
  }

  private void read(boolean hasMore, long instant, double value) throws Exception {
    harness.processElement(ReadingBlocks.of(hasMore, new Reading(SERIES, instant, value)), instant);
  }
}
