package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.model.percentile.WantedPercentiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccumulatedPercentilesTest {

  private static final WantedPercentiles WANTED = WantedPercentiles.parse("1,50,99.9");

  @Test
  void percentilesAreOfReadingsAndWithinThem() {
    AverageAccumulator hundred = keeping();
    for (int i = 1; i <= 100; i++) {
      hundred.add(i);
    }
    Percentiles percentiles = hundred.percentiles(WANTED);
    assertThat(percentiles.numbers()).containsExactly("1", "50", "99.9");
    assertThat(percentiles.value("1").getAsDouble()).isEqualTo(1.0078125);
    assertThat(percentiles.value("50").getAsDouble()).isEqualTo(50.25);
    assertThat(percentiles.value("99.9").getAsDouble()).isEqualTo(100);
    AverageAccumulator same = keeping(20.9, 20.9, 20.9);
    assertThat(same.percentiles(WANTED).all())
        .extracting(Percentiles.Percentile::value)
        .containsOnly(20.9);
  }

  @Test
  void theyDoNotDependOnTheOrderOrTheShards() throws IOException {
    long seed = Long.getLong("isotherm.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<Double> values = values(random);
      AverageAccumulator whole = keeping();
      values.forEach(whole::add);
      Collections.shuffle(values, random);
      AverageAccumulator merged = new AverageAccumulator();
      for (int from = 0; from < values.size(); ) {
        int to = Math.min(values.size(), from + 1 + random.nextInt(4));
        AverageAccumulator shard = to - from == 1 ? new AverageAccumulator() : keeping();
        values.subList(from, to).forEach(shard::add);
        merged.keepPercentiles();
        merged.merge(random.nextBoolean() ? shard : written(shard));
        merged = random.nextBoolean() ? merged.copy() : written(merged);
        from = to;
      }
      assertThat(merged.percentiles(WANTED))
          .as("seed %d, %s", seed, values)
          .isEqualTo(whole.percentiles(WANTED));
      assertThat(merged).as("seed %d", seed).isEqualTo(whole);
    }
  }

  private static List<Double> values(Random random) {
    double scale = Math.pow(10, random.nextInt(20) - 10);
    List<Double> values = new ArrayList<>();
    int size = 1 + random.nextInt(40);
    for (int i = 0; i < size; i++) {
      values.add(random.nextInt(8) == 0 ? -0.0 : scale * random.nextGaussian());
    }
    return values;
  }

  /** A partial of one reading is as small as without percentiles. */
  @Test
  void oneReadingNeedsNoSketch() throws IOException {
    for (double value : new double[] {21.5, -0.0, 0.0, Double.MIN_VALUE, -Double.MAX_VALUE}) {
      AverageAccumulator one = keeping(value);
      assertThat(bytes(one)).hasSize(9);
      assertThat(written(one)).isEqualTo(one);
      assertThat(written(one).percentiles(WANTED)).isEqualTo(one.percentiles(WANTED));
      assertThat(one.percentiles(WANTED).value("50").getAsDouble()).isEqualTo(value);
    }
  }

  @Test
  void nothingIsMadeUpOfReadingsThatWereAddedWithoutThem() {
    AverageAccumulator two = new AverageAccumulator();
    two.add(1);
    two.add(2);
    String message = "2 readings were added up without what percentiles need";
    assertThatThrownBy(two::keepPercentiles).hasMessage(message);
    assertThatThrownBy(() -> two.percentiles(WANTED)).hasMessage(message);
    AverageAccumulator keeping = keeping(1);
    assertThatThrownBy(() -> keeping.merge(two)).hasMessage(message);
    assertThat(keeping).as("unchanged").isEqualTo(keeping(1));
  }

  private static AverageAccumulator keeping(double... values) {
    AverageAccumulator empty = new AverageAccumulator();
    empty.keepPercentiles();
    Arrays.stream(values).forEach(empty::add);
    return empty;
  }

  private static AverageAccumulator written(AverageAccumulator accumulator) throws IOException {
    byte[] bytes = bytes(accumulator);
    return AverageAccumulator.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static byte[] bytes(AverageAccumulator accumulator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    accumulator.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
