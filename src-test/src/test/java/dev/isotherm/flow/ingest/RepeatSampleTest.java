package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepeatSampleTest {

  private record Row(Series series, long millis, double value) {}

  private static void add(RepeatSample sample, List<Row> rows) {
    for (int from = 0; from < rows.size(); from += 1_000) {
      List<Row> some = rows.subList(from, Math.min(rows.size(), from + 1_000));
      ReadingBlock room = ReadingBlock.ofSize(some.size());
      for (int i = 0; i < some.size(); i++) {
        room.series()[i] = some.get(i).series();
        room.epochMillis()[i] = some.get(i).millis();
        room.values()[i] = some.get(i).value();
      }
      sample.add(room.first(some.size()));
    }
  }

  private static RepeatSample sampleOf(List<Row> rows) {
    RepeatSample sample = new RepeatSample();
    add(sample, rows);
    return sample;
  }

  /** Readings of sensors that all measure two metrics at each instant. */
  private static List<Row> rows(int sensors, int instants, long stepMillis) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < instants; i++) {
      for (int sensor = 0; sensor < sensors; sensor++) {
        long millis = 1_751_328_000_000L + i * stepMillis;
        rows.add(new Row(new Series("sensor_" + sensor, "t"), millis, i % 7));
        rows.add(new Row(new Series("sensor_" + sensor, "u"), millis, i % 7));
      }
    }
    return rows;
  }

  @Test
  void ofFewReadingsTheCountIsExact() {
    Series s1 = new Series("s1", "t");
    Row row = new Row(s1, 0, 21);
    List<Row> others =
        List.of(
            new Row(new Series("s2", "t"), 0, 21),
            new Row(new Series("s1", "u"), 0, 21),
            new Row(new Series("s1t", "" + "x"), 0, 21),
            new Row(s1, 1, 21),
            new Row(s1, 0, 22),
            row);
    assertThat(sampleOf(others).repeats()).isZero();
    RepeatSample sample = sampleOf(others);
    add(sample, List.of(row, row, others.get(0)));
    assertThat(sample.repeats()).isEqualTo(3);
    assertThat(sample.isExact()).isTrue();
    List<Row> most = rows(8, RepeatSample.MOST / 16, 60_000);
    RepeatSample twice = sampleOf(most);
    add(twice, most);
    assertThat(twice.repeats()).isEqualTo(RepeatSample.MOST);
    assertThat(twice.isExact()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 20000, 1000",
    "5, 20000, 60000",
    "1, 100000, 3600000",
    "1, 100000, 86400000",
    "100000, 1, 1000",
    "2000, 50, 60000",
    "100, 1000, 1"
  })
  void aCopyOfManyReadingsIsFound(int sensors, int instants, long stepMillis) {
    List<Row> rows = rows(sensors, instants, stepMillis);
    RepeatSample sample = sampleOf(rows);
    assertThat(sample.isExact()).isFalse();
    assertThat(sample.repeats()).isZero();
    RepeatSample copy = sampleOf(rows);
    copy.merge(sample);
    assertThat((double) copy.repeats()).isBetween(0.85 * rows.size(), 1.15 * rows.size());
  }

  @Test
  void theResultDoesNotDependOnOrderOrDistribution() {
    Random random = Seeded.random(RepeatSampleTest.class);
    List<Row> rows = rows(10, 3_000, 60_000);
    rows.addAll(rows.subList(0, 9_000));
    long expected = sampleOf(rows).repeats();
    assertThat((double) expected).isBetween(7_000.0, 11_000.0);
    for (int trial = 0; trial < 5; trial++) {
      Collections.shuffle(rows, random);
      RepeatSample sum = new RepeatSample();
      for (int from = 0; from < rows.size(); ) {
        int to = Math.min(rows.size(), from + 1 + random.nextInt(30_000));
        sum.merge(sampleOf(rows.subList(from, to)));
        from = to;
      }
      assertThat(sum.repeats()).isEqualTo(expected);
    }
  }

  /** Nothing is said rather than something wrong, and the memory stays bounded. */
  @Test
  void manyValuesOfOneInstantAreNotCounted() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(new Row(new Series("s", "t"), 0, i));
    }
    assertThat(sampleOf(rows).repeats()).isZero();
  }
}
