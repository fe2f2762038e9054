package dev.isotherm.flow.partial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.flow.average.WindowKeyedBySeries;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class SeriesSharesTest {

  private final Random random = Seeded.random(getClass());

  /** So state that was keyed by series and window is where its share is. */
  @Test
  void aShareIsWhereItsWindowsWouldBe() {
    for (int i = 0; i < 2_000; i++) {
      SeriesWindow window = window();
      SeriesWindow byWindow = key(SeriesShares.BY_WINDOW, window);
      SeriesWindow bySeries = key(SeriesShares.BY_SERIES, window);
      for (int keyGroups = 1; keyGroups <= SeriesShares.COUNT; keyGroups *= 2) {
        assertThat(group(byWindow, keyGroups)).isEqualTo(group(window, keyGroups));
        assertThat(group(new WindowKeyedBySeries(bySeries), keyGroups))
            .isEqualTo(group(window.series(), keyGroups));
      }
      assertThat(byWindow.startMillis()).isEqualTo(window.startMillis());
      assertThat(byWindow.endMillis()).isEqualTo(window.endMillis());
    }
  }

  @Test
  void sharesAreUsedAlike() {
    int[] counts = new int[SeriesShares.COUNT];
    for (int i = 0; i < 100 * SeriesShares.COUNT; i++) {
      counts[SeriesShares.BY_WINDOW.of(new SeriesWindow(new Series("s" + i, "t"), 0, 1))]++;
    }
    assertThat(IntStream.of(counts).boxed()).allMatch(count -> count > 40 && count < 180);
  }

  @Test
  void theSameShareOfAWindowHasTheSameKey() {
    SeriesWindow window = window();
    assertThat(key(SeriesShares.BY_WINDOW, window)).isEqualTo(key(SeriesShares.BY_WINDOW, window));
  }

  private SeriesWindow window() {
    long start = random.nextLong() >> random.nextInt(20) >> 2;
    String sensor = "sensor-" + random.nextInt();
    return new SeriesWindow(
        new Series(sensor, "temperature"), start, start + 1 + random.nextInt(86_400_000));
  }

  private static SeriesWindow key(SeriesShares shares, SeriesWindow window) {
    return shares.key(shares.of(window), window.startMillis(), window.endMillis());
  }

  private static int group(Object key, int keyGroups) {
    return KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups);
  }
}
