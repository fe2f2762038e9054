package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
final class DropDuplicatesHarnessTest {

  private static final Series S = new Series("s", "t");

  private static Reading at(long millis, double value, long position) {
    return new Reading(S, millis, value, position);
  }

  @Test
  void oneOfEqualReadingsIsPassedOnWithItsOwnInstant() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Series, Reading, Reading> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new DropDuplicates(), Reading::series, ModelTypes.SERIES)) {
      harness.open();
      for (Reading reading :
          List.of(
              at(1, 20, 9),
              at(1, 20, 3),
              at(1, 21, 4),
              at(2, 20, 5),
              at(2, 20, 5),
              at(2, 7, Position.NONE),
              at(2, 7, Position.NONE),
              at(3, -0.0, 6),
              at(3, 0.0, 7))) {
        harness.processElement(reading, reading.epochMillis());
      }
      harness.processWatermark(Watermark.MAX_WATERMARK);
      List<Reading> passed = new ArrayList<>();
      for (StreamRecord<? extends Reading> record : harness.extractOutputStreamRecords()) {
        assertThat(record.getTimestamp()).isEqualTo(record.getValue().epochMillis());
        passed.add(record.getValue());
      }
      assertThat(passed)
          .containsExactlyInAnyOrder(
              at(1, 20, 3),
              at(1, 21, 4),
              at(2, 20, 5),
              at(2, 7, Position.NONE),
              at(2, 7, Position.NONE),
              at(3, -0.0, 6),
              at(3, 0.0, 7));
    }
  }
}
