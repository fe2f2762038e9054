package dev.isotherm.jobs.page.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesHistoryTest {

  private static final Series SERIES = new Series("a", "t");

  @Test
  void keepsTheLatestWindowsInOrderAsAMapWould() {
    var random = Seeded.random(SeriesHistoryTest.class);
    for (int round = 0; round < 200; round++) {
      int most = 1 + random.nextInt(50);
      SeriesHistory history = new SeriesHistory(0, SERIES, most);
      TreeMap<Long, Double> expected = new TreeMap<>();
      for (int i = 0; i < 150; i++) {
        long start = random.nextInt(100);
        if (random.nextInt(5) == 0) {
          assertThat(history.remove(start)).isEqualTo(expected.remove(start) != null);
        } else {
          history.put(average(start, i, 0));
          expected.put(start, (double) i);
          if (expected.size() > most) {
            expected.pollFirstEntry();
          }
        }
        assertThat(history.size()).isEqualTo(expected.size());
      }
      int at = 0;
      for (var entry : expected.entrySet()) {
        assertThat(history.value(at, SeriesHistory.START)).isEqualTo(entry.getKey().doubleValue());
        assertThat(history.value(at, SeriesHistory.MEAN)).isEqualTo(entry.getValue());
        assertThat(history.indexOf(entry.getKey())).isEqualTo(at++);
      }
    }
  }

  @Test
  void theLaterRecordOfAWindowHolds() {
    SeriesHistory history = new SeriesHistory(0, SERIES, 10);
    history.put(average(0, 1, 0));
    history.put(average(0, 2, 1));
    // A stream that begins anew counts its revisions from 0 on.
    history.put(average(0, 3, 0));
    assertThat(history.size()).isEqualTo(1);
    assertThat(history.value(0, SeriesHistory.MEAN)).isEqualTo(3);
    assertThat(history.value(0, SeriesHistory.REVISION)).isZero();
  }

  @Test
  void namesEachChangeOnceAndOfManyOnlyTheLast() {
    SeriesHistory history = new SeriesHistory(0, SERIES, 1000);
    history.put(average(5, 1, 0));
    history.put(average(7, 1, 0));
    history.put(average(5, 2, 1));
    assertThat(history.takeChanges()).containsExactly(5, 7);
    assertThat(history.takeChanges()).isEmpty();
    for (int start = 0; start < 500; start++) {
      history.put(average(start, 1, 0));
    }
    assertThat(history.takeChanges())
        .hasSize(SeriesHistory.MOST_CHANGES + 1)
        .startsWith(500 - SeriesHistory.MOST_CHANGES - 1);
  }

  private static Average average(long start, double mean, int revision) {
    return new Average(SERIES, start, start + 10, 1, mean, mean, mean, mean, 0, revision);
  }
}
