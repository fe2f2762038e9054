package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.Slots;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of a series is a hint: whatever it is, readings come into the same averages. */
class WindowPreAggregatorTest {

  /** More than there are places to begin with. */
  private static final int MANY = 3_000;

  private static final int ROUNDS = 6;
  private static final Windowing MINUTES = Windowing.tumbling(Duration.ofMinutes(1));

  private int foundByNumber;

  @Test
  void findsEachSeriesByItsNumber() {
    assertThat(folded(300, sensor -> sensor)).isEqualTo(expected(300));
    assertThat(foundByNumber).as("the second of each window").isEqualTo(300 * ROUNDS / 2);
  }

  @Test
  void findsSeriesThatShareANumberOrHaveNoPlace() {
    assertThat(folded(MANY, sensor -> sensor)).isEqualTo(expected(MANY));
    assertThat(folded(MANY, sensor -> 0)).isEqualTo(expected(MANY));
    assertThat(folded(MANY, sensor -> sensor % 7 - 3)).isEqualTo(expected(MANY));
    assertThat(folded(MANY, sensor -> sensor * 0x9E3779B9)).isEqualTo(expected(MANY));
  }

  @Test
  void theCapacityFollowsWhatIsAggregated() throws Exception {
    WindowPreAggregator fold = new WindowPreAggregator(MINUTES, false, part -> {});
    for (int sensor = 0; sensor < 20_000; sensor++) {
      add(fold, series(sensor), 0);
    }
    fold.flush();
    assertThat(slots(fold)).isGreaterThanOrEqualTo(20_000);
    add(fold, series(0), 0);
    fold.flush();
    add(fold, series(0), 0);
    fold.flush();
    assertThat(slots(fold)).isLessThanOrEqualTo(1 << 11);
  }

  /** A sketch is larger than all else that a partial aggregate has. */
  @ParameterizedTest
  @CsvSource({"false, 65536", "true, 8192"})
  void fewerPartialsAreOpenWithPercentiles(boolean percentiles, int most) {
    for (Windowing windowing : List.of(MINUTES, Windowing.sessions(Duration.ofMinutes(1)))) {
      int[] sent = new int[1];
      PreAggregator fold = PreAggregator.by(windowing, percentiles, part -> sent[0]++);
      for (int sensor = 0; sensor < most; sensor++) {
        add(fold, series(sensor), 0);
      }
      assertThat(sent[0]).as("%s", windowing).isZero();
      add(fold, series(most), 0);
      assertThat(sent[0]).as("%s", windowing).isEqualTo(most);
    }
  }

  /** To look for their windows would cost more than to send them. */
  @Test
  void readingsGoAloneWhereHardlyAnyWindowHasTwo() {
    long[] sent = new long[2];
    PreAggregator fold =
        PreAggregator.by(
            MINUTES,
            part -> {
              sent[0]++;
              sent[1] += part.average().count();
            });
    int readings = 0;
    for (int sensor = 0; sensor <= PreAggregator.MAX_PARTIALS; sensor++) {
      add(fold, series(sensor), 0);
      readings++;
    }
    assertThat(sent[0]).isEqualTo(PreAggregator.MAX_PARTIALS);
    for (int i = 0; i < WindowPreAggregator.READINGS_ALONE; i++) {
      add(fold, series(i % 3), 0);
      readings++;
    }
    assertThat(sent[0]).isEqualTo(readings - 1);
    add(fold, series(1), 0);
    add(fold, series(1), 0);
    assertThat(sent[0]).as("aggregated again").isEqualTo(readings - 1);
    fold.flush();
    assertThat(sent).containsExactly(readings + 1, readings + 2);
  }

  /** As before a checkpoint: since the one before, there would have been room for all. */
  @Test
  void readingsAreAggregatedAgainOnceThereAreFew() {
    int[] sent = new int[1];
    PreAggregator fold = PreAggregator.by(MINUTES, part -> sent[0]++);
    for (int sensor = 0; sensor <= PreAggregator.MAX_PARTIALS; sensor++) {
      add(fold, series(sensor), 0);
    }
    add(fold, series(0), 0);
    assertThat(sent[0]).as("alone").isEqualTo(PreAggregator.MAX_PARTIALS + 1);
    fold.flush();
    add(fold, series(0), 0);
    add(fold, series(0), 0);
    assertThat(sent[0]).isEqualTo(PreAggregator.MAX_PARTIALS + 2);
    fold.flush();
    assertThat(sent[0]).isEqualTo(PreAggregator.MAX_PARTIALS + 3);
  }

  private static int slots(WindowPreAggregator fold) throws Exception {
    return Slots.of((Map<?, ?>) Slots.field(fold, "partials"))
        + ((Object[]) Slots.field(fold, "latest")).length;
  }

  /** As in a file that is in the order of time: not all its windows are kept until its end. */
  @Test
  void sendsWhatHasBeenAtRestForLong() {
    int windows = 4 * WindowPreAggregator.RESTING_CHECK_PARTIALS;
    int readingsOfEach =
        WindowPreAggregator.RESTING_CHECK_READINGS / WindowPreAggregator.RESTING_CHECK_PARTIALS;
    Map<SeriesWindow, Long> sent = new HashMap<>();
    PreAggregator fold =
        PreAggregator.by(
            MINUTES, part -> assertThat(sent.put(part.window(), part.average().count())).isNull());
    Series only = series(0);
    int mostKept = 0;
    long addedToLatest = 0;
    for (int minute = 0; minute < windows; minute++) {
      long at = minute * 60_000L;
      add(fold, only, at);
      for (int i = 1; i < readingsOfEach; i++) {
        addedToLatest += fold.addToLatest(only, 0, at, i) ? 1 : 0;
      }
      mostKept = Math.max(mostKept, minute + 1 - sent.size());
    }
    assertThat(addedToLatest).isEqualTo(windows * (readingsOfEach - 1L));
    assertThat(mostKept)
        .isBetween(
            WindowPreAggregator.RESTING_CHECK_PARTIALS,
            3 * WindowPreAggregator.RESTING_CHECK_PARTIALS);
    fold.flush();
    assertThat(sent).hasSize(windows);
    assertThat(sent.values()).containsOnly((long) readingsOfEach);
  }

  /** Its place must not lead there any more: what would be added to it would be lost. */
  @Test
  void addsNothingToWhatWasSent() {
    int period = WindowPreAggregator.RESTING_CHECK_PARTIALS;
    int readingsOfEach = WindowPreAggregator.RESTING_CHECK_READINGS / period;
    Map<SeriesWindow, Long> sent = new HashMap<>();
    PreAggregator fold =
        PreAggregator.by(
            MINUTES, part -> sent.merge(part.window(), part.average().count(), Long::sum));
    Series silent = series(1);
    Series busy = series(0);
    for (int minute = 0; minute <= 6 * period; minute++) {
      // The second time after the last places were made, which forget all.
      if (minute == 3 * period || minute == 4 * period + 1) {
        fold.add(0, 1, window(silent, 0), 1);
      }
      add(fold, busy, minute * 60_000L);
      for (int i = 1; i < readingsOfEach; i++) {
        fold.addToLatest(busy, 0, minute * 60_000L, i);
      }
    }
    assertThat(sent).containsEntry(window(silent, 0), 2L);
    assertThat(fold.addToLatest(silent, 1, 0, 1)).isFalse();
    fold.add(0, 1, window(silent, 0), 1);
    fold.flush();
    assertThat(sent).containsEntry(window(silent, 0), 3L);
  }

  /** A window that ends is sent once, whole, and the others stay where readings find them. */
  @Test
  void sendsWhatEnds() {
    Map<SeriesWindow, Long> sent = new HashMap<>();
    PreAggregator fold =
        PreAggregator.by(
            MINUTES, part -> assertThat(sent.put(part.window(), part.average().count())).isNull());
    Series[] series = {series(0), series(1), series(2)};
    for (long minute = 2; minute >= 0; minute--) {
      add(fold, series[(int) minute], minute * 60_000);
    }
    fold.sendBefore(59_998);
    assertThat(sent).isEmpty();
    fold.sendBefore(59_999);
    assertThat(sent).containsOnlyKeys(window(series[0], 0));
    assertThat(fold.addToLatest(series[0], 0, 0, 1)).as("was sent").isFalse();
    add(fold, series[1], 60_000);
    fold.sendBefore(119_998);
    assertThat(sent).hasSize(1);
    fold.sendBefore(119_999);
    assertThat(sent).containsEntry(window(series[1], 60_000), 2L).hasSize(2);
    fold.sendBefore(Long.MAX_VALUE);
    assertThat(sent).containsEntry(window(series[2], 120_000), 1L).hasSize(3);
  }

  /** As of a file that is in no order: all its windows are kept, however long it is. */
  @Test
  void keepsWhatReadingsComeBackTo() {
    int sensors = WindowPreAggregator.RESTING_CHECK_PARTIALS;
    int rounds = WindowPreAggregator.RESTING_CHECK_READINGS / sensors;
    int[] sent = {0};
    PreAggregator fold = PreAggregator.by(MINUTES, part -> sent[0]++);
    Series[] series =
        IntStream.range(0, sensors)
            .mapToObj(WindowPreAggregatorTest::series)
            .toArray(Series[]::new);
    for (int minutes = 1; minutes <= 3; minutes++) {
      for (int round = 0; round < rounds; round++) {
        for (int minute = minutes - 1; minute >= 0; minute--) {
          for (Series one : series) {
            add(fold, one, minute * 60_000L + round);
          }
        }
      }
    }
    assertThat(sent[0]).isZero();
    fold.flush();
    assertThat(sent[0]).isEqualTo(3 * sensors);
  }

  private static void add(PreAggregator fold, Series series, long at) {
    fold.add(at, 1, window(series, at), 0);
  }

  /** Two readings of each sensor in a minute, of equal series that are not the same. */
  private Map<SeriesWindow, AverageAccumulator> folded(int sensors, IntUnaryOperator numberOf) {
    Map<SeriesWindow, AverageAccumulator> sent = new HashMap<>();
    PreAggregator fold =
        PreAggregator.by(
            MINUTES, part -> assertThat(sent.put(part.window(), part.average())).isNull());
    Series[] series = new Series[sensors];
    for (int round = 0; round < ROUNDS; round++) {
      for (int sensor = 0; sensor < sensors; sensor++) {
        if (round % 4 == 0) {
          series[sensor] = series(sensor);
        }
        long at = at(round);
        int number = numberOf.applyAsInt(sensor);
        double value = value(round, sensor);
        if (fold.addToLatest(series[sensor], number, at, value)) {
          foundByNumber++;
        } else {
          fold.add(at, value, window(series[sensor], at), number);
        }
      }
    }
    fold.flush();
    return sent;
  }

  private static Map<SeriesWindow, AverageAccumulator> expected(int sensors) {
    Map<SeriesWindow, AverageAccumulator> expected = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int sensor = 0; sensor < sensors; sensor++) {
        expected
            .computeIfAbsent(window(series(sensor), at(round)), key -> new AverageAccumulator())
            .add(value(round, sensor));
      }
    }
    return expected;
  }

  private static Series series(int sensor) {
    return new Series("s" + sensor, "t");
  }

  private static SeriesWindow window(Series series, long at) {
    return new SeriesWindow(series, MINUTES.startOf(at), MINUTES.endOf(at));
  }

  private static long at(int round) {
    return round * 30_000L;
  }

  private static double value(int round, int sensor) {
    return round + sensor / 8.0;
  }
}
