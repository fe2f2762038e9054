package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import dev.isotherm.sensors.file.SensorFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SensorTablesTest {

  private static final Series TEMPERATURE = new Series("a", "temperature");

  @Test
  void knowsEachVersionFromItsInstantOn() {
    SensorTables tables = new SensorTables(table("- { sensor: a, limits: { hot: 80 } }"));
    assertThat(tables.isOne()).isTrue();
    assertThat(tables.add(change(10, "- { sensor: a, limits: { hot: 90 } }"))).isTrue();
    assertThat(tables.at(9).spec(TEMPERATURE).limit("hot")).hasValue(80);
    assertThat(tables.at(10).spec(TEMPERATURE).limit("hot")).hasValue(90);
    assertThat(tables.at(Long.MIN_VALUE).spec(TEMPERATURE).limit("hot")).hasValue(80);
    assertThat(tables.latest()).isSameAs(tables.at(Long.MAX_VALUE));
    assertThat(tables.isOne()).isFalse();
    assertThat(tables.versions())
        .extracting(SensorTables.Version::fromMillis)
        .containsExactly(Long.MIN_VALUE, 10L);
  }

  @Test
  void addsAndRemovesSensors() {
    SensorTables tables = new SensorTables(table("- { sensor: b }\n- { sensor: a }"));
    tables.add(new SensorChange(10, "a", 0, null));
    tables.add(change(20, "- { sensor: c, labels: { site: north } }"));
    assertThat(tables.at(9).names("a")).isTrue();
    assertThat(tables.at(10).names("a")).isFalse();
    assertThat(tables.at(10).entry("a")).isNull();
    assertThat(tables.at(19).names("c")).isFalse();
    assertThat(tables.at(20).labels("c")).isEqualTo(Map.of("site", "north"));
    assertThat(tables.at(20).sensors()).containsExactly("b", "c");
    assertThat(tables.at(20).sensorCount()).isEqualTo(2);
  }

  @Test
  void ignoresASecondChangeOfOneInstant() {
    SensorTables tables = new SensorTables(SensorTable.EMPTY);
    assertThat(tables.add(change(10, "- { sensor: a, unit: K }"))).isTrue();
    assertThat(tables.add(change(10, "- { sensor: a, unit: C }"))).isFalse();
    assertThat(tables.add(change(10, "- { sensor: b, unit: C }"))).isTrue();
    assertThat(tables.at(10).spec(TEMPERATURE).unit()).isEqualTo("K");
    assertThat(tables.versions()).hasSize(2);
  }

  /** A version that comes late is part of those after it. */
  @Test
  void takesChangesInAnyOrder() {
    SensorTables tables = new SensorTables(SensorTable.EMPTY);
    tables.add(change(30, "- { sensor: a, unit: K }"));
    assertThat(tables.at(30).names("b")).isFalse();
    tables.add(change(20, "- { sensor: b, unit: C }"));
    tables.add(change(SensorChange.FROM_THE_START, "- { sensor: c, unit: V }"));
    assertThat(tables.at(30).sensors()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(tables.at(20).sensors()).containsExactlyInAnyOrder("b", "c");
    assertThat(tables.at(0).sensors()).containsExactly("c");
  }

  @Test
  void globsHaveTheirOrder() {
    SensorTables tables = new SensorTables(table("- { sensor: 'a*', unit: K }"));
    tables.add(glob(10, -1, "- { sensor: '*', unit: C }"));
    assertThat(tables.at(9).spec(TEMPERATURE).unit()).isEqualTo("K");
    assertThat(tables.at(10).spec(TEMPERATURE).unit()).isEqualTo("C");
    tables.add(glob(20, 5, "- { sensor: '*', unit: F }"));
    assertThat(tables.at(20).spec(TEMPERATURE).unit()).isEqualTo("K");
    tables.add(new SensorChange(30, "a*", 0, null));
    assertThat(tables.at(30).spec(TEMPERATURE).unit()).isEqualTo("F");
    assertThat(tables.at(10).spec(TEMPERATURE).unit()).isEqualTo("C");
  }

  @Test
  void saysSinceWhenASensorIsAsItIs() {
    SensorTables tables = new SensorTables(table("- { sensor: a, unit: K }"));
    tables.add(change(10, "- { sensor: b, unit: K }"));
    tables.add(glob(20, 0, "- { sensor: '*', unit: C }"));
    tables.add(change(30, "- { sensor: a, unit: F }"));
    assertThat(tables.at(10).changedMillis("a")).isEqualTo(SensorChange.NEVER);
    assertThat(tables.at(10).changedMillis("b")).isEqualTo(10);
    assertThat(tables.at(25).changedMillis("b")).isEqualTo(20);
    assertThat(tables.at(30).changedMillis("a")).isEqualTo(30);
    assertThat(tables.at(30).changedMillis("b")).isEqualTo(20);
    tables.add(change(SensorChange.FROM_THE_START, "- { sensor: c, unit: F }"));
    assertThat(tables.at(0).changedMillis("c")).isGreaterThan(SensorChange.NEVER);
    assertThat(tables.changedAt(20)).isEqualTo(new SensorTables.Changed(Set.of(), true));
    assertThat(tables.changedAt(30)).isEqualTo(new SensorTables.Changed(Set.of("a"), false));
  }

  @Test
  void theFingerprintIsThatOfAllVersions() {
    SensorTables tables = new SensorTables(table("- { sensor: a, unit: K }"));
    String one = tables.fingerprint();
    assertThat(one).isEqualTo(table("- { sensor: a, unit: K }").fingerprint());
    tables.add(change(10, "- { sensor: a, unit: C }"));
    tables.add(new SensorChange(20, "b*", 1, null));
    SensorTables same = new SensorTables(table("- { sensor: a, unit: K }"));
    same.add(new SensorChange(20, "b*", 1, null));
    same.add(change(10, "- { sensor: a, unit: C }"));
    assertThat(tables.fingerprint()).isEqualTo(same.fingerprint()).isNotEqualTo(one);
    SensorTables other = new SensorTables(table("- { sensor: a, unit: K }"));
    other.add(change(11, "- { sensor: a, unit: C }"));
    other.add(new SensorChange(20, "b*", 1, null));
    assertThat(other.fingerprint()).isNotEqualTo(tables.fingerprint());
  }

  /** At each instant, the table is that which a file with the same rows gives. */
  @Test
  void agreesWithTablesThatAreReadAnew() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      SensorTables tables = new SensorTables(table(""));
      List<SensorChange> accepted = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        SensorChange change = randomChange(random);
        if (tables.add(change)) {
          accepted.add(change);
        }
        SensorTable look = tables.at(random.nextInt(10)); // fills what is remembered
        look.spec(TEMPERATURE);
        look.labels("ab");
      }
      for (long instant = -1; instant < 10; instant++) {
        assertSame(tables.at(instant), anew(accepted, instant), "seed " + seed + " at " + instant);
      }
    }
  }

  private static void assertSame(SensorTable actual, SensorTable expected, String description) {
    List<String> lines = new ArrayList<>();
    CanonicalForm.write(expected, lines::add);
    List<String> actualLines = new ArrayList<>();
    CanonicalForm.write(actual, actualLines::add);
    assertThat(actualLines).as(description).isEqualTo(lines);
    assertThat(actual.sensorCount()).as(description).isEqualTo(expected.sensorCount());
    assertThat(actual.sensors())
        .as(description)
        .containsExactlyInAnyOrderElementsOf(expected.sensors());
    assertThat(PlausibilityChecks.of(actual))
        .as(description)
        .isEqualTo(PlausibilityChecks.of(expected));
    for (String sensor : List.of("a", "ab", "b", "ba")) {
      assertThat(actual.labels(sensor)).as(description).isEqualTo(expected.labels(sensor));
      assertThat(actual.names(sensor)).as(description).isEqualTo(expected.names(sensor));
      assertThat(actual.metrics(sensor)).as(description).isEqualTo(expected.metrics(sensor));
      for (String metric : List.of("temperature", "pressure")) {
        Series series = new Series(sensor, metric);
        assertThat(actual.spec(series)).as(description).isEqualTo(expected.spec(series));
        assertThat(actual.hasRow(series)).as(description).isEqualTo(expected.hasRow(series));
        assertThat(expected.hasRow(series))
            .as(description)
            .isEqualTo(expected.metrics(sensor).contains(metric));
      }
    }
  }

  private static SensorTable anew(List<SensorChange> changes, long instant) {
    Map<String, SensorChange> last = new TreeMap<>();
    changes.stream()
        .filter(change -> change.fromMillis() <= instant)
        .sorted(Comparator.comparingLong(SensorChange::fromMillis))
        .forEach(change -> last.put(change.sensor(), change));
    SensorTableBuilder builder = new SensorTableBuilder();
    last.values().stream()
        .filter(change -> change.entry() != null)
        .sorted(Comparator.comparingInt(SensorChange::order))
        .forEach(change -> addRows(change.entry(), builder));
    return builder.build();
  }

  private static void addRows(SensorEntry entry, SensorTableBuilder builder) {
    Map<String, String> labels = entry.labelValues();
    entry
        .specs()
        .forEach(
            (metric, spec) ->
                builder.add(
                    new SensorRow(1, entry.sensor(), metric, labels, spec.value()),
                    error -> {
                      throw new AssertionError(error);
                    }));
  }

  private static SensorChange randomChange(Random random) {
    String sensor = List.of("a", "ab", "b", "a*", "*b", "*").get(random.nextInt(6));
    long from = random.nextInt(9) == 0 ? SensorChange.FROM_THE_START : random.nextInt(9);
    int order = random.nextInt(3);
    if (random.nextInt(4) == 0) {
      return new SensorChange(from, sensor, order, null);
    }
    StringBuilder rows = new StringBuilder();
    for (String metric : List.of("", "temperature", "pressure")) {
      if (metric.isEmpty() || random.nextBoolean()) {
        rows.append(row(sensor, metric, random));
      }
    }
    return new SensorChange(from, sensor, order, entry(rows.toString()));
  }

  private static String row(String sensor, String metric, Random random) {
    StringBuilder row = new StringBuilder("- { sensor: '" + sensor + "'");
    if (!metric.isEmpty()) {
      row.append(", metric: ").append(metric);
    } else if (random.nextBoolean()) {
      row.append(", labels: { site: s").append(random.nextInt(3)).append(" }");
    }
    String[] fields = {"unit: K", "min: -1", "max: 9", "stuckAfter: 1h", "limits: { hot: 3 }"};
    for (String field : fields) {
      row.append(random.nextInt(3) == 0 ? ", " + field : "");
    }
    return row.append(" }\n").toString();
  }

  private static SensorTable table(String rows) {
    return SensorFile.parseYaml("t.yaml", rows.isEmpty() ? "sensors: []" : "sensors:\n" + rows);
  }

  private static SensorEntry entry(String rows) {
    SensorTable table = table(rows);
    SensorEntry entry = table.sensorCount() == 0 ? table.globs().get(0) : null;
    return entry == null ? table.entry(table.sensors().iterator().next()) : entry;
  }

  private static SensorChange change(long from, String rows) {
    return glob(from, 0, rows);
  }

  private static SensorChange glob(long from, int order, String rows) {
    SensorEntry entry = entry(rows);
    return new SensorChange(from, entry.sensor(), order, entry);
  }
}
