package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AverageAccumulatorTest {

  private static final Series SERIES = new Series("boiler", "temperature");
  private static final long SEED = 20250701;

  @Test
  void knowsTheSeedCase() {
    Average average = average(21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    assertThat(average.count()).isEqualTo(10);
    assertThat(average.sum()).isEqualTo(255.0);
    assertThat(average.mean()).isEqualTo(25.5);
    assertThat(average.min()).isEqualTo(21.0);
    assertThat(average.max()).isEqualTo(30.0);
    assertThat(average.stddev()).isEqualTo(Math.sqrt(8.25));
  }

  @Test
  void nothingHasNoAverage() {
    assertThatThrownBy(() -> average())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is no average of no readings (boiler/temperature)");
  }

  @Test
  void oneReadingHasNoSpread() {
    for (double value : new double[] {0.1, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE}) {
      Average average = average(value);
      assertThat(average.sum()).isEqualTo(value == 0 ? 0.0 : value);
      assertThat(average.mean()).isEqualTo(value == 0 ? 0.0 : value);
      assertThat(average.stddev()).isEqualTo(0.0);
    }
  }

  @Test
  void cancellationLosesNothing() {
    Average average = average(1e308, 1.0, -1e308, 1e-308, 1e308, -1e308, -1.0);
    assertThat(average.sum()).isEqualTo(1e-308);
  }

  @Test
  void aSumBeyondTheLargestDoubleIsInfiniteButItsMeanIsNot() {
    Average average = average(Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(average.sum()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(average.mean()).isEqualTo(Double.MAX_VALUE);
    assertThat(average.stddev()).isEqualTo(0.0);
  }

  @Test
  void refusesWhatIsNotFinite() {
    AverageAccumulator partial = new AverageAccumulator();
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> partial.add(value))
          .hasMessage("cannot add " + value + ": must be a finite number");
    }
    assertThat(partial).isEqualTo(new AverageAccumulator());
  }

  @Test
  void spreadSurvivesAMeanABillionTimesAsLarge() {
    List<Double> values = new ArrayList<>();
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      values.add(1e9 + random.nextGaussian());
    }
    assertIsNearest(values);
  }

  @Test
  void everyShardingInEveryOrderGivesTheSameBits() throws IOException {
    double[] values = {1e16, 1.0, -1e16, 0.1, 1e-320, 3.5};
    byte[] expected = bytes(partial(values));
    List<List<Integer>> permutations = permutations(values.length);
    assertThat(permutations).hasSize(720);
    for (List<Integer> order : permutations) {
      for (int cuts = 0; cuts < 1 << (values.length - 1); cuts++) {
        AverageAccumulator merged = new AverageAccumulator();
        AverageAccumulator shard = new AverageAccumulator();
        for (int i = 0; i < values.length; i++) {
          shard.add(values[order.get(i)]);
          if ((cuts >> i & 1) == 1) {
            merged.merge(shard);
            merged.merge(new AverageAccumulator());
            shard = new AverageAccumulator();
          }
        }
        shard.merge(merged);
        assertThat(bytes(shard)).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatComesOneByOneInAnyOrderGivesTheSameBits() throws IOException {
    Random random = new Random(SEED);
    for (int set = 0; set < 500; set++) {
      List<Double> values = hostile(random, set);
      AverageAccumulator added = new AverageAccumulator();
      values.forEach(added::add);
      Collections.shuffle(values, random);
      AverageAccumulator merged = new AverageAccumulator();
      values.forEach(value -> merged.merge(AverageAccumulator.of(value)));
      assertThat(bytes(merged)).isEqualTo(bytes(added));
    }
  }

  @Test
  void matchesBigDecimalOnAMillionHostileValues() {
    System.out.println("PartialAverageTest seed " + SEED);
    Random random = new Random(SEED);
    int checked = 0;
    for (int set = 0; checked < 1_000_000; set++) {
      List<Double> values = hostile(random, set);
      assertIsNearest(values);
      checked += values.size();
    }
  }

  @Test
  void whatOnlyReadsMayRunSideBySide() throws Exception {
    byte[] expected = bytes(partial(1e300, 0.1, -7.5, 1e-300));
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 5_000; round++) {
        AverageAccumulator shared = partial(1e300, 0.1, -7.5, 1e-300);
        AtomicInteger waiting = new AtomicInteger(2);
        Callable<byte[]> reader =
            () -> {
              waiting.decrementAndGet();
              for (int spins = 1; waiting.get() > 0; spins++) {
                if (spins % 1_000 == 0) {
                  LockSupport.parkNanos(1); // the other one has no processor yet
                }
              }
              return bytes(shared);
            };
        for (Future<byte[]> read : readers.invokeAll(List.of(reader, reader))) {
          assertThat(read.get()).isEqualTo(expected);
        }
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void aCopySharesNothing() {
    AverageAccumulator original = partial(1, 2);
    original.merge(partial(3));
    AverageAccumulator copy = original.copy();
    copy.merge(partial(4));
    assertThat(original).isEqualTo(partial(1, 2, 3));
    assertThat(copy).isEqualTo(partial(1, 2, 3, 4));
  }

  /** As when Flink writes a checkpoint of state that the task goes on to change a copy of. */
  @Test
  void whatWasMergedCanBeCopiedWhileItIsWritten() throws Exception {
    AverageAccumulator part = partial(1e300, 0.1, -7.5, 1e-300);
    ExecutorService snapshots = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 20_000; round++) {
        AverageAccumulator merged = new AverageAccumulator();
        for (int i = 0; i <= round % 5; i++) {
          merged.merge(part);
        }
        AverageAccumulator same = new AverageAccumulator();
        for (int i = 0; i <= round % 5; i++) {
          same.merge(part);
        }
        byte[] expected = bytes(same);
        AtomicBoolean ready = new AtomicBoolean();
        Future<byte[]> written =
            snapshots.submit(
                () -> {
                  ready.set(true);
                  return bytes(merged);
                });
        while (!ready.get()) {
          Thread.onSpinWait();
        }
        assertThat(bytes(merged.copy())).isEqualTo(expected);
        assertThat(written.get()).isEqualTo(expected);
      }
    } finally {
      snapshots.shutdownNow();
    }
  }

  private static List<Double> hostile(Random random, int set) {
    List<Double> values = new ArrayList<>();
    int size = set % 50 == 0 ? 20_000 : 1 + random.nextInt(40);
    for (int i = 0; i < size; i++) {
      double value =
          switch (set % 5) {
            case 0 -> 20 + 12 * random.nextDouble();
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(40) - 20);
            case 3 -> random.nextInt(1000) * Double.MIN_VALUE;
            default -> 1e12 + random.nextInt(3) * 0.25;
          };
      values.add(Double.isFinite(value) ? value : 1.0);
      if (set % 7 == 0 && i % 2 == 1) {
        values.add(-values.get(values.size() - 1));
      }
    }
    return values;
  }

  /** Against exact arithmetic in decimals: sum, mean and stddev are the nearest doubles. */
  private static void assertIsNearest(List<Double> values) {
    Average average = average(values.stream().mapToDouble(Double::doubleValue).toArray());
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      BigDecimal exact = new BigDecimal(value);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
    }
    BigDecimal n = BigDecimal.valueOf(values.size());
    BigDecimal spread = n.multiply(squares).subtract(sum.multiply(sum));
    assertThat(average.sum()).isEqualTo(sum.doubleValue() + 0.0);
    assertNearest(sum, n, Math.abs(average.mean()), x -> x);
    assertThat(Math.signum(average.mean())).isIn(0.0, (double) sum.signum());
    assertNearest(spread, n.multiply(n), average.stddev(), x -> x.multiply(x));
    assertThat(average.min()).isEqualTo(Collections.min(values));
    assertThat(average.max()).isEqualTo(Collections.max(values));
  }

  /** Whether f(rounded) lies within half a unit of |numerator| / denominator; at a tie, even. */
  private static void assertNearest(
      BigDecimal numerator, BigDecimal denominator, double rounded, UnaryOperator<BigDecimal> f) {
    BigDecimal exact = new BigDecimal(rounded);
    BigDecimal half = new BigDecimal("0.5");
    BigDecimal below = exact.subtract(new BigDecimal(Math.nextDown(rounded))).multiply(half);
    BigDecimal above = new BigDecimal(Math.ulp(rounded)).multiply(half);
    BigDecimal lower = f.apply(exact.subtract(below).max(BigDecimal.ZERO)).multiply(denominator);
    BigDecimal upper = f.apply(exact.add(above)).multiply(denominator);
    assertThat(numerator.abs()).isBetween(lower, upper);
    boolean even = (Double.doubleToRawLongBits(rounded) & 1) == 0;
    if (!even) {
      assertThat(numerator.abs()).isNotEqualByComparingTo(lower).isNotEqualByComparingTo(upper);
    }
  }

  private static List<List<Integer>> permutations(int size) {
    List<List<Integer>> permutations = List.of(List.of());
    for (int next = 0; next < size; next++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> shorter : permutations) {
        for (int at = 0; at <= shorter.size(); at++) {
          List<Integer> inserted = new ArrayList<>(shorter);
          inserted.add(at, next);
          longer.add(inserted);
        }
      }
      permutations = longer;
    }
    return permutations;
  }

  private static AverageAccumulator partial(double... values) {
    AverageAccumulator partial = new AverageAccumulator();
    for (double value : values) {
      partial.add(value);
    }
    return partial;
  }

  private static Average average(double... values) {
    return partial(values).toAverage(SERIES, 0, 1, 0);
  }

  private static byte[] bytes(AverageAccumulator partial) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    partial.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
