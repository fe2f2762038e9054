package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.model.Average;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class AveragesAsReadingsHarnessTest {

  private static final Series SERIES = new Series("boiler", "temperature");

  @Test
  void aWindowIsAReadingAtItsEndOnce() throws Exception {
    try (OneInputStreamOperatorTestHarness<AverageUpdate, Reading> harness =
        new OneInputStreamOperatorTestHarness<>(new AveragesAsReadings())) {
      harness.open();
      harness.processElement(AverageUpdate.of(average(29, 0)), 9);
      harness.processElement(AverageUpdate.of(average(31, 1)), 9);
      harness.processElement(AverageUpdate.withdrawn(average(31, 1).window()), 9);
      assertThat(harness.getOutput())
          .containsExactly(new StreamRecord<>(new Reading(SERIES, 60_000, 29), 60_000));
    }
  }

  private static Average average(double mean, int revision) {
    return new Average(SERIES, 0, 60_000, 1, mean, mean, mean, mean, 0, revision);
  }
}
