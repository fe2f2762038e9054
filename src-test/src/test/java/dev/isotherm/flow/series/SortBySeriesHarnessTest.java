package dev.isotherm.flow.series;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Readings are buffered, sorted and cut into chunks, and then merged from the chunks. */
class SortBySeriesHarnessTest {

  private static final Comparator<Reading> ORDER =
      Comparator.comparingLong(Reading::epochMillis)
          .thenComparingLong(Reading::position)
          .thenComparingDouble(Reading::value);

  @Test
  void aChunkHasReadingsOfOneSeriesAndTheTimestampOfItsFirst() throws Exception {
    List<StreamRecord<SeriesReadings>> chunks =
        chunks(
            4,
            List.of(
                reading("a", 30, 1, 3),
                reading("b", 7, 2, 4),
                reading("a", 10, 3, 5),
                reading("a", 20, 4, 6),
                reading("a", 5, 5, 7)));
    assertThat(chunks.stream().map(one -> one.getTimestamp() + " " + words(one.getValue())))
        .containsExactly("10 a [10, 20, 30]", "7 b [7]", "5 a [5]");
  }

  @Test
  void noInputIsNoChunk() throws Exception {
    assertThat(chunks(4, List.of())).isEmpty();
  }

  @Test
  void longRunsAreCutIntoChunksOfAboutTheSameSize() throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i <= SeriesBuffer.CHUNK; i++) {
      readings.add(reading("a", i, i, i));
    }
    assertThat(chunks(1 << 10, readings))
        .extracting(one -> one.getValue().size())
        .containsExactly(SeriesBuffer.CHUNK / 2, SeriesBuffer.CHUNK / 2 + 1);
  }

  @Test
  void theBufferIsAlsoFullOfManySeries() {
    SeriesBuffer buffer = new SeriesBuffer(100, 3);
    ReadingBlock block =
        ReadingBlocks.of(
            reading("a", 1, 1, 1),
            reading("b", 1, 1, 2),
            reading("b", 2, 1, 3),
            reading("c", 1, 1, 4));
    for (int i = 0; i < 3; i++) {
      buffer.add(block, i);
      assertThat(buffer.isFull()).isFalse();
    }
    buffer.add(block, 3);
    assertThat(buffer.isFull()).isTrue();
    List<String> chunks = new ArrayList<>();
    buffer.flush(chunk -> chunks.add(words(chunk)));
    assertThat(chunks).containsExactly("a [1]", "b [1, 2]", "c [1]");
    assertThat(buffer.isFull()).isFalse();
  }

  /** The numbers of a text file have one instant and no position. */
  @Test
  void ofAMillionLinesOfATextFileOnlyDistinctNumbersAreSent() throws Exception {
    List<Reading> lines = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      lines.add(new Reading(new Series("file", "value"), 5, i % 1_000));
    }
    List<StreamRecord<SeriesReadings>> chunks = chunks(SortBySeries.MOST_READINGS, lines);
    int buffers = 1_000_000 / SortBySeries.MOST_READINGS + 1;
    assertThat(chunks.stream().mapToInt(one -> one.getValue().size()).sum())
        .isEqualTo(1_000 * buffers);
    assertThat(merged(chunks)).isEqualTo(sorted(lines));
  }

  /** Whatever the order, the limit, the number of series and how often something is repeated. */
  @Test
  void theMergedChunksAreAllReadingsSortedAndEachOnce() throws Exception {
    Random random = Seeded.random(SortBySeriesHarnessTest.class);
    for (int round = 0; round < 200; round++) {
      List<Reading> readings = readings(random);
      int limit = 1 + random.nextInt(readings.size() + 10);
      assertThat(merged(chunks(limit, readings))).as("round %d", round).isEqualTo(sorted(readings));
    }
  }

  private static List<Reading> readings(Random random) {
    int size = 1 + random.nextInt(3_000);
    int series = 1 + random.nextInt(random.nextBoolean() ? 3 : 200);
    int instants = 1 + random.nextInt(random.nextBoolean() ? 5 : 5_000);
    boolean hasPositions = random.nextBoolean();
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      readings.add(
          new Reading(
              new Series("s" + random.nextInt(series), "m"),
              random.nextInt(instants) - instants / 2,
              random.nextBoolean() ? random.nextInt(3) * -0.0 : random.nextInt(3),
              hasPositions ? Position.ofRecord(random.nextInt(2), i) : Position.NONE));
      if (random.nextInt(4) == 0) {
        readings.add(readings.get(random.nextInt(readings.size())));
      }
    }
    switch (random.nextInt(3)) {
      case 0 -> readings.sort(ORDER);
      case 1 -> Collections.shuffle(readings, random);
      default -> nearlySort(readings, random);
    }
    return readings;
  }

  private static void nearlySort(List<Reading> readings, Random random) {
    readings.sort(ORDER);
    for (int i = 0; i < readings.size() / 10; i++) {
      int from = random.nextInt(readings.size());
      Collections.swap(readings, from, Math.min(readings.size() - 1, from + random.nextInt(20)));
    }
  }

  private static Map<Series, List<Reading>> sorted(List<Reading> readings) {
    return readings.stream().distinct().sorted(ORDER).collect(groupingBy(Reading::series));
  }

  /** Adds chunks as BATCH mode sorts them: by their timestamps. */
  private static Map<Series, List<Reading>> merged(List<StreamRecord<SeriesReadings>> chunks)
      throws Exception {
    Map<Series, List<Reading>> merged = new HashMap<>();
    Map<Series, List<StreamRecord<SeriesReadings>>> bySeries =
        chunks.stream().collect(groupingBy(one -> one.getValue().series()));
    SortedChunks sorted = new SortedChunks();
    for (var ofSeries : bySeries.entrySet()) {
      List<Reading> readings = merged.computeIfAbsent(ofSeries.getKey(), key -> new ArrayList<>());
      ofSeries.getValue().sort(Comparator.comparingLong(StreamRecord::getTimestamp));
      for (StreamRecord<SeriesReadings> chunk : ofSeries.getValue()) {
        sorted.takeBefore(chunk.getTimestamp(), some -> addTo(readings, some));
        assertThat(readings).allMatch(one -> one.epochMillis() < chunk.getTimestamp());
        sorted.add(chunk.getValue());
      }
      sorted.takeAll(some -> addTo(readings, some));
      assertThat(sorted.held()).isZero();
    }
    return merged;
  }

  private static void addTo(List<Reading> readings, SeriesReadings some) {
    for (int i = 0; i < some.size(); i++) {
      readings.add(some.reading(i));
    }
  }

  @SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
  private static List<StreamRecord<SeriesReadings>> chunks(int limit, List<Reading> readings)
      throws Exception {
    try (var harness =
        new OneInputStreamOperatorTestHarness<ReadingBlock, SeriesReadings>(
            new SortBySeries(limit))) {
      harness.open();
      for (int from = 0; from < readings.size(); from += 7) {
        List<Reading> block = readings.subList(from, Math.min(readings.size(), from + 7));
        harness.processElement(new StreamRecord<>(ReadingBlocks.of(block.toArray(new Reading[0]))));
      }
      harness.endInput();
      return new ArrayList<>(harness.getRecordOutput());
    }
  }

  private static Reading reading(String sensor, long instant, double value, long offset) {
    return new Reading(
        new Series(sensor, "temperature"), instant, value, Position.ofRecord(0, offset));
  }

  private static String words(SeriesReadings chunk) {
    List<Long> instants = new ArrayList<>();
    for (long instant : chunk.millis()) {
      instants.add(instant);
    }
    return chunk.series().sensorId() + " " + instants;
  }
}
