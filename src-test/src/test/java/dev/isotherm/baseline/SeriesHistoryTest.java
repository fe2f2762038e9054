package dev.isotherm.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.average.PercentileSketch;
import dev.isotherm.baseline.Slots.By;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Average;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesHistoryTest {

  private static final Series SERIES = new Series("s", "m");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long START = Instant.parse("2025-10-01T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;
  private static final int CASES = 20;

  private final Random random = Seeded.random(SeriesHistoryTest.class);

  @Test
  void learnsTheSameFromEveryOrder() throws IOException {
    for (By by : By.values()) {
      Slots slots = new Slots(by, BERLIN);
      for (int i = 0; i < CASES; i++) {
        int days = 1 + random.nextInt(20);
        List<Reading> readings = readings(random.nextInt(400) + 1);
        assertThat(learned(slots, days, readings)).isEqualTo(expected(slots, days, readings));
      }
    }
  }

  private List<Reading> readings(int count) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long millis = START + random.nextInt(40 * 24) * HOUR / 2;
      readings.add(new Reading(SERIES, millis, 20 + random.nextGaussian()));
    }
    return readings;
  }

  /** Learns with the history written, read and copied in between. */
  private List<LearnedSlot> learned(Slots slots, int days, List<Reading> readings)
      throws IOException {
    SeriesHistory history = new SeriesHistory();
    for (Reading reading : readings) {
      history.add(slots, days, reading.epochMillis(), reading.value());
      if (random.nextInt(50) == 0) {
        history = random.nextBoolean() ? history.copy() : SeriesHistory.readFrom(bytes(history));
      }
    }
    return history.learned(SERIES);
  }

  private static DataInputStream bytes(SeriesHistory history) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    history.writeTo(new DataOutputStream(bytes));
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  /** Looks at all readings for each slot. */
  private static List<LearnedSlot> expected(Slots slots, int days, List<Reading> readings) {
    List<Reading> sorted = new ArrayList<>(readings);
    Collections.shuffle(sorted);
    LocalDate first =
        sorted.stream().map(SeriesHistoryTest::day).max(LocalDate::compareTo).orElseThrow();
    LocalDate from = first.minusDays(days - 1L);
    List<LearnedSlot> expected = new ArrayList<>();
    for (int slot = 0; slot < slots.by().slots(); slot++) {
      AverageAccumulator average = new AverageAccumulator();
      PercentileSketch percentiles = new PercentileSketch();
      for (Reading reading : sorted) {
        if (slots.of(reading.epochMillis()) == slot && !day(reading).isBefore(from)) {
          average.add(reading.value());
          percentiles.add(reading.value());
        }
      }
      if (average.count() > 0) {
        Average all = average.toAverage(SERIES, 0, 1, 0);
        List<Double> found = Usual.PERCENTS.stream().map(percentiles::percentile).toList();
        expected.add(
            new LearnedSlot(SERIES, slot, new Usual(all.count(), all.mean(), all.stddev(), found)));
      }
    }
    return expected;
  }

  private static LocalDate day(Reading reading) {
    return Instant.ofEpochMilli(reading.epochMillis()).atZone(BERLIN).toLocalDate();
  }

  @Test
  void daysCountBackFromTheLatestReading() {
    Slots slots = new Slots(By.NONE, BERLIN);
    SeriesHistory history = new SeriesHistory();
    long midnight = Instant.parse("2025-07-01T22:00:00Z").toEpochMilli();
    history.add(slots, 2, midnight, 1);
    history.add(slots, 2, midnight - 1, 2);
    history.add(slots, 2, midnight - 24 * HOUR, 3);
    history.add(slots, 2, midnight - 24 * HOUR - 1, 4);
    assertThat(history.learned(SERIES).get(0).usual().count()).isEqualTo(3);
    history.add(slots, 2, midnight + 24 * HOUR, 5);
    assertThat(history.learned(SERIES).get(0).usual().mean()).isEqualTo(3);
  }

  @Test
  void nothingIsLearnedFromNothing() {
    assertThat(new SeriesHistory().learned(SERIES)).isEmpty();
  }
}
