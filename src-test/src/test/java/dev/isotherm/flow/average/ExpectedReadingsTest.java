package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedReadingsTest {

  private static final SensorTable TABLE =
      SensorFile.parseYaml(
          "sensors.yaml",
          """
          sensors:
            - { sensor: a, metric: t, expectedInterval: 10s }
            - { sensor: "b*", unit: °C }
          """);

  @ParameterizedTest
  @CsvSource({
    "60000, 10000, 6",
    "60000, 60000, 1",
    "60000, 60001, 1",
    "60000, 3600000, 1",
    "60000, 7000, 9",
    "25, 10, 3",
    "24, 10, 2",
    "9223372036854775807, 1, 9223372036854775807"
  })
  void theNumberIsTheNearestAndAtLeastOne(long length, long interval, long expected) {
    assertThat(ExpectedReadings.in(length, interval)).isEqualTo(expected);
  }

  @Test
  void onlySeriesWhoseIntervalIsKnownHaveOne() {
    ExpectedReadings expected = new ExpectedReadings(new SensorTables(TABLE));
    Average ofA = expected.in(average("a", "t"));
    assertThat(ofA.expected()).isEqualTo(6);
    assertThat(ofA.coverage()).hasValue(7.0 / 6);
    for (Average other : new Average[] {average("a", "h"), average("b1", "t"), average("c", "t")}) {
      assertThat(expected.in(other)).isEqualTo(other);
      assertThat(other.coverage()).isEmpty();
    }
    assertThat(new ExpectedReadings(SensorTables.EMPTY).in(average("a", "t")).expected()).isZero();
  }

  private static Average average(String sensor, String metric) {
    return new Average(new Series(sensor, metric), 0, 60_000, 7, 14, 2, 2, 2, 0, 0);
  }
}
