package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class ReadingsInBlocksHarnessTest {

  @Test
  void allReadingsComeInTheirOrderTheLastOnesAtTheEnd() throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 2 * ReadingsInBlocks.SIZE + 1; i++) {
      readings.add(new Reading(new Series("s" + i % 3, "m"), i, i / 2.0, i));
    }
    List<Reading> packed = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    try (var harness =
        new OneInputStreamOperatorTestHarness<Reading, ReadingBlock>(new ReadingsInBlocks())) {
      harness.open();
      for (Reading reading : readings) {
        harness.processElement(new StreamRecord<>(reading));
        drain(harness, packed, sizes); // the next block overwrites it
      }
      assertThat(packed).hasSize(2 * ReadingsInBlocks.SIZE);
      harness.endInput();
      drain(harness, packed, sizes);
    }
    assertThat(packed).isEqualTo(readings);
    assertThat(sizes).containsExactly(ReadingsInBlocks.SIZE, ReadingsInBlocks.SIZE, 1);
  }

  @Test
  void ofNoReadingsThereIsNoBlock() throws Exception {
    try (var harness =
        new OneInputStreamOperatorTestHarness<Reading, ReadingBlock>(new ReadingsInBlocks())) {
      harness.open();
      harness.endInput();
      assertThat(harness.getOutput()).isEmpty();
    }
  }

  private static void drain(
      OneInputStreamOperatorTestHarness<Reading, ReadingBlock> harness,
      List<Reading> packed,
      List<Integer> sizes) {
    for (ReadingBlock block : harness.extractOutputValues()) {
      packed.addAll(ReadingBlocks.readings(block));
      sizes.add(block.count());
    }
    harness.getOutput().clear();
  }
}
