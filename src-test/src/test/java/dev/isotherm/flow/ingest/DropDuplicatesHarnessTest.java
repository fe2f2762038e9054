package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.ingest.DropDuplicates.Keep;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
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
    assertThat(
            passedOn(
                Keep.ONE_EACH,
                List.of(
                    at(1, 20, 9),
                    at(1, 20, 3),
                    at(1, 21, 4),
                    at(2, 20, 5),
                    at(2, 20, 5),
                    at(2, 7, Position.NONE),
                    at(2, 7, Position.NONE),
                    at(3, -0.0, 6),
                    at(3, 0.0, 7))))
        .containsExactlyInAnyOrder(
            at(1, 20, 3),
            at(1, 21, 4),
            at(2, 20, 5),
            at(2, 7, Position.NONE),
            at(2, 7, Position.NONE),
            at(3, -0.0, 6),
            at(3, 0.0, 7));
  }

  /** At instant 1 the first value comes again as the last one. Instant 3 is of one message. */
  @Test
  void onlyTheLastReadingOfAnInstantIsPassedOnWhateverTheOrder() throws Exception {
    List<Reading> readings =
        new ArrayList<>(
            List.of(
                at(1, 20, Position.ofLine(0, 70)),
                at(1, 21, Position.ofLine(0, 90)),
                at(1, 20, Position.ofLine(1, 5)),
                at(1, 22, Position.ofLine(1, 4)),
                at(2, 7, Position.NONE),
                at(2, 7, Position.NONE),
                at(2, 5, Position.ofLine(1, 8)),
                at(3, 4, Position.ofLine(0, 9)),
                at(3, 3, Position.ofLine(0, 9))));
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(readings, random);
      readings.sort(Comparator.comparingLong(Reading::epochMillis));
      assertThat(passedOn(Keep.LAST, readings))
          .as("%s", readings)
          .containsExactlyInAnyOrder(
              at(1, 20, Position.ofLine(1, 5)),
              at(2, 7, Position.NONE),
              at(2, 7, Position.NONE),
              at(2, 5, Position.ofLine(1, 8)),
              at(3, 4, Position.ofLine(0, 9)));
    }
  }

  private static List<Reading> passedOn(Keep keep, List<Reading> readings) throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Series, Reading, Reading> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new DropDuplicates(keep), Reading::series, ModelTypes.SERIES)) {
      harness.open();
      for (Reading reading : readings) {
        harness.processElement(reading, reading.epochMillis());
      }
      harness.processWatermark(Watermark.MAX_WATERMARK);
      List<Reading> passed = new ArrayList<>();
      for (StreamRecord<? extends Reading> record : harness.extractOutputStreamRecords()) {
        assertThat(record.getTimestamp()).isEqualTo(record.getValue().epochMillis());
        passed.add(record.getValue());
      }
      return passed;
    }
  }
}
