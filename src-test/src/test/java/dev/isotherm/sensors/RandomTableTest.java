package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.glob.Glob;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.sensors.file.SensorWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random tables, beside a reading of their rows one by one. */
class RandomTableTest {

  private static final int ROUNDS = 300;
  private static final String[] METRICS = {SensorRow.ALL_METRICS, "m", "n"};
  private static final List<String> NAMES = List.of("a", "b", "ab", "ba", "aa", "bb", "c");

  private final Random random = Seeded.random(RandomTableTest.class);

  @Test
  void saysWhatItsRowsSay() {
    for (int round = 0; round < ROUNDS; round++) {
      List<SensorRow> rows = rows();
      SensorTable table = table(rows);
      for (String name : NAMES) {
        assertThat(table.labels(name)).as("%s of %s", name, rows).isEqualTo(labels(name, rows));
        for (String metric : List.of("m", "n", "o")) {
          assertThat(table.spec(new Series(name, metric)))
              .as("%s of %s in %s", metric, name, rows)
              .isEqualTo(spec(name, metric, rows));
        }
      }
    }
  }

  @Test
  void theOrderOfSensorsDoesNotChangeTheFingerprint() {
    for (int round = 0; round < ROUNDS; round++) {
      List<SensorRow> rows = rows();
      List<SensorRow> shuffled =
          new ArrayList<>(rows.stream().filter(row -> !SensorRow.isGlob(row.sensor())).toList());
      Collections.shuffle(shuffled, random);
      shuffled.addAll(rows.stream().filter(row -> SensorRow.isGlob(row.sensor())).toList());
      assertThat(table(shuffled).fingerprint()).isEqualTo(table(rows).fingerprint());
    }
  }

  /** Of two orders of globs, the fingerprint is equal only where all answers are. */
  @Test
  void equalFingerprintsMeanEqualAnswers() {
    int equal = 0;
    int different = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<SensorRow> rows = rows();
      List<SensorRow> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, random);
      SensorTable one = table(rows);
      SensorTable other = table(shuffled);
      if (!one.fingerprint().equals(other.fingerprint())) {
        different++;
        continue;
      }
      equal++;
      for (String name : NAMES) {
        assertThat(other.labels(name)).isEqualTo(one.labels(name));
        for (String metric : List.of("m", "n", "o")) {
          assertThat(other.spec(new Series(name, metric)))
              .as("%s of %s in %s", metric, name, rows)
              .isEqualTo(one.spec(new Series(name, metric)));
        }
      }
    }
    assertThat(equal).isGreaterThan(10);
    assertThat(different).isGreaterThan(10);
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    for (int round = 0; round < ROUNDS; round++) {
      SensorTable table = table(rows());
      StringBuilder csv = new StringBuilder();
      SensorWriter.write(table, line -> csv.append(line).append('\n'));
      SensorTable read = SensorFile.parseCsv("written.csv", csv.toString());
      assertThat(read.fingerprint()).as(csv.toString()).isEqualTo(table.fingerprint());
      StringBuilder again = new StringBuilder();
      SensorWriter.write(read, line -> again.append(line).append('\n'));
      assertThat(again.toString()).isEqualTo(csv.toString());
    }
  }

  /** Rows without contradictions within a sensor: its labels are functions of its name. */
  private List<SensorRow> rows() {
    List<SensorRow> rows = new ArrayList<>();
    Set<List<String>> taken = new LinkedHashSet<>();
    int globs = 1 + random.nextInt(4);
    for (int i = 0; i < 12; i++) {
      String sensor = i < globs ? pattern() : NAMES.get(random.nextInt(NAMES.size() - 1));
      String metric = METRICS[random.nextInt(METRICS.length)];
      if (taken.add(List.of(sensor, metric))) {
        rows.add(new SensorRow(i + 2, sensor, metric, randomLabels(sensor), randomSpec()));
      }
    }
    Collections.shuffle(rows, random);
    return rows;
  }

  private String pattern() {
    return switch (random.nextInt(5)) {
      case 0 -> "*";
      case 1 -> "a*";
      case 2 -> "*b";
      case 3 -> "?a";
      default -> "b?";
    };
  }

  private Map<String, String> randomLabels(String sensor) {
    Map<String, String> labels = new HashMap<>();
    for (String name : List.of("site", "line")) {
      if (random.nextInt(3) == 0) {
        labels.put(name, (name + sensor).hashCode() % 2 == 0 ? "x, \"y\"" : " é ");
      }
    }
    return labels;
  }

  private SeriesSpec randomSpec() {
    Map<String, Double> limits = new HashMap<>();
    for (String name : List.of("hot", "cold")) {
      if (random.nextInt(3) == 0) {
        limits.put(name, random.nextInt(4) * 0.1);
      }
    }
    double min = random.nextInt(3) == 0 ? random.nextInt(5) : Double.NEGATIVE_INFINITY;
    double max = random.nextInt(3) == 0 ? random.nextInt(5) : Double.POSITIVE_INFINITY;
    return new SeriesSpec(
        random.nextInt(3) == 0 ? "u" + random.nextInt(2) : null,
        limits,
        new ValidRange(Math.min(min, max), Math.max(min, max)),
        random.nextInt(4) == 0 ? Duration.ofMillis(1 + random.nextInt(5_000_000)) : null,
        random.nextInt(4) == 0 ? Duration.ofDays(1 + random.nextInt(3)) : null);
  }

  private static SensorTable table(List<SensorRow> rows) {
    SensorTableBuilder builder = new SensorTableBuilder();
    for (SensorRow row : rows) {
      builder.add(
          row,
          error -> {
            throw new AssertionError(error + " in " + rows);
          });
    }
    return builder.build();
  }

  private static Map<String, String> labels(String name, List<SensorRow> rows) {
    Map<String, String> labels = new TreeMap<>();
    for (SensorRow row : inOrder(name, rows)) {
      row.labels().forEach(labels::putIfAbsent);
    }
    return labels;
  }

  private static SeriesSpec spec(String name, String metric, List<SensorRow> rows) {
    String unit = null;
    Duration expectedInterval = null;
    Duration stuckAfter = null;
    Map<String, Double> limits = new HashMap<>();
    double min = Double.NEGATIVE_INFINITY;
    double max = Double.POSITIVE_INFINITY;
    for (SensorRow row : inOrder(name, rows)) {
      if (!row.metric().isEmpty() && !row.metric().equals(metric)) {
        continue;
      }
      SeriesSpec one = row.spec();
      unit = unit == null ? one.unit() : unit;
      expectedInterval = expectedInterval == null ? one.expectedInterval() : expectedInterval;
      stuckAfter = stuckAfter == null ? one.stuckAfter() : stuckAfter;
      one.limits().forEach(limits::putIfAbsent);
      double nextMin = Double.isInfinite(min) ? one.validRange().min() : min;
      double nextMax = Double.isInfinite(max) ? one.validRange().max() : max;
      if (nextMin <= nextMax) {
        min = nextMin;
        max = nextMax;
      }
    }
    return new SeriesSpec(unit, limits, new ValidRange(min, max), expectedInterval, stuckAfter);
  }

  /** The rows about a sensor, the one that counts first before the others. */
  private static List<SensorRow> inOrder(String name, List<SensorRow> rows) {
    Set<String> sensors = new LinkedHashSet<>(List.of(name));
    for (SensorRow row : rows) {
      if (SensorRow.isGlob(row.sensor()) && new Glob(row.sensor()).matches(name)) {
        sensors.add(row.sensor());
      }
    }
    List<SensorRow> ordered = new ArrayList<>();
    for (String sensor : sensors) {
      rows.stream()
          .filter(row -> row.sensor().equals(sensor) && !row.metric().isEmpty())
          .forEach(ordered::add);
      rows.stream()
          .filter(row -> row.sensor().equals(sensor) && row.metric().isEmpty())
          .forEach(ordered::add);
    }
    return ordered;
  }
}
