package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.fixtures.Seeded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentileSketchTest {

  private static final double[] PERCENTS = {0, 0.1, 5, 25, 50, 75, 95, 99.9, 100};
  private static final int CASES = 200;

  private final Random random = Seeded.random(PercentileSketchTest.class);

  @Test
  void aPercentileIsNearTheReadingOfItsRank() {
    for (int i = 0; i < CASES; i++) {
      Supplier<Double> values = i % 2 == 0 ? this::temperature : this::ofManyMagnitudes;
      List<Double> readings = readings(values, 1 + random.nextInt(300));
      PercentileSketch sketch = sketch(readings);
      Collections.sort(readings);
      for (double percent : PERCENTS) {
        double exact = readings.get(nearestRank(percent, readings) - 1);
        assertThat(sketch.percentile(percent))
            .as("%s %% of %s", percent, readings)
            .isCloseTo(exact, within(Math.abs(exact) * PercentileSketch.RELATIVE_ERROR));
      }
    }
  }

  /** The first rank that covers so many percent, from 1. */
  private static int nearestRank(double percent, List<Double> readings) {
    int rank = 1;
    while (rank * 100.0 < percent * readings.size()) {
      rank++;
    }
    return rank;
  }

  @Test
  void aHighPercentileOfFewReadingsIsTheLargest() {
    PercentileSketch sketch = sketch(List.of(1.0, 2.0, 4.0));
    assertThat(sketch.percentile(95)).isCloseTo(4, within(4.0 / 128));
    assertThat(sketch.percentile(50)).isCloseTo(2, within(2.0 / 128));
    assertThat(sketch.percentile(33)).isCloseTo(1, within(1.0 / 128));
    assertThat(sketch.percentile(34)).isCloseTo(2, within(2.0 / 128));
  }

  @Test
  void isTheSameForEveryOrderAndGrouping() throws IOException {
    for (int i = 0; i < CASES; i++) {
      Supplier<Double> values = i % 4 == 0 ? this::ofAllMagnitudes : this::ofManyMagnitudes;
      List<Double> readings = readings(values, i % 4 == 0 ? 5_000 : random.nextInt(300));
      PercentileSketch whole = sketch(readings);
      Collections.shuffle(readings, random);
      List<PercentileSketch> parts = new ArrayList<>();
      for (int from = 0; from < readings.size(); ) {
        int to = Math.min(readings.size(), from + 1 + random.nextInt(readings.size()));
        parts.add(sketch(readings.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        Collections.shuffle(parts, random);
        parts.get(0).merge(parts.remove(1));
      }
      PercentileSketch merged = parts.isEmpty() ? new PercentileSketch() : parts.get(0);
      assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole);
      assertThat(bytes(merged)).isEqualTo(bytes(whole));
    }
  }

  @Test
  void keepsABoundedNumberOfBuckets() {
    List<Double> readings = readings(this::ofAllMagnitudes, 20_000);
    PercentileSketch sketch = sketch(readings);
    assertThat(sketch.size()).isEqualTo(PercentileSketch.MOST_BUCKETS);
    assertThat(sketch.count()).isEqualTo(20_000);
    assertThat(sketch.percentile(50)).isZero();
    for (int percent : new int[] {0, 100}) {
      double exact = percent == 0 ? Collections.min(readings) : Collections.max(readings);
      assertThat(sketch.percentile(percent))
          .isCloseTo(exact, within(Math.abs(exact) * PercentileSketch.RELATIVE_ERROR));
    }
  }

  @Test
  void zerosStandBetweenNegativeAndPositiveNumbers() {
    PercentileSketch sketch = sketch(List.of(-4.0, -0.0, 0.0, Double.MIN_VALUE, 8.0));
    assertThat(sketch.percentile(0)).isCloseTo(-4, within(4.0 / 128));
    assertThat(sketch.percentile(21)).isEqualTo(0.0);
    assertThat(sketch.percentile(80)).isEqualTo(0.0);
    assertThat(sketch.percentile(100)).isCloseTo(8, within(8.0 / 128));
    assertThat(sketch(List.of(-1.0, 0.0)).percentile(100)).isEqualTo(0.0);
    assertThat(sketch(List.of(0.0, 1.0)).percentile(0)).isEqualTo(0.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -1, 1e308, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL})
  void aPercentileIsFiniteAndNear(double value) {
    assertThat(sketch(List.of(value)).percentile(50))
        .isFinite()
        .isCloseTo(value, within(Math.abs(value) * PercentileSketch.RELATIVE_ERROR));
  }

  @Test
  void anEmptySketchChangesNothing() {
    PercentileSketch sketch = sketch(List.of(1.0, 2.0));
    sketch.merge(new PercentileSketch());
    assertThat(sketch).isEqualTo(sketch(List.of(2.0, 1.0)));
    PercentileSketch empty = new PercentileSketch();
    empty.merge(sketch);
    assertThat(empty).isEqualTo(sketch);
    assertThat(sketch.copy()).isEqualTo(sketch).isNotSameAs(sketch);
  }

  @Test
  void refuses() {
    PercentileSketch sketch = new PercentileSketch();
    assertThatThrownBy(() -> sketch.add(Double.NaN)).hasMessage("NaN: must be a finite number");
    assertThatThrownBy(() -> sketch.add(Double.NEGATIVE_INFINITY))
        .hasMessage("-Infinity: must be a finite number");
    assertThatThrownBy(() -> sketch.percentile(50))
        .hasMessage("there is no percentile of no readings");
    assertThatThrownBy(() -> sketch.percentile(100.1))
        .hasMessage("percentile 100.1: must be from 0 to 100");
  }

  /** Operators send these bytes to each other. */
  @Test
  void theFormIsKept() throws IOException {
    PercentileSketch sketch = sketch(List.of(0.0, 21.5, 21.6, -3.0));
    assertThat(HexFormat.of().formatHex(bytes(sketch))).isEqualTo("0102" + "bf800801" + "f6810802");
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(sketch)));
    assertThat(PercentileSketch.readFrom(in)).isEqualTo(sketch);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<List<Double>> all =
        List.of(
            List.of(),
            List.of(-0.0),
            List.of(Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, -Double.MIN_NORMAL),
            List.of(1e-300, 1e-299, 1e300),
            Collections.nCopies(300, -7.0),
            Collections.nCopies(20_000, 7.0));
    for (List<Double> readings : all) {
      PercentileSketch sketch = sketch(readings);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(sketch)));
      PercentileSketch read = PercentileSketch.readFrom(in);
      assertThat(read).isEqualTo(sketch);
      assertThat(read.count()).isEqualTo(readings.size());
      assertThat(in.read()).as("all is read").isEqualTo(-1);
    }
  }

  private static PercentileSketch sketch(List<Double> readings) {
    PercentileSketch sketch = new PercentileSketch();
    readings.forEach(sketch::add);
    return sketch;
  }

  private static byte[] bytes(PercentileSketch sketch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sketch.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static List<Double> readings(Supplier<Double> values, int count) {
    List<Double> readings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readings.add(values.get());
    }
    return readings;
  }

  private double temperature() {
    return random.nextInt(20) == 0 ? 0.0 : 5 + 8 * random.nextGaussian();
  }

  private double ofManyMagnitudes() {
    return Math.scalb(random.nextGaussian(), random.nextInt(20) - 10);
  }

  private double ofAllMagnitudes() {
    return Math.scalb(random.nextGaussian(), random.nextInt(1_900) - 950);
  }
}
