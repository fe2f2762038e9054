package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Series;
import dev.isotherm.sensors.file.SensorFile;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SensorTableTest {

  @Test
  void knowsWhatTheRowOfASensorSays() {
    SensorTable table =
        table(
            """
            - sensor: boiler-7
              labels: { site: north, line: 3 }
              unit: °C
              min: -50
              max: 150.5
              expectedInterval: 10s
              stuckAfter: 1h
              limits: { hot: 90, cold: -1e1 }
            """);
    assertThat(table.labels("boiler-7")).isEqualTo(Map.of("site", "north", "line", "3"));
    SeriesSpec spec = table.spec(new Series("boiler-7", "temperature"));
    assertThat(spec)
        .isEqualTo(
            new SeriesSpec(
                "°C",
                Map.of("hot", 90.0, "cold", -10.0),
                new ValidRange(-50, 150.5),
                Duration.ofSeconds(10),
                Duration.ofHours(1)));
    assertThat(spec.limit("hot")).hasValue(90);
    assertThat(spec.limit("warm")).isEmpty();
    assertThat(table.names("boiler-7")).isTrue();
  }

  @Test
  void saysWhichChecksOfReadingsItMakesPossible() {
    assertThat(PlausibilityChecks.of(SensorTable.EMPTY)).isEqualTo(PlausibilityChecks.NONE);
    assertThat(PlausibilityChecks.of(table("- { sensor: a, expectedInterval: 1h, unit: K }")))
        .isEqualTo(PlausibilityChecks.NONE);
    for (String sensor : new String[] {"a", "a*"}) {
      for (String metric : new String[] {"", "metric: m, "}) {
        String row = "- { sensor: " + sensor + ", " + metric;
        assertThat(PlausibilityChecks.of(table(row + "min: 0 }")))
            .isEqualTo(new PlausibilityChecks(true, false));
        assertThat(PlausibilityChecks.of(table(row + "max: 0, stuckAfter: 1h }")))
            .isEqualTo(new PlausibilityChecks(true, true));
        assertThat(PlausibilityChecks.of(table(row + "stuckAfter: 1h }")))
            .isEqualTo(new PlausibilityChecks(false, true));
      }
    }
  }

  @Test
  void saysPlainlyWhatIsNotKnown() {
    SensorTable table = table("- { sensor: boiler-7 }");
    for (String sensor : new String[] {"boiler-7", "boiler-8"}) {
      SeriesSpec spec = table.spec(new Series(sensor, "temperature"));
      assertThat(spec).isSameAs(SeriesSpec.UNKNOWN);
      assertThat(spec.unit()).isNull();
      assertThat(spec.expectedInterval()).isNull();
      assertThat(spec.stuckAfter()).isNull();
      assertThat(spec.limit("hot")).isEqualTo(OptionalDouble.empty());
      assertThat(spec.validRange()).isEqualTo(ValidRange.ALL);
      assertThat(spec.validRange().contains(-Double.MAX_VALUE)).isTrue();
      assertThat(table.labels(sensor)).isEmpty();
    }
    assertThat(table.names("boiler-8")).isFalse();
    assertThat(table.knows("boiler-7")).isTrue();
    assertThat(table.knows("boiler-8")).isFalse();
    assertThat(SensorTable.EMPTY.spec(new Series("a", "b"))).isSameAs(SeriesSpec.UNKNOWN);
    assertThat(SensorTable.EMPTY.labels("a")).isEmpty();
  }

  @Test
  void anExactSensorWinsOverGlobsFieldByField() {
    SensorTable table =
        table(
            """
            - { sensor: "boiler-*", labels: { site: north, kind: boiler }, unit: °C, max: 100,
                limits: { hot: 90, warm: 80 } }
            - { sensor: boiler-7, labels: { site: south }, min: -5, limits: { hot: 95 } }
            """);
    assertThat(table.labels("boiler-7")).isEqualTo(Map.of("site", "south", "kind", "boiler"));
    assertThat(table.spec(new Series("boiler-7", "t")))
        .isEqualTo(
            new SeriesSpec(
                "°C", Map.of("hot", 95.0, "warm", 80.0), new ValidRange(-5, 100), null, null));
    assertThat(table.labels("boiler-8")).isEqualTo(Map.of("site", "north", "kind", "boiler"));
    assertThat(table.spec(new Series("boiler-8", "t")).limit("hot")).hasValue(90);
  }

  @Test
  void theFirstGlobInTheFileThatHasAFieldCounts() {
    SensorTable table =
        table(
            """
            - { sensor: "*-7", unit: K, labels: { a: 1 } }
            - { sensor: "boiler-*", unit: °C, min: 0, labels: { a: 2, b: 2 } }
            - { sensor: "*", min: -1, max: 9, labels: { b: 3, c: 3 } }
            """);
    assertThat(table.spec(new Series("boiler-7", "t")))
        .isEqualTo(new SeriesSpec("K", Map.of(), new ValidRange(0, 9), null, null));
    assertThat(table.labels("boiler-7")).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
    assertThat(table.spec(new Series("fridge", "t")).unit()).isNull();
  }

  @Test
  void aRowForTheMetricCountsBeforeThatForAllMetrics() {
    SensorTable table =
        table(
            """
            - { sensor: a, unit: V, expectedInterval: 1m }
            - { sensor: a, metric: temperature, unit: °C }
            - { sensor: "*", unit: A, min: 0 }
            - { sensor: "*", metric: temperature, min: -40 }
            """);
    assertThat(table.spec(new Series("a", "temperature")))
        .isEqualTo(
            new SeriesSpec(
                "°C",
                Map.of(),
                new ValidRange(-40, Double.POSITIVE_INFINITY),
                Duration.ofMinutes(1),
                null));
    assertThat(table.spec(new Series("a", "other")).unit()).isEqualTo("V");
    assertThat(table.spec(new Series("a", "other")).validRange().min()).isZero();
    assertThat(table.metrics("a")).containsExactly("temperature");
  }

  @Test
  void theRowsOfAGlobStandInThePlaceOfItsFirst() {
    SensorTable table =
        table(
            """
            - { sensor: "a*", unit: V }
            - { sensor: "*", metric: m, unit: A }
            - { sensor: "a*", metric: m, unit: K }
            """);
    assertThat(table.spec(new Series("ab", "m")).unit()).isEqualTo("K");
  }

  @Test
  void labelsBelongToTheSensorWhateverTheMetricOfTheirRow() {
    SensorTable table =
        table(
            """
            - { sensor: a, metric: m, labels: { site: north } }
            - { sensor: a, metric: n, labels: { site: north, line: 1 } }
            """);
    assertThat(table.labels("a")).isEqualTo(Map.of("site", "north", "line", "1"));
  }

  @Test
  void aBoundThatContradictsOneThatCountsBeforeItIsNotTaken() {
    SensorTable table =
        table(
            """
            - { sensor: a, min: 100 }
            - { sensor: "*", max: 50 }
            - { sensor: "?", max: 200 }
            """);
    assertThat(table.spec(new Series("a", "m")).validRange()).isEqualTo(new ValidRange(100, 200));
    assertThat(table.spec(new Series("b", "m")).validRange().max()).isEqualTo(50);
  }

  @Test
  void equalValuesAreOneObject() {
    StringBuilder rows = new StringBuilder("sensor,label.site,unit,limit.hot\n");
    for (int i = 0; i < 10_000; i++) {
      rows.append("s").append(i).append(",north,°C,90\n");
    }
    SensorTable table = SensorFile.parseCsv("s.csv", rows.toString());
    SeriesSpec spec = table.spec(new Series("s0", "t"));
    Map<String, String> labels = table.labels("s0");
    for (int i = 0; i < 10_000; i++) {
      assertThat(table.spec(new Series("s" + i, "t"))).isSameAs(spec);
      assertThat(table.labels("s" + i)).isSameAs(labels);
    }
  }

  @Test
  void whatIsReturnedCannotBeChanged() {
    SensorTable table = table("- { sensor: a, labels: { b: c }, limits: { d: 1 } }");
    assertThatThrownBy(() -> table.labels("a").put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> table.spec(new Series("a", "m")).limits().put("x", 1.0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void zeroHasNoSign() {
    SeriesSpec spec =
        new SeriesSpec(null, Map.of("a", -0.0), new ValidRange(-0.0, -0.0), null, null);
    assertThat(spec)
        .isEqualTo(new SeriesSpec(null, Map.of("a", 0.0), new ValidRange(0.0, 0.0), null, null));
  }

  private static SensorTable table(String rows) {
    return SensorFile.parseYaml("sensors.yaml", "sensors:\n" + rows.indent(2));
  }
}
