package dev.isotherm.flow.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortedChunksTest {

  private static final Series SERIES = new Series("boiler", "temperature");

  private final SortedChunks chunks = new SortedChunks();
  private final List<Double> taken = new ArrayList<>();

  /** The numbers of a text file have one instant and no position. */
  @Test
  void ofManyEqualReadingsFewAreHeld() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 1_000_000 / SeriesBuffer.CHUNK; i++) {
      SeriesReadings chunk = ofOneInstant(random, SeriesBuffer.CHUNK);
      chunks.takeBefore(5, this::take);
      chunks.add(chunk);
      assertThat(chunks.held()).isLessThan(SortedChunks.MERGE_FROM + SeriesBuffer.CHUNK);
    }
    assertThat(taken).isEmpty();
    chunks.takeAll(this::take);
    assertThat(taken).hasSize(1_000).isSorted().doesNotHaveDuplicates();
    assertThat(chunks.held()).isZero();
  }

  /** Values of one instant, sorted and distinct. */
  private static SeriesReadings ofOneInstant(Random random, int size) {
    double[] values = random.ints(size, 0, 1_000).distinct().sorted().asDoubleStream().toArray();
    long[] instants = new long[values.length];
    Arrays.fill(instants, 5);
    return new SeriesReadings(SERIES, instants, values, new long[values.length]);
  }

  @Test
  void inTheOrderOfTimeNothingIsHeld() throws Exception {
    for (long i = 0; i < 1_000; i++) {
      chunks.takeBefore(2 * i, this::take);
      assertThat(chunks.held()).isZero();
      chunks.add(at(2 * i, 2 * i + 1));
    }
    assertThat(taken).hasSize(1_998);
    chunks.takeAll(this::take);
    assertThat(taken).hasSize(2_000).isSorted();
  }

  /** One reading of the far future, of a clock that is wrong, waits for the end. */
  @Test
  void aReadingOfTheFutureWaitsWhileOthersAreTaken() throws Exception {
    chunks.add(at(1, 2, 1_000_000));
    chunks.takeBefore(3, this::take);
    chunks.add(at(3, 4));
    chunks.takeBefore(5, this::take);
    assertThat(taken).containsExactly(1.0, 2.0, 3.0, 4.0);
    chunks.takeAll(this::take);
    assertThat(taken).endsWith(1_000_000.0);
  }

  @Test
  void theEarliestInstantHasNothingBefore() throws Exception {
    chunks.add(at(Long.MIN_VALUE));
    chunks.takeBefore(Long.MIN_VALUE, this::take);
    assertThat(taken).isEmpty();
    chunks.takeAll(this::take);
    assertThat(taken).hasSize(1);
  }

  /** Readings whose values are their instants. */
  private static SeriesReadings at(long... instants) {
    double[] values = new double[instants.length];
    for (int i = 0; i < instants.length; i++) {
      values[i] = instants[i];
    }
    return new SeriesReadings(SERIES, instants, values, new long[instants.length]);
  }

  private void take(SeriesReadings readings) {
    for (double value : readings.values()) {
      taken.add(value);
    }
  }
}
