package dev.isotherm.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 17592186044414", "3, 42", "524287, 17592186044414"})
  void aRecordIsFoundAgain(int partition, long offset) {
    long position = Position.ofRecord(partition, offset);
    assertThat(position).isPositive();
    assertThat(Position.partition(position)).isEqualTo(partition);
    assertThat(Position.offset(position)).isEqualTo(offset);
  }

  @Test
  void recordsAreOrderedByPartitionThenByOffset() {
    assertThat(Position.ofRecord(0, 1)).isGreaterThan(Position.ofRecord(0, 0));
    assertThat(Position.ofRecord(1, 0)).isGreaterThan(Position.ofRecord(0, 17592186044414L));
  }

  @Test
  void linesAreOrderedByFileThenByOffset() {
    assertThat(Position.ofLine(1, 0)).isGreaterThan(Position.ofLine(0, 17592186044414L));
    assertThat(Position.ofLine(Position.MAX_FILES - 1, 17592186044414L)).isPositive();
  }

  @Test
  void noRecordOrLineIsWithoutAPosition() {
    assertThat(Position.ofRecord(0, 0)).isNotEqualTo(Position.NONE);
    assertThat(Position.ofLine(0, 0)).isNotEqualTo(Position.NONE);
  }
}
