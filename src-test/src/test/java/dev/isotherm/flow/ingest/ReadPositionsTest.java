package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadPositionsTest {

  @Test
  void remembersFirstAndNextOfEachPartitionThatWasRead() {
    ReadPositions positions = new ReadPositions();
    assertThat(positions.partitions()).isEmpty();
    positions.read(3, 40, 41);
    positions.read(0, 7, 8);
    positions.read(3, 42, 43);
    int[] partitions = positions.partitions();
    assertThat(partitions).containsExactly(0, 3);
    assertThat(positions.first(partitions)).containsExactly(7, 40);
    assertThat(positions.next(partitions)).containsExactly(8, 43);
  }
}
